"""Many rows in one statement: whatever a value holds, it comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import bulk
from monitoring.models import Author

COLUMNS = (
    "brand_id",
    "public_id",
    "network",
    "external_id",
    "name",
    "handle",
    "url",
    "avatar_url",
    "followers",
    "hidden",
)
TRICKY = [
    *("", "NULL", "null", '"', "\\", '\\"', "{a,b}", "{}", ",", "a,b", " ", "\n\t", "'", "%s", "$1"),
    *("☕👨\u200d👩\u200d👧", "غلاية", "é", "e\u0301"),
]


def row(brand, number, name, followers=None, hidden=False):
    return (brand.pk, f"{number:013d}", "feed", f"a{number}", name, name[:5], "", "", followers, hidden)


def stored():
    return dict(Author.objects.values_list("external_id", "name"))


def test_what_goes_in_comes_out(in_brand):
    bulk.insert(Author, COLUMNS, [row(in_brand, number, name) for number, name in enumerate(TRICKY)])
    assert stored() == {f"a{number}": name for number, name in enumerate(TRICKY)}


def test_nothing_true_false_and_big_numbers(in_brand):
    bulk.insert(Author, COLUMNS, [row(in_brand, 1, "x", None, True), row(in_brand, 2, "x", 2**62, False)])
    found = Author.objects.order_by("external_id").values_list("followers", "hidden")
    assert list(found) == [(None, True), (2**62, False)]


@given(st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=40), min_size=1))
def test_any_text_is_one_element(values):
    literal = bulk._array(Author._meta.get_field("name"), values)
    assert read_back(literal) == values


@pytest.mark.parametrize("value", [*TRICKY, None, 7, True])
def test_what_is_the_same_in_all_rows_is_written_as_often(value):
    assert bulk.array([value] * 3) == "{" + ",".join([bulk.array([value])[1:-1]] * 3) + "}"


def read_back(literal: str) -> list[str]:
    """PostgreSQL's own rules for quoted elements of an array, written down a second time."""
    found, at = [], 1
    while literal[at] == '"':
        at += 1
        text = ""
        while literal[at] != '"':
            at += literal[at] == "\\"
            text += literal[at]
            at += 1
        found.append(text)
        at += 2
        if at > len(literal) - 1:
            break
    return found


def test_a_text_with_nul_is_refused_and_not_cut(in_brand):
    with pytest.raises(ValueError, match="NUL"):
        bulk.insert(Author, COLUMNS, [row(in_brand, 1, "a\x00b")])
    assert stored() == {}
