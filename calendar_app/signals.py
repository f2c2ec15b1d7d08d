"""News of publications: ids only, sent after commit. Who listens only enqueues; a sweep finds the same rows later."""

from __future__ import annotations

from django.dispatch import Signal

post_published = Signal()
"""brand_id: int, publication_id: int."""
post_failed = Signal()
"""brand_id: int, publication_id: int of what failed, was missed or cannot be confirmed: its state says which."""
figures_read = Signal()
"""brand: Brand, at: datetime. Unlike the others, inside the transaction of the reading: who listens marks rows."""
