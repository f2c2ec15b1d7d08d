"""`manage.py score_text`: one line out for each line in, whatever the bytes are."""

from __future__ import annotations

import io
import sys

import pytest
from django.core.management import call_command


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch):
    def run_on(given: bytes, *options: str) -> list[list[str]]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        out = io.StringIO()
        call_command("score_text", *options, stdout=out)
        lines = out.getvalue().split("\n")
        assert lines.pop() == ""
        return [line.split("\t") for line in lines]

    return run_on


def test_four_columns(run) -> None:
    assert run("¡Qué asco de servicio!\n".encode()) == [["negative", "-0.5255", "0.862", "es"]]


def test_a_language_without_backend_and_an_unknown_one_are_not_scored(run) -> None:
    given = "Bonjour tout le monde, comment ça va aujourd'hui ?\n😡😡\n\nDobrý den, jak se dnes máte, všichni\n"
    assert run(given.encode()) == [["unscored", "", "", code] for code in ("fr", "und", "und", "cs")]


def test_with_a_language_given_every_line_is_scored(run) -> None:
    rows = run("Bonjour tout le monde\n😡😡\n\nok\n".encode(), "--lang", "es")
    assert [(row[0], row[3]) for row in rows] == [
        ("neutral", "es"),
        ("negative", "es"),
        ("neutral", "es"),
        ("neutral", "es"),
    ]
    assert [row[0] for row in run(b"awful\nfine, thanks\n", "--lang=en")] == ["negative", "positive"]
    assert [row[0] for row in run("péssimo\nque delícia\n".encode(), "--lang=pt")] == ["negative", "positive"]


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        (b"", 0),
        (b"\n", 1),
        (b"\n\n\n", 3),
        (b"hola", 1),
        (b"hola\r\nadios\r\n", 2),
        ("uno\u2028dos\u0085tres\x0bcuatro\x0c\rcinco\n".encode(), 1),
        (b"\xff\xfe\x00\n\xc3\n", 2),
        (b"malo " * 20_000 + b"\nbueno\n", 2),
    ],
)
def test_as_many_lines_out_as_in(run, given: bytes, lines: int) -> None:
    assert len(run(given, "--lang=es")) == lines


def test_line_ends_do_not_count_as_text(run) -> None:
    assert run(b"bueno\r\n", "--lang=es") == run(b"bueno", "--lang=es")


def test_output_is_written_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    class Out(io.StringIO):
        def flush(self) -> None:
            seen.append(self.getvalue().count("\n"))

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"uno\ndos\n")))
    call_command("score_text", "--lang=es", stdout=Out())
    assert seen[:2] == [1, 2]


def test_refuses_an_unknown_language() -> None:
    from django.core.management import CommandError

    with pytest.raises(CommandError, match="--lang"):
        call_command("score_text", "--lang=xx")
