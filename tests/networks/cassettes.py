"""Recorded exchanges with live Mastodon servers: every status in them, wherever in an answer it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml


def statuses(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """File, address asked, and status; in the files' order, the same status as often as it was recorded."""
    for file in sorted(folder.glob("*.yaml")):
        for exchange in yaml.load(file.read_text(), Loader=yaml.CSafeLoader)["interactions"]:
            body = exchange["response"]["body"]["string"]
            try:
                answer = json.loads(body)
            except ValueError:  # a stream, a picture, a page
                continue
            for found in _within(answer):
                yield file.name, exchange["request"]["uri"], found


def _within(answer: Any) -> Iterator[dict[str, Any]]:
    if isinstance(answer, dict):
        if {"account", "content", "created_at", "uri"} <= answer.keys():
            yield answer
        for value in answer.values():
            yield from _within(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from _within(value)
