"""News that travels up: ids only, sent after commit. Who listens only enqueues; a sweep finds the same rows later."""

from __future__ import annotations

from django.dispatch import Signal

mentions_stored = Signal()
"""brand_id: int, mention_ids: list[int] of new mentions."""
