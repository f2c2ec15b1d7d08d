"""What goes out of a picture is the part that was chosen for the post; the picture stays whole."""

from __future__ import annotations

import io

from PIL import Image

from calendar_app.models import Publication
from media import cropping, keeping, places
from tests.calendar_app.publishing import factories
from tests.media import samples


def test_each_use_goes_out_as_it_was_cropped(brand, in_brand, account, alice, fake, run):
    file = keeping.add(brand, io.BytesIO(samples.jpeg((800, 600))), by=alice, name="Terraza.jpg")
    cropping.crop(file, (0, 0, 100, 100), "1:1", seen=1)
    crops = ("", "100,50,400,300", "1:1")
    media = [{"file": file.public_id, "alt": "", "crop": crop} for crop in crops]
    other = factories.account(brand, "otra")
    own = {"media": [{"file": file.public_id, "alt": "", "crop": "0,0,300,600"}]}
    factories.due(brand, account, by=alice, media=media)
    post = factories.due(brand, other, by=alice, own=own)
    assert run() == 2
    out = {part.key: [one.rendition(max_bytes=10**6) for one in part.media] for part in fake.parts}
    sizes = {key: [Image.open(io.BytesIO(data)).size for data, _mime in sent] for key, sent in out.items()}
    mine = Publication.objects.get(account=account)
    theirs = Publication.objects.get(post=post)
    assert sizes[mine.key(0)] == [(800, 600), (400, 300), (100, 100)]
    assert sizes[theirs.key(0)] == [(300, 600)]
    assert Image.open(io.BytesIO(places.read(file, places.ORIGINAL))).size == (800, 600)


def test_a_part_that_lies_outside_fails_in_words(brand, in_brand, account, alice, fake, run):
    file = keeping.add(brand, io.BytesIO(samples.jpeg((800, 600))), by=alice, name="Terraza.jpg")
    media = [{"file": file.public_id, "alt": "", "crop": "700,0,400,400"}]
    factories.due(brand, account, by=alice, media=media)
    run()
    row = Publication.objects.get()
    assert (row.state, fake.taken) == ("failed", [])
    assert "does not lie inside the picture" in row.last_error_detail + row.last_error
