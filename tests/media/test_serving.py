from __future__ import annotations

import io

import pytest
from django.urls import reverse
from PIL import Image

from brands.scope import brand_scope
from media import keeping, places
from tests.media import samples


@pytest.fixture
def served(client, brand, alice, add):
    client.force_login(alice)

    def get(file, version: str, query: str = "", **headers):
        url = reverse(f"media:{version}", args=[brand.public_id, file.public_id])
        return client.get(url + query, headers=headers)

    return get


@pytest.mark.parametrize(
    ("name", "data", "mime", "shown"),
    [
        ("clean", samples.jpeg(), "image/jpeg", "inline"),
        ("preview", samples.jpeg(), "image/webp", "inline"),
        ("thumb", samples.video(), "image/webp", "inline"),
        ("clean", samples.gif(), "image/gif", "inline"),
        ("clean", samples.video(), "video/mp4", "inline"),
        ("original", samples.located(), "image/jpeg", "attachment"),
    ],
)
def test_what_a_browser_is_told(served, add, name, data, mime, shown):
    kept = add(data, "Tarde.jpg")
    answer = served(kept, name)
    assert answer.status_code == 200
    assert answer["Content-Type"] == mime
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith(shown)
    assert {"private", "max-age=3600"} <= set(answer["Cache-Control"].split(", "))
    assert b"".join(answer.streaming_content) == places.read(kept, name)
    again = served(kept, name, **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("asked", "status", "said", "part"),
    [
        ("bytes=0-9", 206, "bytes 0-9/{size}", slice(0, 10)),
        ("bytes=10-", 206, "bytes 10-{last}/{size}", slice(10, None)),
        ("bytes=-5", 206, "bytes {tail}-{last}/{size}", slice(-5, None)),
        ("bytes=0-999999999", 206, "bytes 0-{last}/{size}", slice(0, None)),
        ("bytes=999999999-", 416, "bytes */{size}", None),
        ("bytes=9-3", 416, "bytes */{size}", None),
        ("bytes=-0", 416, "bytes */{size}", None),
        ("bytes=0-1,5-6", 200, "", slice(0, None)),
        ("lines=1-2", 200, "", slice(0, None)),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(served, add, asked, status, said, part):
    kept = add(samples.video(seconds=2))
    whole = places.read(kept, places.CLEAN)
    answer = served(kept, "clean", Range=asked)
    numbers = {"size": len(whole), "last": len(whole) - 1, "tail": len(whole) - 5}
    assert (answer.status_code, answer.get("Content-Range", "")) == (status, said.format(**numbers))
    if part:
        assert b"".join(answer.streaming_content) == whole[part]
        assert int(answer["Content-Length"]) == len(whole[part])


def test_a_crop_is_shown(served, add):
    kept = add()
    answer = served(kept, "cropped", "?ratio=1:1")
    assert (answer["Content-Type"], Image.open(io.BytesIO(answer.content)).size) == ("image/jpeg", (600, 600))
    assert served(kept, "cropped", "?ratio=1:1", **{"If-None-Match": answer["ETag"]}).status_code == 304
    assert served(kept, "cropped", "?ratio=2:3").status_code == 404


def test_a_part_of_its_own_is_shown_and_downloaded_in_its_full_size(served, add):
    kept = add(samples.jpeg((2000, 1500)))
    answer = served(kept, "cropped", "?ratio=100,50,1800,1200")
    assert Image.open(io.BytesIO(answer.content)).size == (1000, 666)
    answer = served(kept, "cropped", "?ratio=100,50,1800,1200&full=1")
    assert Image.open(io.BytesIO(answer.content)).size == (1800, 1200)
    assert answer["Content-Disposition"] == 'attachment; filename="foto.jpg"'
    assert served(kept, "cropped", "?ratio=100,50,1901,1200").status_code == 404


def test_another_brands_file_is_not_there(served, other_brand, charlie):
    with brand_scope(other_brand.pk):
        theirs = keeping.add(other_brand, io.BytesIO(samples.jpeg()), by=charlie, name="x.jpg")
    assert [served(theirs, name).status_code for name in ("clean", "preview", "thumb", "cropped", "original")] == [
        404
    ] * 5


def test_a_file_whose_bytes_are_lost_is_not_there(served, add):
    kept = add()
    places.remove(kept.brand, kept.sha256)
    assert served(kept, "thumb").status_code == 404
