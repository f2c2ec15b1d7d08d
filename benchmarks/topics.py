"""What matching costs for each mention with 100 topics and with 10,000: cutting it into words, and finding who matches.

CPU time of this process, both sizes in turns over the same posts, the best of several rounds: what other processes do
to the machine falls on both sides alike. Topics and posts come from a seed (benchmarks/topic_world.py).
"""

from __future__ import annotations

import time

from benchmarks.results import Figure
from benchmarks.topic_world import posts, queries
from monitoring.matching import Document, Matcher, parse

FEW, MANY = 100, 10_000
POSTS, ROUNDS, SEED = 2_000, 15, 1
LIMIT = 2.0


def measure() -> list[Figure]:
    """Cost with few and with many topics, and their ratio."""
    started = time.process_time()
    understood = [parse(text) for text in queries(MANY, SEED)]
    parsed = time.process_time()
    matchers = {count: Matcher(dict(enumerate(understood[:count]))) for count in (FEW, MANY)}
    built = time.process_time()
    mentions = list(posts(POSTS, SEED))
    best = dict.fromkeys(matchers, float("inf"))
    found: dict[int, int] = {}
    for _ in range(ROUNDS):
        for count, matcher in matchers.items():
            cost, found[count] = _round(matcher, mentions)
            best[count] = min(best[count], cost)
    return [
        Figure(f"parsing {MANY:,} queries of topics", parsed - started, "s"),
        Figure(f"making the matcher of {MANY:,} topics", built - parsed, "s"),
        *(Figure(f"matching a mention, {count:,} topics", best[count] * 1e6, "µs") for count in matchers),
        *(Figure(f"matches for each mention, {count:,} topics", found[count] / POSTS) for count in matchers),
        Figure(f"matching a mention, {MANY:,} topics over {FEW:,}", best[MANY] / best[FEW], "×", limit=LIMIT),
    ]


def _round(matcher: Matcher[int], mentions: list[dict[str, str]]) -> tuple[float, int]:
    """Seconds of CPU for each mention, and how many matches all had."""
    started, found = time.process_time(), 0
    for mention in mentions:
        found += len(matcher.match(Document.of(**mention)))
    return (time.process_time() - started) / len(mentions), found
