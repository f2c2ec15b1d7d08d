"""Random queries and texts: written out a query stays the same, and the fast ways find what the slow way finds."""

from __future__ import annotations

import pickle
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from monitoring.matching import Document, Matcher, QueryError, highlights, parse
from monitoring.matching.query import And, Field, Near, Or, Term
from monitoring.matching.tokens import key_of, pieces

VOCABULARY = [
    "pan",
    "panes",
    "vino",
    "año",
    "ano",
    "de",
    "d'or",
    "👍",
    "#pan",
    "#año_pan",
    "@ana",
    "@ana@b.es",
    "東京",
    "3.5",
]
words = st.sampled_from(VOCABULARY)
typed = st.one_of(
    words,
    st.sampled_from(
        ["pan*", "año*", "vin*", "#pan*", "@ana*", "lang:es", "network:x", "author:ana", 'author:"ana paz"']
    ),
    st.lists(words, min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"'),
    st.tuples(words, words).map(lambda two: f'"pan* {two[0]} {two[1]}"'),
)


def _joined(inner):
    pair = st.tuples(inner, st.sampled_from([" ", " AND ", " OR ", " NEAR/0 ", " NEAR/2 ", " -"]), inner)
    return st.one_of(pair.map("".join), inner.map("({})".format), inner.map("NOT {}".format), inner.map("-({})".format))


texts_of_queries = st.recursive(typed, _joined, max_leaves=12)
texts = st.lists(st.one_of(words, st.sampled_from([".", "sal", "PAN"])), max_size=12).map(" ".join)
documents = st.fixed_dictionaries(
    {
        "text": texts,
        "title": st.one_of(st.just(""), texts),
        "author": st.sampled_from(["", "Ana", "Ana Paz", "Paz Ana"]),
        "handle": st.sampled_from(["", "ana", "@ana@b.es", "paz"]),
        "language": st.sampled_from(["", "es", "en"]),
        "network": st.sampled_from(["", "x", "rss"]),
    }
)


def _parsed(text):
    """The query; None for what is refused with a place that lies in `text`, or at its end."""
    try:
        return parse(text)
    except QueryError as error:
        if 0 <= error.position <= error.position + error.length <= max(len(text), 1):
            return None
        raise


queries = texts_of_queries.map(_parsed).filter(lambda query: query is not None)


@given(queries)
def test_a_query_written_out_says_the_same(query):
    again = parse(str(query))
    assert again == query
    assert str(again) == str(query)
    assert pickle.loads(pickle.dumps(query)) == query


@given(st.text(max_size=60))
def test_whatever_is_typed_is_understood_or_refused_with_a_place(text):
    query = _parsed(text)
    if query is not None:
        assert parse(str(query)) == query


@given(st.text(st.sampled_from('ab1 ()"-*#@:/~ANDORT\n«»ñé\u0301\u200b👍東'), max_size=40))
def test_whatever_is_typed_in_the_signs_of_the_language(text):
    query = _parsed(text)
    if query is not None:
        assert parse(str(query)) == query


@given(st.lists(queries, max_size=12), documents)
def test_the_matcher_finds_what_asking_each_query_finds(some, fields):
    document = Document.of(**fields)
    matcher = Matcher(dict(enumerate(some)))
    assert matcher.match(document) == [n for n, query in enumerate(some) if query.matches(document)]
    assert matcher.match(document) == [n for n, query in enumerate(some) if _plainly(query.root, fields)]


@given(queries, documents)
def test_highlights_lie_in_the_text_and_do_not_overlap(query, fields):
    text = fields["text"]
    marked = highlights(query, text)
    ends = [0, *(place for pair in marked for place in pair)]
    assert ends == sorted(ends)
    assert all(text[start:end].strip() for start, end in marked)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_and_words_stay_words(text):
    for piece in pieces(text):
        key = key_of(piece)
        assert key_of(key) == key
        assert not any(character.isspace() or character == "\0" for character in key)


def _plainly(node, fields) -> bool:
    """The language as docs/queries.md says it, on lists, without an index and without a haystack."""
    if isinstance(node, And | Or):
        return (all if isinstance(node, And) else any)(_plainly(part, fields) for part in node.parts)
    if isinstance(node, Field):
        return _field_holds(node, fields)
    if isinstance(node, Term | Near):
        return any(_places(node, fields[part]) for part in ("title", "text"))
    return not _plainly(node.part, fields)


def _field_holds(node, fields) -> bool:
    if node.name != "author":
        return fields["language" if node.name == "lang" else "network"] == node.value
    name, wanted = fields["author"].lower().split(), node.value.split()
    handle = fields["handle"].lstrip("@")
    in_name = any(name[at : at + len(wanted)] == wanted for at in range(len(name)))
    return in_name or node.value in (handle, handle.partition("@")[0])


FORMS = {  # what each word of VOCABULARY is cut into, and under which other name it is found
    "d'or": (["d", "or"], []),
    "#pan": (["pan"], ["#pan"]),
    "#año_pan": (["año", "pan"], ["#año_pan"]),
    "@ana": (["ana"], ["@ana"]),
    "@ana@b.es": (["ana"], ["@ana", "@ana@b.es"]),
    "東京": (["東", "京"], []),
    ".": ([], []),
}


def _places(node, text) -> set[tuple[int, int]]:
    """(first, last) of every occurrence."""
    if isinstance(node, Or):
        return {place for part in node.parts for place in _places(part, text)}
    if isinstance(node, Near):
        pairs = product(_places(node.left, text), _places(node.right, text))
        return {a for a, b in pairs if 0 <= max(a, b)[0] - min(a, b)[1] - 1 <= node.between}
    found = [set()]  # names by place
    for word in text.lower().split():
        cut, names = FORMS.get(word, ([word], []))
        found[-1] |= set(names)
        for one in cut:
            found[-1].add(one)
            found.append(set())
    width = sum(word.width for word in node.words)
    return {(at, at + width - 1) for at in range(len(found)) if _stands_at(node.words, found, at)}


def _stands_at(wanted, found, at) -> bool:
    for word in wanted:
        names = found[at] if at < len(found) else set()
        if not any(name.startswith(word.key) if word.prefix else name == word.key for name in names):
            return False
        at += word.width
    return True
