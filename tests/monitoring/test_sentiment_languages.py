"""Sentiment, language by language: what its rules and its lexicon make of sentences."""

from __future__ import annotations

import random

import pytest
from vaderSentiment import vaderSentiment as stock_module

from monitoring.sentiment import portuguese_inflection
from monitoring.sentiment.english import LinearVader
from monitoring.sentiment.evaluation import labelled_posts
from monitoring.sentiment.lexicon import inflected, phrases
from monitoring.sentiment.spanish import SpanishVader
from monitoring.sentiment.spanish_inflection import adjective_forms, plural, verb_forms
from tests.monitoring.test_sentiment import POSTS, scored

# --- Spanish ---


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("El servicio es excelente y la gente muy amable", "positive"),
        ("me ENCANTÓ, lo recomiendo", "positive"),
        ("Qué chimba de concierto, parce", "positive"),
        ("jajajaja qué risa", "positive"),
        ("😍😍", "positive"),
        ("hermosísimas las flores", "positive"),
        ("Buenísimoooo", "positive"),
        ("#QuéAlegría", "positive"),
        ("Es una estafa, no funciona", "negative"),
        ("Llevo dos horas esperando, qué vergüenza", "negative"),
        ("no es bueno", "negative"),
        ("nunca me ha gustado", "negative"),
        ("de puta madre", "positive"),
        ("vaya mierda", "negative"),
        ("gracias por nada", "negative"),
        ("😡", "negative"),
        ("estoy cabreadísima", "negative"),
        ("¿A qué hora abrís mañana?", "neutral"),
        ("El pleno es a las 10", "neutral"),
        ("", "neutral"),
        ("mañana tomamos mate por la tarde", "neutral"),
        ("https://example.org/genial @maravilla", "neutral"),
    ],
)
def test_spanish(text: str, label: str) -> None:
    assert scored(text, "es").label == label


def test_n_with_tilde_makes_another_word() -> None:
    lexicon = SpanishVader().lexicon
    assert "cariño" in lexicon
    assert "carino" not in lexicon


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("bueno", "muy bueno"),
        ("bueno", "BUENO hoy"),
        ("bueno!", "bueno!!!"),
        ("malo", "malísimo"),
        ("poco bueno", "bueno"),
    ],
)
def test_degree(weaker: str, stronger: str) -> None:
    assert abs(scored(weaker, "es").score) < abs(scored(stronger, "es").score)


def test_what_follows_but_counts_more() -> None:
    assert scored("rico pero lento", "es").score < scored("lento pero rico", "es").score


def test_english_constants_stay_untouched() -> None:
    SpanishVader()
    assert "never" in stock_module.NEGATE
    assert "nunca" not in stock_module.NEGATE
    assert stock_module.BOOSTER_DICT["very"] == stock_module.B_INCR


# --- inflection and lexicons ---


def test_verbs() -> None:
    assert {"pierdo", "perdemos", "perdio", "perdido", "pierdas", "perderlo", "perdiendose"} <= set(
        verb_forms("perder", "ie")
    )
    assert {"siento", "sentimos", "sintio", "sintiendo", "sentire"} <= set(verb_forms("sentir", "ie-i"))
    assert {"duermo", "durmio", "dormimos", "durmiendo"} <= set(verb_forms("dormir", "ue-u"))
    assert {"agradezco", "agradeces", "agradezcamos"} <= set(verb_forms("agradecer"))
    assert {"toque", "toco"} <= set(verb_forms("tocar"))
    assert {"pague", "pago"} <= set(verb_forms("pagar"))
    assert {"goce", "gozo"} <= set(verb_forms("gozar"))
    assert {"protejo", "protege"} <= set(verb_forms("proteger"))
    assert {"destruyo", "destruimos", "destruyeron", "destruyendo"} <= set(verb_forms("destruir"))
    assert "perdo" not in set(verb_forms("perder", "ie"))


def test_adjectives_and_nouns() -> None:
    assert {"rico", "rica", "ricos", "ricas", "riquisimo", "ricamente"} <= set(adjective_forms("rico"))
    assert {"amable", "amables", "amabilisima"} <= set(adjective_forms("amable"))
    assert {"feliz", "felices", "felicisimo"} <= set(adjective_forms("feliz"))
    assert {"encantador", "encantadora", "encantadores"} <= set(adjective_forms("encantador"))
    assert [plural(word) for word in ("casa", "voz", "error", "crisis")] == ["casas", "voces", "errores", "crisis"]


def test_the_lexicon_is_broad_and_within_range() -> None:
    lexicon = inflected("es_lexicon.tsv", "es")
    assert len(lexicon) > 30_000
    assert all(0 < abs(value) <= 4 for value in lexicon.values())
    assert all(abs(value) <= 4 for value in phrases("es_idioms.tsv").values())


