from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models

from networks.streams import moment


class Stream(models.Model):
    """Where this installation stands in a network's stream. It belongs to no brand: one process hears it for all."""

    network = models.CharField(max_length=20, unique=True)
    """Key of the connector in networks.registry."""
    cursor = models.BigIntegerField(null=True)
    """The place up to which everything is written, by the server's clock. Null: nobody listens; begin with now."""
    server = models.CharField(max_length=500, blank=True)
    """The one that we are connected to; empty: to none."""
    heard_at = models.DateTimeField(null=True)
    """When a frame last came."""
    unreadable = models.PositiveBigIntegerField(default=0)
    """Frames that could not be read, since the stream was first heard."""
    gap_from = models.DateTimeField(null=True)
    gap_to = models.DateTimeField(null=True)
    """The last stretch of time that we came too late for: the server did not have it any more."""

    def __str__(self) -> str:
        return self.network

    @property
    def reached(self) -> datetime | None:
        """`cursor` as a moment."""
        return None if self.cursor is None else moment(self.cursor)

    def lag(self, now: datetime) -> timedelta | None:
        """How far behind `now` the brands are; None where nobody listens, or nothing has come yet."""
        reached = self.reached
        return max(now - reached, timedelta()) if reached else None
