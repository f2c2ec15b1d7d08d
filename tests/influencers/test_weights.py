from __future__ import annotations

from math import log

import pytest

from influencers import weights


def test_reach_grows_with_the_digits_and_ends_at_a_million():
    assert [weights.reach(n) for n in (0, 1_000_000, 50_000_000)] == [0, 1, 1]
    assert weights.reach(999) == pytest.approx(0.5, abs=1e-6)
    assert weights.reach(None) is None


def test_resonance_counts_answers_and_unknown_is_not_none():
    assert [weights.resonance(n) for n in (0, 100, 101)] == [0, 1, 1]
    assert weights.resonance(9) == pytest.approx(log(10) / log(101))
    assert weights.resonance(None) is None


def test_relevance_is_full_with_a_mention_a_day():
    assert weights.relevance(30, 30) == 1
    assert weights.relevance(5, 30) == pytest.approx(log(6) / log(31))
    assert weights.relevance(1, 1) == weights.relevance(1, 7)


def test_what_is_unknown_adds_nothing():
    assert weights.parts(None, None, 7, 7).score == pytest.approx(1 / 3)
    assert weights.parts(1_000_000, 100, 7, 7).score == 1
    assert weights.parts(0, 0, 0, 7).score == 0
