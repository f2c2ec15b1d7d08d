from __future__ import annotations

import io
from datetime import date, time

import pytest

from brands.scope import brand_scope
from calendar_app import file_uses, scheduling
from calendar_app.content import FileUse, ThreadPart
from calendar_app.models import Publication, Series
from media import errors, keeping, uses
from media.models import File
from tests.calendar_app.written import account, draft
from tests.media import samples


@pytest.fixture
def add(brand, in_brand, alice):
    def run(colour: str) -> File:
        return keeping.add(brand, io.BytesIO(samples.png((40, 30), colour)), by=alice, name=f"{colour}.png")

    return run


def test_files_of_posts_threads_variants_and_series_are_used(brand, alice, add):
    common, later, own, again, nowhere = map(add, ("teal", "navy", "gold", "pink", "gray"))
    channel = account()
    thread = (ThreadPart("y más", (FileUse(later.public_id),)),)
    variant = {channel.public_id: {"media": [{"file": own.public_id, "alt": "", "crop": ""}]}}
    post = draft(brand, alice, "La terraza", channel, own=variant, media=(FileUse(common.public_id),), thread=thread)
    content = {"media": [{"file": again.public_id}]}
    Series.objects.create(
        rule="FREQ=DAILY", starts_on=date(2031, 1, 1), wall_time=time(9), zone="Europe/Madrid", content=content
    )

    four = [common.public_id, later.public_id, own.public_id, again.public_id]
    assert file_uses.used() == set(four)
    assert set(uses.unused(File.objects.all())) == {nowhere}
    told = uses.of([*four, nowhere.public_id])
    assert [told[file][0].label for file in four[:3]] == ["La terraza"] * 3
    assert told.keys() == set(four)
    assert told[common.public_id][0].url.endswith(f"/posts/{post.public_id}/")
    for file in (common, later, own, again):
        with pytest.raises(errors.InUse):
            keeping.remove(file)
    keeping.remove(nowhere)


def test_what_is_published_everywhere_lets_its_files_be_deleted_and_keeps_their_bytes(brand, alice, add):
    file, channel = add("teal"), account()
    draft(brand, alice, "Hola", channel, media=(FileUse(file.public_id),))
    Publication.objects.update(state=Publication.State.DONE)
    keeping.remove(file)
    assert file_uses.used() == {file.public_id}


def test_a_deleted_post_lets_its_files_be_deleted_but_keeps_them_as_long_as_it_can_come_back(brand, alice, add):
    file = add("teal")
    scheduling.remove(draft(brand, alice, "Hola", media=(FileUse(file.public_id),)), by=alice)
    assert uses.of([file.public_id]) == {}
    assert file_uses.used() == {file.public_id}


def test_another_brands_posts_use_nothing_here(brand, alice, add, other_brand, charlie):
    file = add("teal")
    with brand_scope(other_brand.pk):
        draft(other_brand, charlie, "Hola", media=(FileUse(file.public_id),))
    assert file_uses.used() == set()
    assert uses.of([file.public_id]) == {}
