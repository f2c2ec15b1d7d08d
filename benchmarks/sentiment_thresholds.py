"""Thresholds and confidence of English sentiment, from the tweets that people rated for VADER.

The ratings (MIT licence) lie in vaderSentiment's source distribution, in additional_resources/hutto_ICWSM_2014.tar.gz.
Run: `.venv/bin/python -m benchmarks.sentiment_thresholds PATH/tweets_GroundTruth.txt`.
"""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from monitoring.sentiment.english import EnglishVader
from monitoring.sentiment.evaluation import LABELS, figures

CUT = 0.8
"""From this mean rating on (-4 to 4), either way, people found a tweet positive or negative."""
LOWS, HIGHS = (-0.3, -0.2, -0.1, -0.05), (0.05, 0.3, 0.4, 0.46, 0.5, 0.6)
CHOSEN = (-0.2, 0.46)


def label(value: float, low: float, high: float) -> str:
    """`value` cut at two thresholds."""
    return "negative" if value < low else "positive" if value >= high else "neutral"


def balanced_sample(path: Path) -> list[tuple[str, str]]:
    """As many rated tweets of each label as the rarest has, from a fixed seed."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    tweets = [(label(float(row[1]), -CUT, CUT), row[2]) for row in rows]
    by_label = {name: [tweet for tweet in tweets if tweet[0] == name] for name in LABELS}
    size = min(map(len, by_label.values()))
    chance = random.Random(1)
    return [tweet for name in LABELS for tweet in chance.sample(by_label[name], size)]


def steepness(distances: list[float], right: list[bool]) -> float:
    """The k for which 1 / (1 + exp(-k·distance)) fits best (Newton's method on the likelihood)."""
    k = 1.0
    for _ in range(50):
        sure = [1 / (1 + math.exp(-k * d)) for d in distances]
        slope = sum(d * (ok - p) for d, ok, p in zip(distances, right, sure, strict=True))
        k += slope / sum(d * d * p * (1 - p) for d, p in zip(distances, sure, strict=True))
    return k


def main(path: Path) -> None:
    """Prints macro-F1 for each pair of thresholds, and the steepness of confidence."""
    tweets = balanced_sample(path)
    true = [name for name, _ in tweets]
    ours, stock = EnglishVader(), SentimentIntensityAnalyzer()
    systems = {
        "stock VADER": [stock.polarity_scores(text)["compound"] for _, text in tweets],
        "ours": [ours.score_words(text)[0].compound for _, text in tweets],
    }
    print(f"{len(tweets)} tweets; macro-F1, positive from: {HIGHS}")
    for name, compounds in systems.items():
        for low in LOWS:
            row = [figures(true, [label(c, low, high) for c in compounds]).macro_f1 for high in HIGHS]
            print(f"{name:12} negative below {low:5}: " + " ".join(f"{100 * value:5.1f}" for value in row))
    low, high = CHOSEN
    distances = [min(abs(c - low), abs(c - high)) for c in systems["ours"]]
    right = [label(c, low, high) == name for c, name in zip(systems["ours"], true, strict=True)]
    print(f"steepness {steepness(distances, right):.2f}")
    for start in (0.0, 0.1, 0.2, 0.3, 0.4):
        group = [ok for d, ok in zip(distances, right, strict=True) if start <= d < start + 0.1]
        print(f"distance {start:.1f} to {start + 0.1:.1f}: {len(group):5} tweets, {sum(group) / len(group):.2f} right")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
