"""Portuguese inflection by rule: from one dictionary word to the forms people write.

Everything works on folded text (no accents, ç kept): amavel, coraçao. The rules over-generate a little, which costs
nothing: nobody writes such a form.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitoring.sentiment.data_files import rows

_ENDINGS = {conjugation: endings.split() for conjugation, endings in rows("pt_verb_endings.tsv")}
_PLURALS = (
    ("ao", ("oes", "aos", "aes")),
    ("vel", ("veis",)),
    ("al", ("ais",)),
    ("el", ("eis",)),
    ("ol", ("ois",)),
    ("il", ("is", "eis")),
    ("ul", ("uis",)),
    ("m", ("ns",)),
    ("r", ("res",)),
    ("z", ("zes",)),
    ("s", ("s", "ses")),
)
_SUPERLATIVE = ("issimo", "issima", "issimos", "issimas")
_SMALL = ("inho", "inha", "inhos", "inhas")
_RAISED = {"i": ("e", "i"), "u": ("o", "u")}


def plurals(word: str) -> Iterator[str]:
    """coraçao → coraçoes…, amavel → amaveis, ruim → ruins, feliz → felizes, casa → casas."""
    for ending, plural in _PLURALS:
        if word.endswith(ending):
            yield from (word[: -len(ending)] + each for each in plural)
            return
    yield word + "s"


def noun_forms(word: str) -> Iterator[str]:
    """The noun and its plurals."""
    yield word
    yield from plurals(word)


def adjective_forms(word: str) -> Iterator[str]:
    """bonito → bonito, bonita, bonitos, bonitas, bonitissimo…, bonitinho…, bonitamente; amavel → amavelmente…"""
    feminine = _feminine(word)
    for form in {word, feminine}:
        yield form
        yield from plurals(form)
    yield feminine + "mente"
    stem = _stem(word)
    yield from (stem + ending for ending in (*_SUPERLATIVE, *_SMALL))


def _feminine(word: str) -> str:
    if word.endswith("ao"):
        return word[:-2] + "ona"
    if word.endswith("o"):
        return word[:-1] + "a"
    return word + "a" if word.endswith("or") else word


def _stem(word: str) -> str:
    """What stands before -issimo and -inho: bonit-, amabil-, felic-, rapid-; -co and -go keep their sound."""
    if word.endswith("vel"):
        return word[:-3] + "bil"
    if word.endswith("z"):
        return word[:-1] + "c"
    stem = word[:-1] if word[-1] in "aeo" else word
    return _respelled(stem, "i", "ar")


def verb_forms(infinitive: str, change: str = "") -> Iterator[str]:
    """All simple forms of a regular verb.

    `change` is the vowel that -ir verbs raise before o and a: "i" (sentir, sinto), "u" (dormir, durmo).
    """
    stem, conjugation = infinitive[:-2], infinitive[-2:]
    yield infinitive
    for ending in _ENDINGS["any"]:
        yield infinitive + ending
    for ending in _ENDINGS[conjugation]:
        raised = _raised(stem, change) if ending[0] in "oa" else stem
        yield _respelled(raised, ending[0], conjugation) + ending


def _raised(stem: str, change: str) -> str:
    if not change:
        return stem
    old, new = _RAISED[change]
    head, found, tail = stem.rpartition(old)
    return head + new + tail if found else stem


def _respelled(stem: str, follows: str, conjugation: str) -> str:
    """The stem spelled so that its sound stays before `follows`: fiqu-ei, pagu-e, comec-e, agradeç-o, protej-o."""
    front = follows in "ei"
    if conjugation == "ar":
        for plain, before_front in (("c", "qu"), ("g", "gu"), ("ç", "c")):
            if front and stem.endswith(plain):
                return stem[: -len(plain)] + before_front
        return stem
    if front:
        return stem
    for before_front, plain in (("gu", "g"), ("g", "j"), ("c", "ç")):
        if stem.endswith(before_front):
            return stem[: -len(before_front)] + plain
    return stem
