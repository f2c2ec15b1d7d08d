"""Two states of a post, told apart in words."""

from __future__ import annotations

import io

import pytest

from calendar_app import comparing
from calendar_app.comparing import Wordings
from calendar_app.content import Content
from channels.naming import label
from media import keeping
from tests.calendar_app import written
from tests.media import samples

pytestmark = pytest.mark.django_db


def told(one, other) -> list[tuple[str, str, str]]:
    found = comparing.differences(one, other, Wordings((one, other)))
    return [(row.label, row.one, row.other) for row in found]


@pytest.fixture
def mastodon(in_brand):
    return written.account("mastodon", "Lumbre M")


@pytest.fixture
def terrace(brand, alice, in_brand):
    return keeping.add(brand, io.BytesIO(samples.jpeg((80, 60))), by=alice, name="Terraza.jpg")


@pytest.fixture
def counter(brand, alice, in_brand):
    return keeping.add(brand, io.BytesIO(samples.jpeg((60, 80))), by=alice, name="Barra.jpg")


def test_every_field_of_a_content_has_a_label():
    assert set(comparing.LABELS) == set(Content.__dataclass_fields__)


def test_nothing_differs(in_brand, mastodon):
    same = ({"text": "Hola", "poll": {"options": ["a", "b"]}}, {mastodon.public_id: {"text": "Propia"}})
    assert told(same, same) == []


def test_one_file_for_another_and_its_description(in_brand, terrace, counter):
    one = {"media": [{"file": terrace.public_id, "alt": "Al sol"}]}
    other = {"media": [{"file": counter.public_id}]}
    cut = {"media": [{"file": terrace.public_id, "alt": "A la sombra", "crop": "1:1"}]}
    assert told((one, {}), (other, {})) == [("Files", "Terraza.jpg: Al sol", "Barra.jpg")]
    assert told((one, {}), (cut, {}))[0][2] == "Terraza.jpg: A la sombra (a part of it)"


def test_a_file_that_is_gone(in_brand):
    gone = {"media": [{"file": "0000000000000"}]}
    assert told(({}, {}), (gone, {})) == [("Files", "", "a file that is not in the library any more")]


def test_a_poll_a_thread_and_a_setting(in_brand, mastodon):
    other = {
        "poll": {"options": ["Solo", "Con leche"], "hours": 1, "multiple": True},
        "thread": [{"text": "Sigue"}, {"text": "y acaba"}],
        "options": {"mastodon": {"visibility": "unlisted"}},
        "language": "pt",
    }
    assert told(({}, {}), (other, {})) == [
        ("Thread", "", "Sigue\n\ny acaba"),
        ("Poll", "", "Solo\nCon leche\nOpen for 1 hour · Several may be chosen"),
        ("Language", "", "Portuguese"),
        ("Settings of the network", "", "Mastodon · Who sees it: Everybody, but not in public timelines"),
    ]


def test_a_variant_of_its_own_one_that_is_emptied_and_one_that_is_not_chosen(in_brand, mastodon):
    common, key = {"text": "Hola", "warning": "Café"}, mastodon.public_id
    name = label(mastodon)
    own = told((common, {key: {}}), (common, {key: {"text": "Propia", "warning": ""}}))
    assert own == [
        (f"Text on {name}", "as for all accounts", "Propia"),
        (f"Content warning on {name}", "as for all accounts", ""),
    ]
    chosen = told((common, {}), (common, {key: {"text": "Propia"}}))
    assert chosen == [(name, "not chosen", "chosen"), (f"Text on {name}", "", "Propia")]


def test_an_account_that_was_removed_keeps_its_name(in_brand, mastodon):
    mastodon.deleted_at = mastodon.created_at
    mastodon.save()
    assert told(({}, {}), ({}, {mastodon.public_id: {}})) == [(label(mastodon), "not chosen", "chosen")]
