"""Sentiment: labels, reasons, the interface, and that work stays in proportion to the text."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from monitoring.sentiment import Evidence, Score, Unscored, backends, score
from monitoring.sentiment.backends import BACKENDS, MAX_CHARS, VaderBackend
from monitoring.sentiment.english import EnglishVader
from monitoring.sentiment.evaluation import figures, labelled_posts
from monitoring.sentiment.spanish import SpanishVader
from monitoring.sentiment.vader import Weighing, Word

POSTS = Path(__file__).parent.parent / "data" / "sentiment"


def scored(text: str, lang: str) -> Score:
    result = score(text, lang=lang)
    assert isinstance(result, Score)
    return result


# --- the labelled posts ---


@pytest.mark.parametrize(("language", "posts"), [("es", 300), ("en", 150), ("pt", 120)])
def test_the_labelled_posts_are_balanced(language: str, posts: int) -> None:
    labels = Counter(label for label, _ in labelled_posts(POSTS / f"{language}.tsv"))
    assert labels == {"negative": posts // 3, "neutral": posts // 3, "positive": posts // 3}


@pytest.mark.parametrize(
    ("name", "part", "floor"),
    [
        ("es", 0, 0.85),
        ("es", 1, 0.84),
        ("es_later", 0, 0.77),
        ("es_later", 1, 0.72),
        ("en", 0, 0.79),
        ("en", 1, 0.81),
        ("pt", 0, 0.9),
        ("pt", 1, 0.88),
        ("pt_later", 0, 0.7),
        ("pt_later", 1, 0.66),
    ],
)
def test_macro_f1_on_the_labelled_posts(name: str, part: int, floor: float) -> None:
    posts = labelled_posts(POSTS / f"{name}.tsv")[part::2]
    backend = BACKENDS[name[:2]]()
    result = figures([label for label, _ in posts], [backend.score(text).label for _, text in posts])
    assert result.macro_f1 >= floor


def test_figures() -> None:
    result = figures(["negative", "negative", "neutral", "positive"], ["negative", "neutral", "neutral", "negative"])
    assert result.confusion["negative", "neutral"] == 1
    assert (result.of("negative").precision, result.of("negative").recall) == (0.5, 0.5)
    assert (result.of("neutral").precision, result.of("neutral").recall) == (0.5, 1.0)
    assert result.of("positive").f1 == 0.0
    assert result.macro_f1 == pytest.approx((0.5 + 2 / 3 + 0) / 3)


def test_a_wrong_label_in_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "posts.tsv"
    file.write_text("great\tHello\n")
    with pytest.raises(ValueError, match="'great' is no label"):
        labelled_posts(file)


# --- reasons ---


@pytest.mark.parametrize(
    ("text", "lang", "evidence"),
    [
        ("¡Qué ASCO! no funciona 😡", "es", [("Qué ASCO", -2.4), ("no funciona", -1.8), ("😡", -2.8)]),
        ("Es #MuyBonito", "es", [("Bonito", 2.69)]),
        ("I love it 😀", "en", [("love", 3.4), ("😀", 2.4)]),
        ("(very great)!", "en", [("great", 3.39)]),
        ("Nada que decir", "es", []),
    ],
)
def test_evidence_names_words_where_they_stand(text: str, lang: str, evidence: list[tuple[str, float]]) -> None:
    found = scored(text, lang).evidence
    assert [(item.word, item.weight) for item in found] == evidence
    assert [text[item.start : item.end] for item in found] == [item.word for item in found]


def test_offsets_hold_behind_emoji_and_decomposed_letters() -> None:
    text = "👍🏽👍 e\u0301xito feliz 😀love bueno"
    for lang in ("es", "en", "pt"):
        assert all(text[item.start : item.end] == item.word for item in scored(text, lang).evidence)
    assert Evidence("feliz", 2.6, 11, 16) in scored(text, "es").evidence


# --- the interface ---


def test_the_language_chooses_the_backend() -> None:
    assert scored("Muchas gracias a todos", "auto").backend == "vader-es"
    assert scored("Thank you so much everyone", "auto").backend == "vader-en"
    assert scored("Muito obrigado pela ajuda, pessoal", "auto").backend == "vader-pt"
    assert score("Bonjour tout le monde, comment ça va aujourd'hui ?") == Unscored("fr")
    assert score("😡😡") == Unscored("und")
    assert score("anything", lang="ca") == Unscored("ca")


def test_a_brand_with_one_language_reads_short_posts_in_it() -> None:
    assert scored_for("ok genial", ("es",)).language == "es"


def scored_for(text: str, languages: tuple[str, ...]) -> Score:
    result = score(text, languages=languages)
    assert isinstance(result, Score)
    return result


class Fixed:
    """An analyzer that always finds the same compound score and remembers what it was given."""

    def __init__(self, compound: float) -> None:
        self.compound = compound
        self.given: list[str] = []

    def score_words(self, text: str) -> tuple[Weighing, list[Word]]:
        self.given.append(text)
        return Weighing(self.compound, []), []


@pytest.mark.parametrize(
    ("compound", "label", "confidence"),
    [
        (-1.0, "negative", 0.98),
        (-0.11, "negative", 0.511),
        (-0.1, "neutral", 0.5),
        (0.18, "neutral", 0.769),
        (0.49, "neutral", 0.511),
        (0.5, "positive", 0.5),
        (1.0, "positive", 0.896),
    ],
)
def test_labels_and_confidence(compound: float, label: str, confidence: float) -> None:
    result = VaderBackend("es", "test", "1", -0.1, 0.5, Fixed(compound)).score("x")
    assert (result.label, result.confidence, result.score) == (label, confidence, compound)


def test_a_new_backend_takes_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = VaderBackend("ca", "deeper", "2", -0.1, 0.5, Fixed(0.9))
    monkeypatch.setitem(backends.BACKENDS, "ca", lambda: backend)
    assert scored("Moltes gràcies", "ca").backend == "deeper"


# --- bounded work ---


def test_only_the_beginning_of_a_long_text_is_scored() -> None:
    analyzer = Fixed(0.0)
    VaderBackend("es", "test", "1", -0.1, 0.5, analyzer).score("malo " * 20_000)
    assert [len(text) for text in analyzer.given] == [MAX_CHARS]


@pytest.mark.parametrize("unit", ["😡", "malo ", "good but bad ", "no ", "x ", "not good "])
@pytest.mark.parametrize("analyzer", [SpanishVader, EnglishVader])
def test_work_grows_with_the_text_not_its_square(analyzer: type, unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts the words that the rules look at: twice the text may cost twice as much, not four times."""
    touched = 0
    rules = analyzer.rules
    negated = rules.negated
    stock_check = rules.SentimentIntensityAnalyzer._negation_check

    def counting(valence: float, words: list[str], start_i: int, i: int) -> float:
        nonlocal touched
        touched += len(words)
        return stock_check(valence, words, start_i, i)

    def counting_negated(words: list[str], include_nt: bool = True) -> bool:
        nonlocal touched
        touched += len(words)
        return negated(words, include_nt)

    monkeypatch.setattr(rules.SentimentIntensityAnalyzer, "_negation_check", staticmethod(counting))
    monkeypatch.setattr(rules, "negated", counting_negated)
    built = analyzer()

    def cost(times: int) -> int:
        nonlocal touched
        touched = 0
        built.score_words(unit * times)
        return touched

    assert cost(800) <= 2 * cost(400) + 50


class CountedEquality(float):
    """A value that counts how often it is compared."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        CountedEquality.compared += 1
        return float(self) == other

    def __hash__(self) -> int:
        return hash(float(self))


def test_the_but_rule_searches_no_list() -> None:
    from monitoring.sentiment.vader import _weighed_around

    def compared(times: int) -> int:
        CountedEquality.compared = 0
        _weighed_around(times // 2, [CountedEquality(value % 97) for value in range(times)])
        return CountedEquality.compared

    assert 0 < compared(4000) < 3 * compared(2000)
