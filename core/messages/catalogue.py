"""Catalogue files: `locale/<locale>/LC_MESSAGES/django.po`, in the repository, and the `.mo` made of it, not in it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import cast

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]

# As in Django's own catalogues (django/conf/locale/*/LC_MESSAGES/django.po). Django keeps catalogues with other forms
# apart, and Babel's own Spanish has two: its `.mo` would choose the wrong words for millions.
PLURAL_FORMS = {
    "es": "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;",
}
_LINE = 110
# Without dates and tool versions, so that collecting twice gives the same bytes.
_HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: cmhub\\n"
"Language: {locale}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def catalogue_files(root: Path = ROOT) -> list[Path]:
    """Every `django.po` under `root`/locale, in order of locale."""
    return sorted(root.glob("locale/*/LC_MESSAGES/django.po"))


def locale_of(path: Path) -> str:
    """The locale that a catalogue's place names: `es` for locale/es/LC_MESSAGES/django.po."""
    return path.parent.parent.name


def messages_of(catalogue: Catalog) -> Iterator[Message]:
    """The messages of `catalogue` without its header."""
    return (message for message in catalogue if message.id)


def forms(text: object) -> tuple[str, ...]:
    """The strings of a message's `id` or `string`: one, or one for each plural form; an absent one is empty."""
    if isinstance(text, (list, tuple)):
        return tuple(part or "" for part in text)
    return (cast("str", text) or "",)


def read(path: Path) -> Catalog:
    """The catalogue at `path`; raises `babel.messages.pofile.PoFileError` for a broken file or a
    message with more forms than its header says."""
    # Babel leaves the plural forms out of the .mo of a catalogue that has no locale, whatever its header says.
    with path.open("rb") as file:
        return read_po(file, locale=locale_of(path), abort_invalid=True)


def merged(collected: Catalog, old: Catalog, locale: str) -> Catalog:
    """What `collected` holds, with the translations, fuzzy marks and translators' notes that `old` has for it.

    Only the very same message (and context, and with or without plural) counts: nothing is guessed from likeness, and
    what the source no longer says is gone.
    """
    new = empty(locale)
    for message in messages_of(collected):
        known = old.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        same = known is not None and known.id == message.id
        kept = known if known is not None and same else None
        new.add(
            message.id,
            kept.string if kept else None,
            locations=sorted({(place, 0) for place, _ in message.locations}),
            flags={"fuzzy"} if kept and kept.fuzzy else set(),
            auto_comments=message.auto_comments,
            user_comments=kept.user_comments if kept else (),
            context=message.context,
        )
    return new


def po_bytes(catalogue: Catalog, locale: str) -> bytes:
    """`catalogue` as the text of a `.po` file: sorted, files without line numbers, no dates."""
    out = BytesIO()
    out.write(_HEADER.format(locale=locale, plural_forms=PLURAL_FORMS[locale]).encode())
    write_po(
        out, catalogue, width=_LINE, omit_header=True, sort_output=True, include_lineno=False, ignore_obsolete=True
    )
    return out.getvalue().rstrip(b"\n") + b"\n"


def updated(path: Path, collected: Catalog) -> bytes:
    """What the catalogue at `path` should hold when the source says what `collected` says."""
    locale = locale_of(path)
    old = read(path) if path.exists() else empty(locale)
    return po_bytes(merged(collected, old, locale), locale)


def empty(locale: str) -> Catalog:
    """A catalogue of `locale` without messages and with its plural forms."""
    return read_po(BytesIO(_HEADER.format(locale=locale, plural_forms=PLURAL_FORMS[locale]).encode()))


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Write the `.mo` beside each `.po` that is newer than it; returns those written.

    Safe beside other processes that do the same: a reader sees the old file or the whole new one.
    """
    return [_compile(source) for source in catalogue_files(root) if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns <= source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    target = source.with_suffix(".mo")
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".django-", suffix=".mo", delete=False) as file:
        try:
            write_mo(file, read(source))
            Path(file.name).chmod(0o644)
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink()
            raise
    return target
