"""Text cut into words: the one place that says what a word is, for queries as for mentions.

A word is a run of letters, digits and their marks; everything else parts words, underscores, hyphens and apostrophes
too. A number with inner points or commas is one word (3.5, 10,000), an emoji is one, and so is each character of the
scripts that write without spaces. `#tag` and `@handle` are words as well, and searchable as a whole. Words are folded
by `core.text.fold`; what shows nothing (zero-width characters, stacked marks, skin tones) is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from core.text import fold

# Han, kana, bopomofo; Thai, Lao, Burmese, Khmer: no spaces between words, so each character stands alone and a phrase
# finds them wherever they are.
_UNSPACED = (
    "\u0e01-\u0e5b\u0e81-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3021-\u3029\u3031-\u3035\u3041-\u30ff\u3105-\u312f"
    "\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
# Characters that show nothing and may stand inside a word; the fillers of Hangul are letters to Unicode.
_FILLERS = "\u115f\u1160\u3164\uffa0"
_HIDDEN = _FILLERS + "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_VARIANTS = "\U000e0100-\U000e01ef"
# Marks that fold() keeps, being no accents of the Latin script, and that only decorate or stack.
_DECORATION = "\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_SYMBOLS = "\u203c\u2049\u231a-\u23ff\u2600-\u27bf\u2b05-\u2b55\u3030\u303d\u3297\u3299"
_EMOJI = _SYMBOLS + "\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
_SKIN = "\U0001f3fb-\U0001f3ff"


def _marks() -> str:
    """Every combining mark of Unicode and what is hidden, as the inside of a character class."""
    codes = [*range(0x300, 0x20000), *range(0xE0100, 0xE01F0)]
    marks = [chr(code) for code in codes if unicodedata.category(chr(code))[0] == "M"]
    return "".join(marks) + _HIDDEN


# The look ahead costs nothing where a word ends at a space; asking the class of all marks would.
_MARK = rf"(?![\x00-\xac\xae-\u02ff])[{_marks()}]"
_LETTER = rf"[^\W_{_UNSPACED}{_FILLERS}]"
_NAME = rf"[^\W{_UNSPACED}]++"  # of a handle: underscores too
_HOST = rf"{_NAME}(?:[.-]{_NAME})*"
_WORD = rf"{_LETTER}(?:{_LETTER}++|{_MARK})*+"
_SINGLE = rf"[{_UNSPACED}](?:{_MARK})*+"
_PICTURE = rf"[{_EMOJI}][{_SKIN}\ufe00-\ufe0f\u20e3\U000e0020-\U000e007f]*+"
# Each branch begins with the characters that it may begin with: where none does, nothing else is tried.
_PIECE = re.compile(
    rf"[#＃](?<![\w/].)(?=_*[^\W_{_FILLERS}])\w(?:\w++|{_MARK})*+"
    rf"|[@＠](?<![\w@/].)(?=_*{_LETTER}){_NAME}(?:(?:-{_NAME})*(?:\.{_NAME}(?:-{_NAME})*)+)?(?:@{_HOST})?"
    rf"|\d\d*+(?:[.,]\d++)++(?!{_LETTER})"
    rf"|[hH][tT][tT][pP][sS]?://(?:[wW]{{3}}\.)?{_WORD}"
    rf"|[wW][wW][wW]\.{_WORD}"
    rf"|{_WORD}"
    rf"|{_SINGLE}"
    rf"|[\U0001f1e6-\U0001f1ff]{{2}}"
    rf"|{_PICTURE}(?:\u200d{_PICTURE})*"
)
_INNER = re.compile(rf"{_WORD}|{_SINGLE}")
_LINK = re.compile(r"(?i)https?://(?:www\.)?|www\.")
_NOTHING = re.compile(f"[{_HIDDEN}{_VARIANTS}{_SKIN}]+")
_DECORATIONS = re.compile(f"[{_DECORATION}]+")

_REMEMBERED, _LONGEST_REMEMBERED = 50_000, 40


def key_of(raw: str) -> str:
    """`raw` as it is compared: folded, without what shows nothing."""
    if raw.isascii():
        return raw.lower()
    return _DECORATIONS.sub("", fold(_NOTHING.sub("", raw)))


def pieces(text: str) -> list[str]:
    """The words, tags and handles of `text` in order, as they are written there."""
    return _PIECE.findall(text)


def located(text: str) -> Iterator[tuple[str, int, int]]:
    """`pieces` with the characters that each covers: text[start:end]."""
    return ((match.group(), *match.span()) for match in _PIECE.finditer(text))


class _Words(dict[str, str]):
    """piece → its folded words with spaces between. Language repeats itself, so pieces are remembered."""

    def __missing__(self, piece: str) -> str:
        words = _words(piece)
        if len(piece) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[piece] = words
        return words


words_of = _Words()


def _words(piece: str) -> str:
    if is_marked(piece):
        name = piece[1:].partition("@")[0]  # the server of @name@server is no word of the text
        return " ".join(key_of(word) for word in _INNER.findall(name))
    link = _LINK.match(piece)
    return key_of(piece[link.end() :] if link and link.end() < len(piece) else piece)


def plain_words(text: str) -> list[str]:
    """The folded words of `text`, tags and handles as the words they are made of."""
    return [word for piece in pieces(text) for word in words_of[piece].split(" ")]


def is_marked(piece: str) -> bool:
    """Whether `piece` is a tag or a handle, which are found as a whole too."""
    return piece[0] in "#@＃＠"


def marks_of(piece: str) -> list[str]:
    """What finds a tag or handle as a whole: ["#año"], or ["@ana", "@ana@example.social"]."""
    if piece[0] in "#＃":
        return ["#" + key_of(piece[1:]).rstrip("_")]
    whole = "@" + key_of(piece[1:])
    return list(dict.fromkeys(("@" + whole[1:].partition("@")[0], whole)))


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: its key, whether longer words that begin so count (`coca*`), how many words it stands on."""

    key: str
    prefix: bool = False
    width: int = 1

    def __str__(self) -> str:
        return self.key + "*" * self.prefix


def query_words(text: str) -> tuple[Word, ...]:
    """The words that a person who typed `text` looks for, tags and handles as a whole."""
    return tuple(word for piece in pieces(text) for word in _query_words(piece))


def _query_words(piece: str) -> Iterator[Word]:
    keys = words_of[piece].split(" ")
    if is_marked(piece):
        yield Word(marks_of(piece)[-1], width=len(keys))
    else:
        yield from map(Word, keys)
