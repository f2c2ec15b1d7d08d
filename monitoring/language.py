"""Which language a post is written in, decided with the brand's languages in mind (py3langid)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final, Protocol, cast

UNKNOWN: Final = "und"
"""ISO 639's code for a language that could not be told."""

FOREIGN_FROM: Final = 0.9
"""From this probability on, the full model may name a language outside the brand's set."""

SURE_FROM: Final = 0.5
"""Below this probability within the brand's set a language is unknown."""

MAX_CHARS: Final = 1000
"""Only so much of a text is looked at: enough to be sure, and the cost of a text stays bounded."""

_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|@[\w.-]+|#")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Language:
    """An ISO 639 code, or "und", and the probability (0..1) with which it was chosen."""

    code: str
    probability: float


_NOT_KNOWN = Language(UNKNOWN, 0.0)


class _Identifier(Protocol):
    labels: list[str]

    def rank(self, text: str) -> list[tuple[str, float]]: ...


_loading = Lock()


@lru_cache(maxsize=1)
def _loaded() -> _Identifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return cast("_Identifier", LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))


def _model() -> _Identifier:
    """The model, read once for each process at the first call. Its `rank` changes nothing, so threads may share it."""
    with _loading:
        return _loaded()


def detect(text: str, languages: Sequence[str]) -> Language:
    """The language of `text` for a brand that works in `languages` (ISO 639-1 codes).

    A language outside the set is named only where the model, free to choose any, gives it 0.9 or more. Otherwise the
    best of the set is taken, with its probability among the set; below 0.5, and for a text without letters (addresses
    and handles are not read), the code is "und". Raises ValueError for a code that the model does not have.
    """
    model = _model()
    if strangers := set(languages) - set(model.labels):
        raise ValueError(f"no such language in the model: {', '.join(sorted(strangers))}")
    prose = _prose(text)
    if not prose:
        return _NOT_KNOWN
    ranking = model.rank(prose)
    best, probability = ranking[0]
    if best not in languages and probability >= FOREIGN_FROM:
        return Language(best, probability)
    return _best_of(ranking, languages)


def _prose(text: str) -> str:
    """What of `text` is written in a language; empty if no letter is left."""
    prose = " ".join(_NOT_PROSE.sub(" ", text[:MAX_CHARS]).split())
    return prose if _LETTER.search(prose) else ""


def _best_of(ranking: list[tuple[str, float]], languages: Sequence[str]) -> Language:
    inside = [(code, probability) for code, probability in ranking if code in languages]
    total = sum(probability for _, probability in inside)
    if not total:
        return _NOT_KNOWN
    code, probability = inside[0][0], inside[0][1] / total
    return Language(code, probability) if probability >= SURE_FROM else _NOT_KNOWN
