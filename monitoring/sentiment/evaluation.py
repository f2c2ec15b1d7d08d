"""Figures of a classifier on labelled posts: confusion, precision, recall, F1, macro-F1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from monitoring.sentiment.results import Label

LABELS: tuple[Label, ...] = get_args(Label)


@dataclass(frozen=True)
class LabelFigures:
    """Precision, recall and F1 (0..1) of one label."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class Figures:
    """`confusion[true, predicted]` counts posts; the rest follows from it."""

    confusion: Counter[tuple[Label, Label]]

    def of(self, label: Label) -> LabelFigures:
        """The figures of one label; 0 where nothing was predicted or nothing was there."""
        hits = self.confusion[label, label]
        predicted = sum(self.confusion[true, label] for true in LABELS)
        present = sum(self.confusion[label, other] for other in LABELS)
        return LabelFigures(
            precision=hits / predicted if predicted else 0.0,
            recall=hits / present if present else 0.0,
            f1=2 * hits / (predicted + present) if predicted + present else 0.0,
        )

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the three labels, 0..1."""
        return sum(self.of(label).f1 for label in LABELS) / len(LABELS)


def figures(true: Sequence[Label], predicted: Sequence[Label]) -> Figures:
    """The figures of `predicted` against `true`, both of the same length (ValueError otherwise)."""
    return Figures(Counter(zip(true, predicted, strict=True)))


def labelled_posts(path: Path) -> list[tuple[Label, str]]:
    """The rows of a file with columns label, text. Raises ValueError for a label that is none."""
    rows: list[tuple[Label, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, text = line.split("\t")
        rows.append((_label(name), text))
    return rows


def _label(name: str) -> Label:
    for label in LABELS:
        if label == name:
            return label
    raise ValueError(f"{name!r} is no label; labels are {', '.join(LABELS)}")
