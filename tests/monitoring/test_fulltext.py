from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold
from monitoring import ingest, queries
from monitoring.filters import Filters
from monitoring.fulltext import Term, hits, terms
from monitoring.models import Mention
from tests.monitoring import factories
from tests.monitoring.factories import NOON, item, page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("café  malo", (Term("café"), Term("malo"))),
        ('"no funciona" nunca', (Term("no funciona"), Term("nunca"))),
        ("“no funciona” «muy mal»", (Term("no funciona"), Term("muy mal"))),
        ('malo -envío -"muy caro"', (Term("malo"), Term("envío", True), Term("muy caro", True))),
        ("e-mail 20-30 a -- b", (Term("e-mail"), Term("20-30"), Term("a"), Term("b"))),
        ('"sin cerrar', (Term("sin cerrar"),)),
        ("malo malo", (Term("malo"),)),
        ('👏 … "" - % ""', ()),
        ("", ()),
    ],
)
def test_what_is_typed_becomes_terms(text, found):
    assert terms(text) == found


def lexemes(language: str, said: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(monitoring_search(%s, '', %s))", [language, said])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "same"),
    [
        ("es", "reclamación reclamaciones reclamacion RECLAMACIÓN"),
        ("es", "interés intereses interes"),
        ("es", "canción canciones cancion"),
        ("es", "café cafés cafe"),
        ("es", "inglés ingleses"),
        ("es", "averías avería averia"),
        ("en", "complain complains complained complaining"),
        ("en", "café cafe"),
        ("pt", "reclamação reclamações reclamaçao RECLAMAÇÃO"),
        ("pt", "promoção promoções"),
        ("pt", "possível possíveis possivel"),
        ("pt", "experiência experiências experiencia"),
        ("fr", "Été ete ÉTÉ"),
        ("de", "Straße strasse"),
    ],
)
def test_forms_of_one_word_are_one(language, same):
    assert len(lexemes(language, same)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "apart"),
    [("es", "año ano"), ("es", "caña cana"), ("pt", "caça caca"), ("en", "universal no not"), ("fr", "queja quejas")],
)
def test_words_that_differ_stay_apart(language, apart):
    assert len(lexemes(language, apart)) == len(apart.split())


OPENED_UP_BY_UNICODE_ALONE = "\x00µŉſİ"
LATIN = st.characters(max_codepoint=0x24F, exclude_characters=OPENED_UP_BY_UNICODE_ALONE, exclude_categories=["Cs"])


@pytest.mark.django_db
@given(st.text(LATIN, max_size=40))
def test_the_database_folds_as_we_do(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT monitoring_folded(%s), monitoring_folded(%s)", [text, fold(text)])
        ours, of_folded = cursor.fetchone()
    assert ours == of_folded


SAID = {
    1: ("es", "", "Tres reclamaciones y nadie contesta. No funciona nada"),
    2: ("es", "Informe del año", "Ya funciona la reclamación en línea"),
    3: ("en", "", "I complained twice; the coffee_shop/bar never answered.Nothing"),
    4: ("pt", "", "Muitas reclamações sobre a promoção"),
    5: ("ca", "", "reclamaciones"),
}


@pytest.fixture
def said(lumbre, feed) -> None:
    ingest.store(feed, page(*[item(n, text, title=title) for n, (_, title, text) in SAID.items()]), seen_at=NOON)
    for number, (language, _, _) in SAID.items():
        Mention.objects.filter(external_id__endswith=f"/{number}").update(language=language)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("reclamación", [1, 2]),
        ("reclamaciones", [1, 2, 5]),
        ("reclamação", [4]),
        ("promoções", [4]),
        ("complaining", [3]),
        ("complains", [3]),
        ("no funciona", [1]),
        ('"no funciona"', [1]),
        ('"funciona no"', []),
        ('"año ya"', [2]),
        ("funciona -reclamación", []),
        ("reclamación -línea", [1]),
        ('funciona -"no funciona"', [2]),
        ("-reclamación -reclamaciones -reclamação", [3]),
        ("shop", [3]),
        ("nothing bar", [3]),
        ("AÑO", [2]),
        ("ano", []),
        ("contesta linea", []),
        ("👏", []),
        ("'); DROP TABLE monitoring_mention; -- | & ! :*", []),
    ],
)
def test_mentions_are_found_by_the_rules_of_their_language(lumbre, said, text, numbers):
    reader = factories.person("Bob")
    found = queries.matching(Filters(text=text), brand=lumbre, user=reader).order_by("-posted_at")
    assert [int(m.external_id.rsplit("/")[-1]) for m in found] == numbers


def test_a_text_that_changes_is_found_by_its_new_words(lumbre, said):
    mention = Mention.objects.get(external_id__endswith="/1")
    mention.text = "otra cosa"
    mention.save()
    reader = factories.person("Bob")
    assert not queries.matching(Filters(text="nadie"), brand=lumbre, user=reader).exists()
    assert queries.matching(Filters(text="cosas"), brand=lumbre, user=reader).get() == mention


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "á" * 100_000,
        " ".join(f"w{n}" for n in range(20_000)),
        "각" * 100_000,
        "👏" * 25_000,
        "…¡¿" * 3000,
    ],
    ids=["a word", "accents", "words", "hangul", "emoji", "punctuation"],
)
def test_long_and_odd_texts_are_stored(lumbre, feed, text):
    ingest.store(feed, page(item(1, text)), seen_at=NOON)
    assert Mention.objects.get().text[:1000] == text[:1000]


def test_200_words_are_a_query_too(lumbre, said):
    many = " ".join(f"w{n}" for n in range(200))
    assert not queries.matching(Filters(text=many), brand=lumbre, user=factories.person("Bob")).exists()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ana", ["Ana Prieto"]),
        ("PRIÉ", ["Ana Prieto"]),
        ("ana pri", ["Ana Prieto"]),
        ("rieto", []),
        ("@muñ", ["Muñoz"]),
    ],
)
def test_authors_are_found_by_beginnings_of_their_names(lumbre, feed, text, names):
    from networks import types

    people = [types.Author("1", name="Ana Prieto", handle="@anap"), types.Author("2", name="Muñoz", handle="muñoz.es")]
    ingest.store(feed, page(*[item(n, author=author) for n, author in enumerate(people)]), seen_at=NOON)
    found = queries.matching(Filters(writer=text), brand=lumbre, user=factories.person("Bob"))
    assert [mention.author.name for mention in found] == names


@pytest.mark.parametrize(
    ("asked", "text", "found"),
    [
        ("reclamaciones", "Una RECLAMACIÓN y otra reclamación.", ["RECLAMACIÓN", "reclamación"]),
        ("cafe", "café, cafés, cafetera", ["café", "cafés"]),
        ('"no va" -mal', "No va nada mal", ["No", "va"]),
        ("camino ano", "camisa año", []),
        ("", "camisa", []),
    ],
)
def test_words_that_were_searched_are_shown_where_they_stand(asked, text, found):
    assert hits(terms(asked), text) == found
