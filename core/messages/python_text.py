"""Strings in Python that a person would read in English whatever their language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path

from core.messages.catalogue import ROOT
from core.messages.extraction import KEYWORDS, python_files
from core.messages.problems import Problem, has_words

# Arguments whose text Django shows to a person.
_SHOWN = frozenset({"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label"})
_OF_PROGRAMS = _SHOWN - {"help_text"}
# Calls that show one of their arguments, by its place.
_SHOWN_PLACES = {"ValidationError": 0, "success": 1, "info": 1, "warning": 1, "error": 1}
_NOTE = re.compile(r"# notranslate: \S")


def python_problems(root: Path = ROOT) -> list[Problem]:
    """What `python_faults` says of every Python file of the product. In packages named `api` what helps is the OpenAPI
    document, which is English."""
    return [
        Problem(f"{place.as_posix()}:{line}", what, text)
        for path in python_files(root)
        for place in [path.relative_to(root)]
        for line, what, text in python_faults(path.read_text(), shown=_OF_PROGRAMS if "api" in place.parts else _SHOWN)
    ]


def python_faults(source: str, shown: AbstractSet[str] = _SHOWN) -> Iterator[tuple[int, str, str]]:
    """(line, what, text) of strings that are put together before they are looked up, of `shown` arguments that are not
    looked up at all, and of names and places under which nothing is collected. `# notranslate: reason` excuses its
    line; on the first line of a class or function, all of it."""
    tree = ast.parse(source)
    excused = _excused(tree, source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _called(node)
            faults = _composed(node, name) if name in KEYWORDS else _unmarked(node, name, shown)
            yield from (fault for fault in faults if fault[0] not in excused)
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from _renamed(node)
        elif isinstance(node, ast.JoinedStr):
            yield from _inside(node)


def _excused(tree: ast.Module, source: str) -> set[int]:
    lines = {number for number, line in enumerate(source.splitlines(), 1) if _NOTE.search(line)}
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.lineno in lines:
            lines.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _renamed(imported: ast.ImportFrom) -> Iterator[tuple[int, str, str]]:
    """Under a name of one's own a call is a stranger to extraction: its texts would be in no catalogue."""
    for alias in imported.names:
        if alias.name in KEYWORDS and alias.asname and (alias.asname != "_" or KEYWORDS[alias.name]):
            yield imported.lineno, "extraction does not know this name", f"{alias.name} as {alias.asname}"


def _inside(text: ast.JoinedStr) -> Iterator[tuple[int, str, str]]:
    """Extraction takes an f-string as one piece: a call within it is not seen."""
    for node in ast.walk(text):
        if isinstance(node, ast.Call) and _called(node) in KEYWORDS and any(map(_literal, node.args)):
            yield node.lineno, "extraction does not look into f-strings", ast.unparse(node)


def _composed(call: ast.Call, name: str) -> Iterator[tuple[int, str, str]]:
    """A text built by an operator, an f-string or a call is in no catalogue. A bare name is a text marked elsewhere."""
    places = KEYWORDS[name] or (1,)
    for place in places:
        index = (place[0] if isinstance(place, tuple) else place) - 1
        argument = call.args[index] if index < len(call.args) else None
        if isinstance(argument, (ast.JoinedStr, ast.BinOp, ast.IfExp, ast.BoolOp)) or (
            isinstance(argument, ast.Call) and _called(argument) in {"format", "join", "replace"}
        ):
            yield call.lineno, f"{name}() of a text put together at run time", ast.unparse(argument)


def _unmarked(call: ast.Call, name: str, keywords: AbstractSet[str]) -> Iterator[tuple[int, str, str]]:
    shown = [keyword.value for keyword in call.keywords if keyword.arg in keywords]
    place = _SHOWN_PLACES.get(name)
    if place is not None and place < len(call.args) and _shows(call, name):
        shown.append(call.args[place])
    for value in shown:
        text = _literal(value)
        if has_words(text):
            yield value.lineno, "not marked for translation", text


def _shows(call: ast.Call, name: str) -> bool:
    """`messages.error(request, …)` speaks to a person; `logger.error(…)` to the log."""
    if name == "ValidationError":
        return True
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "messages"


def _literal(value: ast.expr) -> str:
    """The text of a literal or of the fixed parts of an f-string; empty for anything else."""
    match value:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_literal(part) for part in parts)
    return ""
