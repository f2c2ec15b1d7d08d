"""News of people, for apps that have written down something of them."""

from __future__ import annotations

from django.dispatch import Signal

person_erased = Signal()
"""brand: Brand, names: tuple[str, ...] of whom no mention says anything any more. Sent before the card goes, so that an
erasure that is begun again sends it again."""
