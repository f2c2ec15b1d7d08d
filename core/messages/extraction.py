"""Every string that the source marks for translation."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

from core.messages.catalogue import ROOT

# What Django's makemessages asks xgettext for. (1, "c") is the context; numbers are places of arguments.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_NOT_THE_PRODUCT = {"tests", "benchmarks"}
_TEMPLATE_ENDINGS = {".html", ".txt", ".xml", ".svg"}


def packages(root: Path = ROOT) -> list[Path]:
    """The folders of the product's Python packages."""
    return sorted(p.parent for p in root.glob("*/__init__.py") if p.parent.name not in _NOT_THE_PRODUCT)


def python_files(root: Path = ROOT) -> list[Path]:
    """The product's Python files; migrations repeat words that the models already say."""
    found = (path for package in packages(root) for path in package.rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def template_files(root: Path = ROOT) -> list[Path]:
    """Templates of the site (`templates/`) and of each package (`<package>/templates/`), pages and mails."""
    folders = [root / "templates", *(package / "templates" for package in packages(root))]
    found = (path for folder in folders for path in folder.rglob("*"))
    return sorted(path for path in found if path.suffix in _TEMPLATE_ENDINGS)


def collect(root: Path = ROOT) -> Catalog:
    """A catalogue without translations of all that the product says; raises SyntaxError, naming the template, for a
    translation block that holds another tag."""
    catalogue = Catalog(charset="utf-8")
    for path in (*python_files(root), *template_files(root)):
        source = path.read_bytes()
        code = source if path.suffix == ".py" else template_as_python(source.decode(), str(path.relative_to(root)))
        for message, comments, context in _messages(code):
            catalogue.add(
                message,
                locations=[(path.relative_to(root).as_posix(), 0)],
                auto_comments=comments,
                context=context,
            )
    return catalogue


def template_as_python(source: str, origin: str) -> bytes:
    """A template as calls of gettext that Babel's reader of Python finds.

    Django writes the calls among crosses that keep the text's lines; their indentation means nothing in Python, and
    Babel's tokenizer would stop at it.
    """
    return "\n".join(line.strip() for line in templatize(source, origin).split("\n")).encode()


def _messages(code: bytes) -> Iterator[tuple[Any, list[str], str | None]]:
    found = extract("python", BytesIO(code), KEYWORDS, ("Translators:",), {"encoding": "utf-8"})
    return ((message, comments, context) for _, message, comments, context in found)
