"""The check of all words, which `./test` runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError

from core.messages.catalogue import ROOT, catalogue_files, forms, locale_of, messages_of, read, updated
from core.messages.extraction import collect
from core.messages.problems import Problem
from core.messages.python_text import python_problems
from core.messages.template_text import template_problems
from core.messages.translation_rules import is_left_in_english, source_faults, translation_faults


def check(root: Path = ROOT) -> tuple[list[Problem], list[Problem]]:
    """(faults, warnings) of the source's texts and of every catalogue under `root`."""
    collected = collect(root)
    faults = [*template_problems(root), *python_problems(root), *_source_problems(collected)]
    warnings: list[Problem] = []
    for path in catalogue_files(root):
        where = path.relative_to(root).as_posix()
        try:
            catalogue = read(path)
        except PoFileError as error:
            faults.append(Problem(f"{where}:{error.lineno + 1}", f"cannot be read: {error}", str(error.line)))
            continue
        faults += _catalogue_problems(catalogue, collected, locale_of(path), where)
        if not faults and updated(path, collected) != path.read_bytes():
            faults.append(Problem(where, "not as collected: run scripts/messages extract"))
        warnings += [
            Problem(where, "the same as in English", _name(message))
            for message in messages_of(catalogue)
            if is_left_in_english(message)
        ]
    return faults, warnings


def _source_problems(collected: Catalog) -> Iterator[Problem]:
    for message in messages_of(collected):
        for fault in source_faults(message):
            yield Problem(message.locations[0][0], fault, _name(message))


def _catalogue_problems(catalogue: Catalog, collected: Catalog, locale: str, where: str) -> Iterator[Problem]:
    known = {_key(message) for message in messages_of(catalogue)}
    said = {_key(message): message for message in messages_of(collected)}
    for message in (message for key, message in said.items() if key not in known):
        yield Problem(message.locations[0][0], f"not in {where}: run scripts/messages extract", _name(message))
    for message in messages_of(catalogue):
        if _key(message) not in said:
            yield Problem(where, "no longer said: run scripts/messages extract", _name(message))
            continue
        for fault in translation_faults(message, locale):
            yield Problem(where, fault, _name(message))


def _key(message: Message) -> tuple[str | None, tuple[str, ...]]:
    return message.context, forms(message.id)


def _name(message: Message) -> str:
    text = forms(message.id)[0]
    return f"{message.context} | {text}" if message.context else text
