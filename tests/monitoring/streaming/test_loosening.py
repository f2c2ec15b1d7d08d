"""Queries as a stream can answer them: never narrower than they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.matching import Document, parse
from monitoring.streaming.loosening import loosened


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("café", "café"),
        ("café lang:es", "café"),
        ("café -lang:es", "café"),
        ("café author:ana", "café"),
        ("café (té OR lang:es)", "café"),
        ("(café lang:es) OR té", "café OR té"),
        ("(café té lang:es) OR té", "(café AND té) OR té"),
        ("café network:bluesky -té lang:es", "café AND network:bluesky AND NOT té"),
        ("café NOT (té OR lang:es)", "café"),
        ("author:ana", "author:ana"),
        ("author:ana lang:es", "author:ana"),
        ("lang:es", None),
        ("lang:es -café", None),
        ("lang:es OR café", None),
    ],
)
def test_what_is_left(typed, left):
    found = loosened(parse(typed))
    assert found == (None if left is None else parse(left))


def test_a_query_that_asks_for_nothing_unknown_is_itself():
    query = parse("café NEAR/3 (té OR leche) -agua")
    assert loosened(query) is query


_LEAVES = st.sampled_from(["café", "té", '"té verde"', "lang:es", "lang:en", "network:bluesky", "café NEAR/2 té"])
_QUERIES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' OR '.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' AND '.join(parts)})"),
        inner.map(lambda part: f"(agua OR NOT ({part}))"),
        inner.map(lambda part: f"(agua NOT ({part}))"),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(
    _QUERIES,
    st.lists(st.sampled_from(["café", "té", "verde", "agua", "x"]), max_size=5),
    st.sampled_from(["es", "en", "pt"]),
)
def test_whatever_matches_with_its_language_known_matches_before(typed, words, language):
    query = parse(f"agua AND ({typed})")
    text = " ".join(["agua", *words])
    found = loosened(query)
    if query.matches(Document.of(text=text, language=language, network="bluesky")) and found is not None:
        assert found.matches(Document.of(text=text, network="bluesky"))
