from __future__ import annotations

import io
import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from brands.scope import brand_scope
from core import clock
from media import keeping, places, sweeping, uses
from media.models import File
from media.tasks import sweep_files, sweep_files_of
from tests.media import samples
from tests.media.test_keeping import users  # noqa: F401  a fixture

LATER = timedelta(days=31)


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def there(file) -> bool:
    found = [default_storage.exists(places.of(file, version)) for version in places.VERSIONS]
    assert len(set(found)) == 1
    return found[0]


def test_what_nothing_uses_goes_after_30_days_with_its_bytes(add, brand, commits):
    left, kept = add(samples.jpeg()), add(samples.png(), by_hand=True)
    with clock.shifted(timedelta(days=29)), commits():
        assert sweeping.sweep(brand) == 0
    with clock.shifted(LATER), commits():
        assert sweeping.sweep(brand) == 1
    assert list(File.with_deleted.all()) == [kept]
    assert (there(left), there(kept)) == (False, True)


def test_what_is_used_stays_deleted_or_not(add, brand, users, commits):  # noqa: F811
    used, removed = add(samples.jpeg()), add(samples.png())
    users += [uses.Use(file.public_id, "Un post", "/", waiting=False) for file in (used, removed)]
    keeping.remove(removed)
    with clock.shifted(LATER * 10), commits():
        assert sweeping.sweep(brand) == 0
    users.clear()
    with clock.shifted(LATER * 10 + timedelta(days=29)), commits():
        assert sweeping.sweep(brand) == 1  # what was deleted long ago; the other was used until 29 days before
    assert (there(removed), there(used)) == (False, True)
    with clock.shifted(LATER * 11), commits():
        assert sweeping.sweep(brand) == 1
    assert not there(used)


def test_what_a_person_deleted_can_come_back_for_30_days(add, brand, commits):
    file = add(by_hand=True)
    keeping.remove(file)
    with clock.shifted(timedelta(days=29)), commits():
        assert sweeping.sweep(brand) == 0
    with clock.shifted(LATER), commits():
        assert sweeping.sweep(brand) == 1
    assert not there(file)


def test_what_was_just_used_or_added_again_is_not_due_any_more(add, brand, commits):
    file = add()
    with clock.shifted(LATER), commits():
        due = list(sweeping._due())
        add()
        assert [sweeping._erased(brand, one) for one in due] == [False]
    assert there(file)


def test_bytes_stay_while_a_row_names_them(add, brand, commits):
    """Added again between the commit that deletes the row and the deletion of its bytes."""
    file = add()
    with clock.shifted(LATER), commits():
        assert sweeping._erased(brand, file)
        add()
    assert there(File.objects.get())


def test_bytes_without_a_row_go_after_a_day(add, brand):
    file = add()
    stray = default_storage.save(f"{places.folder(brand)}/{'a' * 64}.original", ContentFile(b"x"))
    sweeping.sweep(brand)
    assert default_storage.exists(stray)
    os.utime(default_storage.path(stray), (0, 0))
    sweeping.sweep(brand)
    assert not default_storage.exists(stray)
    assert there(file)


def test_the_task_sweeps_every_brand_and_no_other_brands_files(add, other_brand, charlie, monkeypatch, commits):
    monkeypatch.setattr(sweep_files_of, "delay", sweep_files_of)
    ours = add()
    with brand_scope(other_brand.pk):
        theirs = keeping.add(other_brand, io.BytesIO(samples.jpeg()), by=charlie, name="x.jpg", by_hand=True)
    with clock.shifted(LATER), commits():
        sweep_files()
    assert (there(ours), there(theirs)) == (False, True)