# --- Portuguese ---


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Amei, ficou lindíssimo!", "positive"),
        ("não presta, que ódio", "negative"),
        ("n gostei", "negative"),
        ("Muito mal atendida, nunca mais volto", "negative"),
        ("A loja abre às nove no centro", "neutral"),
        ("No melhor lugar da cidade", "positive"),  # "no" is "in the" here, and negates nothing
        ("kkkkkkkk morri", "positive"),
        ("rsrsrs adorei", "positive"),
        ("É #MuitoBonito", "positive"),
        ("gelado caro mas delicioso", "positive"),
        ("gelado delicioso mas caríssimo e péssimo", "negative"),
        ("que giro, malta, fixe mesmo", "positive"),
        ("este autocarro é uma vergonha", "negative"),
        ("https://example.org/otimo @maravilhosa", "neutral"),
    ],
)
def test_portuguese(text: str, label: str) -> None:
    assert scored(text, "pt").label == label


def test_portuguese_negation_turns_the_word() -> None:
    assert scored("não é bonito", "pt").score < 0 < scored("é bonito", "pt").score
    assert scored("no bonito jardim", "pt").score > 0


def test_portuguese_inflection() -> None:
    verbs, adjectives = portuguese_inflection.verb_forms, portuguese_inflection.adjective_forms
    assert {"fiquei", "fico", "ficaram", "ficando", "ficara"} <= set(verbs("ficar"))
    assert {"agradeço", "agradece", "agradeceu"} <= set(verbs("agradecer"))
    assert {"protejo", "protege"} <= set(verbs("proteger"))
    assert {"sinto", "sentimos", "sintam", "sentiu"} <= set(verbs("sentir", "i"))
    assert {"durmo", "dormiu"} <= set(verbs("dormir", "u"))
    assert {"bonito", "bonitas", "bonitissimo", "bonitinha", "bonitamente"} <= set(adjectives("bonito"))
    assert {"amaveis", "amabilissimo", "amavelmente"} <= set(adjectives("amavel"))
    assert {"encantadora", "encantadoras"} <= set(adjectives("encantador"))
    assert {"chorona", "choroes"} <= set(adjectives("chorao"))
    assert {"felizes", "felicissima"} <= set(adjectives("feliz"))
    assert set(portuguese_inflection.noun_forms("ilusao")) >= {"ilusao", "ilusoes"}


def test_portuguese_function_words_are_not_feelings() -> None:
    """Folding makes «dó» do, «má» ma, «más» mas: none of them may weigh anything."""
    lexicon = inflected("pt_lexicon.tsv", "pt")
    function_words = "a o e de do da dos das em na um uma que se mas ma so ja la ca por para pelo com"
    assert lexicon.keys().isdisjoint(function_words.split())
    assert len(lexicon) > 12_000
    assert all(0 < abs(value) <= 4 for value in lexicon.values())
    assert all(abs(value) <= 4 for value in phrases("pt_idioms.tsv").values())


# --- English ---


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Absolutely love it, thank you!", "positive"),
        ("Worst service ever, still no refund", "negative"),
        ("I don’t like this at all, it’s horrible", "negative"),
        ("The store opens at nine", "neutral"),
        ("great❤️service", "positive"),
        ("@happy https://example.org/love", "neutral"),
    ],
)
def test_english(text: str, label: str) -> None:
    assert scored(text, "en").label == label


def test_linear_rules_give_the_scores_of_stock_vader() -> None:
    texts = [text for language in ("en", "es") for _, text in labelled_posts(POSTS / f"{language}.tsv")]
    texts += _shuffled_words(400)
    texts += [
        "",
        "   ",
        "but",
        "good but",
        "😂😂but😡 ok",
        "kind of good",
        "at least good",
        "never so good",
        "good😀bad",
    ]
    stock, ours = stock_module.SentimentIntensityAnalyzer(), LinearVader()
    for text in texts:
        assert ours.score_words(text)[0].compound == stock.polarity_scores(text)["compound"], text


_RULE_WORDS = """
good bad great awful love hate not never no but very kind of the shit least at so this without doubt is GOOD BAD!
isn't won't nor or 😀 😡 :) :( :D sort bomb yeah right !!! ?? doubt, barely (ok) x
"""


def _shuffled_words(count: int) -> list[str]:
    """Texts of words that VADER's rules care about, in random order, from a fixed seed."""
    words = _RULE_WORDS.split()
    chance = random.Random(20240501)
    return [" ".join(chance.choices(words, k=chance.randint(1, 25))) for _ in range(count)]
