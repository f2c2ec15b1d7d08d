"""Spanish inflection by rule: from one dictionary word to the forms people write.

Everything works on folded text (no accents, ñ kept), where many irregularities of spelling vanish: amas and amás,
hablo and habló are one form. The rules over-generate a little, which costs nothing: nobody writes such a form.
"""

from __future__ import annotations

from collections.abc import Iterator

from monitoring.sentiment.data_files import rows

_VOWELS = "aeiou"

_PRONOUNS = ("me", "te", "se", "nos", "os", "lo", "la", "los", "las", "le", "les", "melo", "selo", "selos", "telo")

_ENDINGS = {(conjugation, kind): endings.split() for conjugation, kind, endings in rows("es_verb_endings.tsv")}

# In -ir verbs the weak vowel change (sintió, durmiendo) stands before these endings.
_RAISED_BEFORE = ("io", "ier", "ies", "iendo", "amos", "ais")

_CHANGES = {"ie": ("e", "ie"), "ue": ("o", "ue"), "i": ("e", "i"), "u": ("o", "u")}


def adjective_forms(word: str) -> Iterator[str]:
    """bueno → bueno, buena, buenos, buenas, buenisimo…, buenamente; amable → amable, amables, amabilisimo…"""
    feminine, stem = _feminine_and_stem(word)
    yield from (word, feminine, plural(word), plural(feminine), feminine + "mente")
    if stem.endswith("bl"):
        stem = stem[:-1] + "il"
    for ending in ("isimo", "isima", "isimos", "isimas"):
        yield _respelled(stem, "i", "ar") + ending


def _feminine_and_stem(word: str) -> tuple[str, str]:
    if word.endswith("o"):
        return word[:-1] + "a", word[:-1]
    if word.endswith(("or", "on", "an", "in")):
        return word + "a", word
    return word, word.rstrip(_VOWELS) if word.endswith(("a", "e")) else word


def plural(word: str) -> str:
    """casa → casas, voz → voces, razon → razones; a word in -s stays (crisis)."""
    if word.endswith("s"):
        return word
    if word.endswith("z"):
        return word[:-1] + "ces"
    return word + ("s" if word[-1] in _VOWELS else "es")


def verb_forms(infinitive: str, change: str = "") -> Iterator[str]:
    """All simple forms of a regular or stem-changing verb, and those with pronouns (gustarme, dejandolo).

    `change` is the stressed stem's vowel, and after a hyphen the weak one: "ie", "ue", "ie-i", "ue-u", "i-i".
    """
    stem, conjugation = infinitive[:-2], infinitive[-2:]
    stressed, _, raised = change.partition("-")
    yield from (infinitive + ending for ending in ("", *_ENDINGS["any", "infinitive"]))
    for ending in _ENDINGS[conjugation, "strong"]:
        yield _joined(_with_vowel(stem, stressed), ending, conjugation)
    gerund = ""
    for ending in _ENDINGS[conjugation, "weak"]:
        weak_stem = _with_vowel(stem, raised) if ending.startswith(_RAISED_BEFORE) else stem
        form = _joined(weak_stem, ending, conjugation)
        gerund = form if ending.endswith("ndo") else gerund
        yield form
    yield from (base + pronoun for base in (infinitive, gerund) for pronoun in _PRONOUNS)


def _with_vowel(stem: str, change: str) -> str:
    """The stem with its last fitting vowel changed: perd + ie → pierd."""
    if not change:
        return stem
    old, new = _CHANGES[change]
    head, found, tail = stem.rpartition(old)
    return head + new + tail if found else stem


def _joined(stem: str, ending: str, conjugation: str) -> str:
    if conjugation != "ar" and stem[-1] in _VOWELS and not stem.endswith(("gu", "qu")):
        if ending.startswith("ie") or ending == "io":
            return stem + "y" + ending[1:]
        if stem.endswith("u") and ending[0] in "aeo" and ending != "emos":
            return stem + "y" + ending
    return _respelled(stem, ending[0], conjugation) + ending


def _respelled(stem: str, follows: str, conjugation: str) -> str:
    """The stem spelled so that its sound stays before `follows`: toqu-e, lleg-u-e, goc-e, coj-o, conozc-o."""
    front = follows in "ei"
    if conjugation == "ar":
        for plain, before_front in (("c", "qu"), ("g", "gu"), ("z", "c")):
            if front and stem.endswith(plain):
                return stem[: -len(plain)] + before_front
        return stem
    if front:
        return stem
    if stem.endswith("gu"):
        return stem[:-1]
    if stem.endswith("g"):
        return stem[:-1] + "j"
    if stem.endswith("c"):
        return stem[:-1] + ("zc" if stem[-2] in _VOWELS else "z")
    return stem
