"""Figures of sentiment on the labelled posts, and its speed against stock vaderSentiment.

Run from the repository: `.venv/bin/python -m benchmarks.sentiment`. docs/sentiment.md says what the figures mean.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from monitoring.sentiment.backends import BACKENDS
from monitoring.sentiment.evaluation import LABELS, Figures, figures, labelled_posts

POSTS = Path(__file__).parent.parent / "tests" / "data" / "sentiment"
PARTS = {"tune": slice(0, None, 2), "held out": slice(1, None, 2), "all": slice(None)}
SETS = ("es", "en", "pt", "es_later", "pt_later")
ROUNDS = 5


def stock_label(analyzer: SentimentIntensityAnalyzer, text: str) -> str:
    """VADER's label with the thresholds of its paper."""
    compound = analyzer.polarity_scores(text)["compound"]
    return "negative" if compound <= -0.05 else "positive" if compound >= 0.05 else "neutral"


def show(name: str, result: Figures) -> None:
    """Prints macro-F1, the figures of each label, and the confusion (rows: true)."""
    print(f"{name:20} macro-F1 {100 * result.macro_f1:5.1f}")
    for label in LABELS:
        one = result.of(label)
        row = " ".join(f"{result.confusion[label, other]:4}" for other in LABELS)
        print(f"    {label:9} P {one.precision:.2f} R {one.recall:.2f} F1 {one.f1:.2f}   {row}")


def rate(label: Callable[[str], object], texts: list[str]) -> float:
    """Texts a second of CPU, the best of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for text in texts:
            label(text)
        seconds.append(time.process_time() - start)
    return len(texts) / min(seconds)


def main() -> None:
    """Prints everything."""
    stock = SentimentIntensityAnalyzer()
    for name in SETS:
        language = name[:2]
        posts = labelled_posts(POSTS / f"{name}.tsv")
        ours = BACKENDS[language]()
        systems = {"ours": lambda text: ours.score(text).label, "stock VADER": lambda text: stock_label(stock, text)}  # noqa: B023
        for part, rows in PARTS.items():
            true = [label for label, _ in posts[rows]]
            for system_name, system in systems.items():
                show(f"{name} {part}, {system_name}", figures(true, [system(text) for _, text in posts[rows]]))
        texts = [text for _, text in posts]
        ratio = rate(ours.score, texts) / rate(stock.polarity_scores, texts)
        print(f"{name} speed: {ratio:.2f} of stock VADER's\n")


if __name__ == "__main__":
    main()
