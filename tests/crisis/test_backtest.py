from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from crisis.backtest import BadRow, rows
from tests.crisis.test_detection import crisis, series


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "series.csv"
        path.write_text(text)
        return str(path)

    return write


def run(path, **options):
    out = StringIO()
    call_command("backtest_alerts", csv=path, stdout=out, **options)
    return out.getvalue().splitlines()


def test_timestamps_of_alarms_as_they_were_written(file):
    extra = crisis(14, 12, hours=5, times=6)
    lines = [f"{at:%Y-%m-%d %H:%M:%S},{n}" for at, n in series(mean=10, extra=extra)]
    (told,) = run(file("timestamp,value\n" + "\n".join(lines)))
    assert told.startswith("2026-01-15 12:")
    assert told in {line.partition(",")[0] for line in lines}


def test_an_empty_file_says_nothing(file):
    assert run(file("")) == run(file("timestamp,value\n")) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-01-01 00:00:00,1\n2026-01-01 00:05:00,many", "line 2: “many” is no count: write a number of 0 or more"),
        ("2026-01-01 00:00:00,-1", "line 1: “-1” is no count: write a number of 0 or more"),
        ("2026-01-01 00:00:00,nan", "line 1: “nan” is no count: write a number of 0 or more"),
        ("yesterday,1", "line 1: “yesterday” is no timestamp: write 2026-11-22 17:05:00"),
        ("2026-01-01 00:00:00", "line 1: two columns are expected: timestamp,value"),
        ("2026-01-01 00:05:00,1\n2026-01-01 00:00:00,1", "line 2: rows must be in time order"),
        ("2026-01-01 00:05:00,1\n2026-01-01T00:10:00Z,1", "line 2: either all timestamps have a time zone, or none"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(file, text, words):
    with pytest.raises(BadRow) as caught:
        list(rows(text.splitlines()))
    assert str(caught.value) == words
    with pytest.raises(CommandError) as refused:
        run(file(text))
    assert (str(refused.value), refused.value.returncode) == (words, 2)


def test_a_file_that_is_not_there():
    with pytest.raises(CommandError) as refused:
        run("/nowhere/series.csv")
    assert refused.value.returncode == 2
