"""What a verb cannot do to a post as it stands now, in words for the person who asked."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """Nothing was changed. `str()` gives the reason in the reader's language."""

    def __init__(self, sentence: Any, **words: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.words = words

    def __str__(self) -> str:
        return str(self.sentence) % self.words if self.words else str(self.sentence)
