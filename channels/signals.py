"""What apps above may want to know of accounts. Sent in the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

account_connected = Signal()
"""`account` is connected, for the first time or again, or came back by itself: what waited for it may go on."""
