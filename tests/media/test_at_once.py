"""Two uploads in the same moment, each with a connection of its own."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from brands.scope import brand_scope
from media import errors, keeping, places, quota
from media.models import File
from tests.media import samples

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once(transactional_db, brand, alice, monkeypatch):
    """Keeps each of the files in a thread of its own; all have looked for the file before any looks for room."""

    def run(*files: bytes) -> list[object]:
        together = Barrier(len(files), timeout=20)
        prepared = keeping._prepared

        def prepare(*args):
            made = prepared(*args)
            together.wait()
            return made

        monkeypatch.setattr(keeping, "_prepared", prepare)

        def one(data: bytes) -> object:
            try:
                with brand_scope(brand.pk):
                    return keeping.add(brand, io.BytesIO(data), by=alice, name="x")
            except errors.Refused as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(files)) as threads:
            return list(threads.map(one, files))

    return run


def test_the_same_file_is_one_row(at_once, in_brand):
    first, second = at_once(samples.jpeg(), samples.jpeg())
    assert first.pk == second.pk
    assert File.objects.count() == 1


def test_two_files_do_not_take_the_same_room(at_once, in_brand, settings):
    """There is room for either, not for both."""
    settings.CMHUB_MEDIA_BYTES = 60_000
    found = at_once(*(_heavy(seed) for seed in (1, 2)))
    assert sorted(type(one).__name__ for one in found) == ["File", "OverQuota"]
    kept = File.objects.get()
    assert kept.kept_bytes == quota.usage().used <= settings.CMHUB_MEDIA_BYTES
    assert {name.partition(".")[0] for name in default_storage.listdir(places.folder(kept.brand))[1]} == {kept.sha256}


def _heavy(seed: int) -> bytes:
    """A photo of which one fits into 60 kB with its versions, and two do not."""
    return samples.jpeg((900, 700), "teal" if seed == 1 else "navy") + bytes(15_000)
