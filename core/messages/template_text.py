"""Text in a template that stands outside translation, found in the template's source.

The template's own tags are taken out with Django's lexer, what is left is read as HTML. Exempt are elements whose words
no language changes (code, keys), content marked `translate="no"` or with a `lang` of its own, and lines that end in
`{# notranslate: reason #}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

from core.messages.catalogue import ROOT
from core.messages.extraction import template_files
from core.messages.problems import Problem, has_words

# Also what tests.pseudo reads from rendered pages. `data-text-*` carries words to scripts.
SHOWN_ATTRIBUTES = frozenset({
    "alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription", "aria-valuetext",
    "hx-confirm", "hx-prompt", "label", "placeholder", "title",
})  # fmt: skip
SHOWN_PREFIX = "data-text-"
QUIET_ELEMENTS = frozenset({"script", "style", "code", "kbd", "samp", "var"})
BUTTON_INPUTS = frozenset({"submit", "button", "reset"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)

_OPEN_ATTRIBUTE = re.compile(r"""<\w[^<>]*\s([\w-]+)=(?:"[^"<>]*|'[^'<>]*)$""")
_NOTE = re.compile(r"^\s*notranslate\b:?\s*(.*?)\s*$", re.DOTALL)
_LITERAL = re.compile(r"""(?:\b(\w+)=)?(?<!_\()(?:"([^"]*)"|'([^']*)')""")
_WORDLESS_ARGUMENT = re.compile(r"class(es)?$|^(attrs|css|id|style)$|^hx_")
_DATE_FORMAT = re.compile(r"""\|\s*\w*(?:date|time)\w*:(?:"[^"]*"|'[^']*')""")
# A name of an icon, a view or a class is one word in small letters; what people read has a capital or a space.
_WORDS = re.compile(r"[^\W\d_]\s+[^\W\d_]|^\W*[A-ZÁÉÍÓÚÑ][a-záéíóúñ]")
_TAGS_WITHOUT_WORDS = frozenset({
    "blocktrans", "blocktranslate", "cache", "elif", "extends", "for", "if", "ifchanged", "load", "now", "static",
    "trans", "translate", "url",
})  # fmt: skip

Fault = tuple[int, str, str]


def template_problems(root: Path = ROOT) -> list[Problem]:
    """What `template_faults` says of every template of the product."""
    sources = {path: path.read_text() for path in template_files(root)}
    wordless = frozenset(name for source in sources.values() for name in wordless_blocks(source))
    return [
        Problem(f"{path.relative_to(root).as_posix()}:{line}", what, text)
        for path, source in sources.items()
        for line, what, text in template_faults(source, wordless, html=path.suffix != ".txt")
    ]


def template_faults(source: str, wordless: frozenset[str] = frozenset(), *, html: bool = True) -> list[Fault]:
    """(line, what, text) of each text that a person would read untranslated, in order of lines.

    `wordless` names blocks that fill an attribute of the template's parent.
    """
    tokens = Lexer(source).tokenize()
    faults = [*_literals(tokens), *_escaped_quotes(tokens), *_texts(_without_tags(tokens, wordless), html=html)]
    return sorted(_lifted(faults, tokens))


def wordless_blocks(source: str) -> Iterator[str]:
    """The blocks that stand where a template writes an attribute nobody reads: class="page {% block width %}…"."""
    before = ""
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.TEXT:
            before += token.contents
        elif token.token_type == TokenType.BLOCK and token.contents.startswith("block "):
            attribute = _OPEN_ATTRIBUTE.search(before)
            if attribute and not is_shown("", attribute[1], {}):
                yield token.contents.split()[1]


def _lifted(faults: list[Fault], tokens: list[Token]) -> Iterator[Fault]:
    """The faults without those that a note on their line excuses; a note must say why and must be needed."""
    notes = {
        token.lineno or 0: match.group(1)
        for token in tokens
        if token.token_type == TokenType.COMMENT and (match := _NOTE.match(token.contents))
    }
    yield from (fault for fault in faults if not notes.get(fault[0]))
    noisy = {line for line, _, _ in faults}
    for line, reason in notes.items():
        if not reason:
            yield line, "notranslate without a reason", ""
        elif line not in noisy:
            yield line, "notranslate that excuses nothing", reason


