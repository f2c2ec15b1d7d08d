"""Language: the brand's set decides, unless the full model is sure of another language."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import pytest

from monitoring import language
from monitoring.language import UNKNOWN, Language, detect

BRAND = ("es", "en", "pt")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Qué alegría volver a veros a todos", "es"),
        ("Muchas gracias", "es"),
        ("The best concert of my life", "en"),
        ("Muito obrigado pela ajuda, pessoal", "pt"),
        ("Bonjour tout le monde, comment ça va aujourd'hui ?", "fr"),
        ("Guten Tag, wie geht es Ihnen?", "de"),
        ("Сегодня хорошая погода, и мы идём гулять", "ru"),
    ],
)
def test_names_the_language(text: str, code: str) -> None:
    assert detect(text, BRAND).code == code


@pytest.mark.parametrize(
    "text", ["", "   ", "😡😡", "12:30 !!!", "@juan", "https://example.org/gracias", "#", "👍🏽 100%"]
)
def test_without_letters_the_language_is_unknown(text: str) -> None:
    assert detect(text, BRAND) == Language(UNKNOWN, 0.0)


def test_handles_and_addresses_are_not_read() -> None:
    with_noise = "@muchasgracias Great service, thank you all https://ejemplo.es/buenos-dias-a-todos"
    assert detect(with_noise, BRAND) == detect("Great service, thank you all", BRAND)


def test_a_hashtag_is_read_as_its_word() -> None:
    assert detect("#gracias #amigos", BRAND) == detect("gracias amigos", BRAND)


class Ranking:
    """A model that always answers the same."""

    labels = ["es", "en", "pt", "fr", "ca"]

    def __init__(self, **probabilities: float) -> None:
        self.ranking = sorted(probabilities.items(), key=lambda pair: -pair[1])

    def rank(self, text: str) -> list[tuple[str, float]]:
        return self.ranking


@pytest.mark.parametrize(
    ("probabilities", "code", "probability"),
    [
        ({"fr": 0.90, "es": 0.08, "en": 0.02}, "fr", 0.90),
        ({"fr": 0.89, "es": 0.08, "en": 0.03}, "es", 0.08 / 0.11),
        ({"fr": 0.6, "es": 0.14, "en": 0.13, "pt": 0.13}, UNKNOWN, 0.0),
        ({"es": 0.5, "en": 0.5, "pt": 0.0}, "es", 0.5),
        ({"fr": 0.5, "ca": 0.5, "es": 0.0, "en": 0.0, "pt": 0.0}, UNKNOWN, 0.0),
    ],
)
def test_thresholds(
    monkeypatch: pytest.MonkeyPatch, probabilities: dict[str, float], code: str, probability: float
) -> None:
    monkeypatch.setattr(language, "_model", lambda: Ranking(**probabilities))
    found = detect("palabras", BRAND)
    assert found.code == code
    assert math.isclose(found.probability, probability)


def test_the_set_decides_as_the_restricted_model_would() -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    restricted = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    restricted.set_languages(list(BRAND))
    for text in ("gracias", "me encanta", "Love it", "perfecto", "Excelente servicio", "nice one"):
        code, probability = restricted.classify(text)
        found = detect(text, BRAND)
        assert found.code == (code if probability >= 0.5 else UNKNOWN)
        if found.code != UNKNOWN:
            assert math.isclose(found.probability, probability, rel_tol=1e-4)


def test_refuses_a_language_that_the_model_does_not_know() -> None:
    with pytest.raises(ValueError, match="xx"):
        detect("hola", ("es", "xx"))


def test_only_the_beginning_of_a_long_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    class Recorder(Ranking):
        def rank(self, text: str) -> list[tuple[str, float]]:
            read.append(text)
            return super().rank(text)

    monkeypatch.setattr(language, "_model", lambda: Recorder(es=1.0))
    detect("a" * 100_000, BRAND)
    assert [len(text) for text in read] == [language.MAX_CHARS]


def test_threads_share_one_model() -> None:
    with ThreadPoolExecutor(8) as pool:
        models = list(pool.map(lambda _: language._model(), range(32)))
    assert len(set(map(id, models))) == 1
