"""What was deleted and what only slid off the end: random blogs whose owners also change the feed's limit."""

from __future__ import annotations

import random

import pytest

from networks.feeds.window import look


def reads(*shown: str) -> list[bool]:
    """Whether each read, its rows as letters from the newest on, shows all there is."""
    cursor: dict = {}
    said = []
    for rows in shown:
        window = look(list(rows), cursor)
        cursor = window.kept()
        said.append(window.whole)
    return said


@pytest.mark.parametrize(
    ("shown", "whole"),
    [
        (["cba"], [False]),  # three may be the limit
        (["cba", "cb"], [False, True]),  # the oldest deleted, and there is room
        (["cba", "ca", "ca"], [False, True, True]),
        (["cba", "dcba", "dcba"], [False, True, True]),  # room for four, and three were all
        (["cba", "dcb"], [False, False]),  # slid off, or deleted as another came: not to be told apart
        (["cba", "dcb", "edcb", "edcb"], [False, False, True, True]),  # it had been deleted: there is room
        (["cba", "dcb", "edc", "fed"], [False] * 4),  # a limit of three
        (["cba", "dba"], [False, False]),
        (["edcba", "edc", "fed", "gfe"], [False] * 4),  # the limit was lowered, and rows go on sliding
        (["edcba", "edc", "fedc", "fedc"], [False, False, True, True]),  # two were deleted
        (["cba", "edcba", "gfedc"], [False, True, False]),
        (["cba", "fedcba98"], [False, False]),  # the limit was raised: older ones came to light
        (["a", ""], [False, True]),
        (["cba", "", "d", "ed"], [False, True, False, True]),
    ],
)
def test_what_reads_say(shown, whole):
    assert reads(*shown) == whole


@pytest.mark.parametrize("seed", range(200))
def test_nothing_that_exists_is_called_deleted(seed):
    """Whatever a blog does between two reads, at a limit that changes now and then: a read that claims to show all
    does, as long as one read sees only one kind of change, and the limit does not hide exactly one row."""
    chance = random.Random(seed)
    blog = [str(n) for n in range(chance.randint(0, 14))]
    limit, cursor, number = chance.choice([3, 5, 10]), {}, 100
    for _ in range(60):
        what = chance.choice(["publish", "publish", "delete", "limit", "nothing"])
        if what == "publish":
            blog += [str(number + n) for n in range(chance.randint(1, 4))]
            number += 10
        elif what == "delete":
            for _ in range(min(chance.randint(1, 4), len(blog))):
                blog.remove(chance.choice(blog))
        elif what == "limit":
            new = max(2, limit + chance.choice([-5, -3, -2, 2, 5, 10]))
            limit = limit if min(limit, len(blog)) - new == 1 else new
        shown = blog[: -limit - 1 : -1]
        window = look(shown, cursor)
        cursor = window.kept()
        assert not window.whole or len(shown) == len(blog)


def test_a_feed_too_long_to_follow_says_nothing():
    assert look([str(n) for n in range(2000)], {}).kept() == {"shown": "", "most": 0, "whole": False}
