"""Folding: accents and case go, ñ and ç stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("¡Qué AÑO!", "¡que año!"),
        ("año", "año"),
        ("ano", "ano"),
        ("FAÇADE façade", "façade façade"),
        ("Pingüino", "pinguino"),
        ("São João", "sao joao"),
        ("coração", "coraçao"),
        ("STRASSE straße", "strasse strasse"),
        ("İstanbul", "istanbul"),
        ("हिन्दी", "हिन्दी"),
        ("", ""),
        ("😡 OK", "😡 ok"),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["Señor Núñez", "Força", "pingüino canción"])
def test_both_spellings_of_a_letter_are_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
