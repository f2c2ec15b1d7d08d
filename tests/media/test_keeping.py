from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from brands import portability
from brands.models import Event
from brands.scope import brand_scope
from core import clock
from core.versions import StaleWrite
from media import errors, keeping, places, uses
from media.models import File
from tests.media import samples


@pytest.fixture
def users(monkeypatch):
    """Something above that uses files: a list of media.uses.Use."""
    told: list[uses.Use] = []
    kind = uses.Users(
        files=lambda: [use.file for use in told], told=lambda files: [use for use in told if use.file in files]
    )
    monkeypatch.setattr(uses, "_registered", [kind])
    return told


def test_a_file_lies_under_its_sha256_in_the_brands_folder(add, brand, alice):
    kept = add(samples.jpeg(), "Terraza.JPG", alt="La terraza al sol")
    assert kept.sha256 in places.of(kept, places.ORIGINAL)
    assert places.of(kept, places.ORIGINAL).startswith(f"{brand.folder}/media/")
    assert places.read(kept, places.ORIGINAL) == samples.jpeg()
    sizes = [len(places.read(kept, version)) for version in places.VERSIONS]
    assert (kept.size, kept.clean_size, kept.kept_bytes) == (sizes[0], sizes[1], sum(sizes))
    assert (kept.name, kept.alt, kept.added_by, kept.by_hand) == ("Terraza.jpg", "La terraza al sol", alice, False)
    assert Event.objects.get(verb="file.added").object_name == "Terraza.jpg"


def test_the_same_file_twice_is_one_row(add):
    first = add(samples.jpeg(), "a.jpg")
    with clock.shifted(timedelta(days=2)):
        again = add(samples.jpeg(), "b.jpg", by_hand=True)
    assert again.pk == first.pk
    kept = File.objects.get()
    assert (kept.name, kept.by_hand) == ("a.jpg", True)
    assert kept.last_used_at - first.last_used_at > timedelta(days=1)


def test_two_brands_share_nothing(add, other_brand, charlie):
    ours = add()
    with brand_scope(other_brand.pk):
        theirs = keeping.add(other_brand, io.BytesIO(samples.jpeg()), by=charlie, name="foto.jpg")
        assert File.objects.get() == theirs
    assert theirs.sha256 == ours.sha256
    assert places.of(theirs, places.CLEAN) != places.of(ours, places.CLEAN)


def test_a_brand_without_room_is_told_how_much_there_is(add, settings):
    kept = add(samples.jpeg())
    settings.CMHUB_MEDIA_BYTES = kept.kept_bytes + 10
    with pytest.raises(errors.OverQuota, match="kB"):
        add(samples.png())
    assert File.with_deleted.count() == 1
    assert len(default_storage.listdir(places.folder(kept.brand))[1]) == len(places.VERSIONS)
    assert add(samples.jpeg()) == kept  # what is there takes no more room


def test_describing_over_what_somebody_wrote_is_refused(add):
    kept = add()
    keeping.describe(kept, " Una terraza\ncon sol\n", seen=1)
    assert File.objects.get().alt == "Una terraza\ncon sol"
    with pytest.raises(StaleWrite):
        keeping.describe(File.objects.get(), "Otra", seen=1)
    assert File.objects.get().alt == "Una terraza\ncon sol"


def test_deleted_and_brought_back(add):
    kept = add()
    keeping.remove(kept)
    assert not File.objects.exists()
    keeping.restore(File.with_deleted.get())
    assert File.objects.get() == kept
    keeping.remove(kept)
    assert add() == kept  # the same bytes again bring it back
    assert File.objects.get().deleted_at is None
    verbs = Event.objects.filter(verb__startswith="file.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["file.added", "file.removed", "file.restored", "file.removed", "file.restored"]


def test_what_is_still_to_be_published_cannot_be_deleted(add, users):
    kept = add()
    users.append(uses.Use(kept.public_id, "La tostada del martes", "/post/", waiting=True))
    with pytest.raises(errors.InUse, match="La tostada del martes"):
        keeping.remove(kept)
    assert File.objects.get().deleted_at is None
    users[:] = [uses.Use(kept.public_id, "La tostada del lunes", "/post/", waiting=False)]
    keeping.remove(kept)
    assert not File.objects.exists()


def test_export_and_erasure_take_the_files(add, workspace, brand):
    kept = add()
    paths = {places.of(kept, version) for version in places.VERSIONS}
    out = io.BytesIO()
    portability.export(workspace, out)
    import zipfile

    archive = zipfile.ZipFile(out)
    assert {f"files/{path}" for path in paths} <= set(archive.namelist())
    assert archive.read(f"files/{places.of(kept, places.ORIGINAL)}") == samples.jpeg()
    assert kept.public_id in archive.read("tables/media.file.jsonl").decode()

    portability.erase(workspace)
    assert [path for path in paths if default_storage.exists(path)] == []
    assert not File.all_brands.exists()