def _without_tags(tokens: list[Token], wordless: frozenset[str]) -> str:
    """The source with variables as 0 and without tags, comments, translated and wordless blocks; lines stay where they
    were."""
    kept = []
    inside = ""
    for token in tokens:
        name, *rest = token.contents.split() or [""]
        if token.token_type == TokenType.BLOCK and inside:
            inside = "" if name == f"end{inside}" else inside
        elif token.token_type == TokenType.BLOCK and (
            name in {"blocktranslate", "blocktrans", "comment"} or (name == "block" and rest[0] in wordless)
        ):
            inside = name
        gap = "\n" * token.contents.count("\n")
        if token.token_type == TokenType.TEXT:
            kept.append(gap if inside else token.contents)
        else:
            kept.append("0" + gap if token.token_type == TokenType.VAR and not inside else gap)
    return "".join(kept)


def _texts(shell: str, *, html: bool) -> list[Fault]:
    if not html:
        return list(_wordy(shell, 1))
    reader = _Reader()
    reader.feed(shell)
    reader.close()
    return reader.faults


def _wordy(text: str, line: int) -> Iterator[Fault]:
    for offset, part in enumerate(text.split("\n")):
        if has_words(part):
            yield line + offset, "text outside translation", part.strip()


class _Reader(HTMLParser):
    """Collects texts and shown attributes with words, outside elements whose words stay."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[Fault] = []
        self._quiet = ""
        self._depth = 0
        self._since = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice a quiet element, else look at the attributes that people read or hear."""
        values = {name: value or "" for name, value in attrs}
        if self._quiet:
            self._depth += tag == self._quiet
            return
        own_language = "lang" in values and tag != "html"
        if (tag in QUIET_ELEMENTS or values.get("translate") == "no" or own_language) and tag not in _VOID:
            self._quiet, self._depth, self._since = tag, 1, self.getpos()[0]
        elif values.get("translate") != "no":
            self._look_at(tag, values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<use …/>` of SVG opens nothing."""
        if not self._quiet:
            self._look_at(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        """Leave a quiet element at its own end."""
        if tag == self._quiet:
            self._depth -= 1
            if not self._depth:
                self._quiet = ""

    def handle_data(self, data: str) -> None:
        """Text nodes."""
        if not self._quiet:
            self.faults += _wordy(data, self.getpos()[0])

    def close(self) -> None:
        """An element that is never left would hide the rest of the file."""
        super().close()
        if self._quiet:
            self.faults.append((self._since, "not closed, so nothing after it is checked", f"<{self._quiet}>"))

    def _look_at(self, tag: str, values: dict[str, str]) -> None:
        for name, value in values.items():
            if is_shown(tag, name, values) and has_words(value):
                self.faults.append((self.getpos()[0], f"{name} outside translation", value))


def is_shown(tag: str, name: str, values: dict[str, str]) -> bool:
    """Whether a person reads or hears the attribute `name` of an element `tag` with the attributes `values`."""
    if name == "value":
        return tag == "input" and values.get("type", "").lower() in BUTTON_INPUTS
    if name == "content":
        return tag == "meta" and values.get("name", values.get("property", "")).endswith(("description", "title"))
    return name in SHOWN_ATTRIBUTES or name.startswith(SHOWN_PREFIX)


def _literals(tokens: list[Token]) -> Iterator[Fault]:
    """Words given to tags and filters as literals: {% include "_blank.html" with title="Nothing yet" %}."""
    for token in tokens:
        name = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        is_tag = token.token_type == TokenType.BLOCK and name not in _TAGS_WITHOUT_WORDS
        if is_tag or token.token_type == TokenType.VAR:
            for argument, *pair in _LITERAL.findall(_DATE_FORMAT.sub("", token.contents)):
                text = "".join(pair)
                if _WORDS.search(text) and has_words(text) and not _WORDLESS_ARGUMENT.search(argument):
                    yield token.lineno or 0, "literal outside translation: write _(…)", text


def _escaped_quotes(tokens: list[Token]) -> Iterator[Fault]:
    """Django's collector of messages cuts a literal at an escaped quote, so the text would never be found."""
    for token in tokens:
        if token.token_type == TokenType.BLOCK and re.match(r"trans(late)?\s.*\\[\"']", token.contents):
            yield token.lineno or 0, "escaped quote: use the other kind of quotes, or blocktranslate", token.contents
