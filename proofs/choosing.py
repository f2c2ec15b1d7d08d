"""Which messages meet a fault: the same ones for the same seed, whoever asks."""

from __future__ import annotations

import hashlib


def lot(seed: int, what: str, key: str) -> float:
    """A number from 0 to 1 that is drawn once for each."""
    drawn = hashlib.sha256(f"{seed}/{what}/{key}".encode()).digest()
    return int.from_bytes(drawn[:8]) / 2**64


def chosen(seed: int, what: str, key: str, share: float) -> bool:
    """Whether `key` is among the `share` that meets the fault `what`."""
    return lot(seed, what, key) < share


def identity(seed: int, key: str) -> str:
    """A public id that is the same one for the same seed: so the same messages meet faults."""
    return hashlib.sha256(f"{seed}/{key}".encode()).hexdigest()[:13]
