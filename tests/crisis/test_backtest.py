from __future__ import annotations

import os
import subprocess
import sys
import time
from io import StringIO
from itertools import islice

import pytest
from django.core.management import CommandError, call_command

from crisis.backtest import BadRow, rows
from tests.crisis.mentions import counts, more
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


def test_a_file_with_nothing_but_zeros_and_one_with_one_row(file):
    zeros = "".join(f"{at:%Y-%m-%d %H:%M:%S},0\n" for at, _n in series(days=10))
    assert run(file(zeros)) == []
    assert run(file("2026-01-01 00:00:00,5000")) == []


def test_a_head_of_other_words_is_one(file):
    assert run(file("Date,Tweets\n2026-01-01 00:00:00,5")) == []


def test_the_same_moment_twice_is_counted_together():
    doubled = [row for at, n in series(days=2) for row in (f"{at},{n}", f"{at},{n}")]
    assert len(list(rows(doubled))) == 2 * 2 * 288


def test_what_is_no_csv_is_named(file):
    with pytest.raises(CommandError) as refused:
        run(file("2026-01-01 00:00:00,1\n" + "9" * 200_000 + ",1"))
    assert refused.value.returncode == 2
    assert str(refused.value).startswith("line 2: ")


def test_an_empty_file_says_so_beside_its_answer(file):
    said = StringIO()
    call_command("backtest_alerts", csv=file(""), stdout=StringIO(), stderr=said)
    assert said.getvalue() == "No rows: there is nothing to look at.\n"


def test_fifteen_thousand_rows_within_ten_seconds(file):
    text = "".join(f"{at},{n}\n" for at, n in islice(counts(seed=3, days=53), 15_000))
    path, before = file(text), time.process_time()
    run(path)
    assert time.process_time() - before < 10


def test_it_needs_no_database_and_prints_nothing_else(file):
    lines = [f"{at},{n}" for at, n in counts(seed=3, days=32, times=more(30, 12, hours=4, by=10))]
    path = file("timestamp,value\n" + "\n".join(lines))
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    made = subprocess.run(
        [sys.executable, "manage.py", "backtest_alerts", "--csv", path], env=environment, capture_output=True, text=True
    )
    printed = made.stdout.splitlines()
    assert (made.returncode, made.stderr) == (0, "")
    assert "2026-04-01 12:" in "".join(printed)
    assert set(printed) <= {line.partition(",")[0] for line in lines}
