"""How a stream stands, as a source's page says it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from core import clock, formats
from monitoring.models import Source, Stream, Topic
from monitoring.streaming.position import LATE
from networks import registry

GAPS_SHOWN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is particular to the source of a stream."""

    deaf: bool
    """The brand has no topic: nothing is kept."""
    server: str = ""
    """Host that we are connected to."""
    lag: timedelta | None = None
    gap: tuple[datetime, datetime] | None = None
    """A stretch of the last days that is missing."""

    @property
    def behind(self) -> str:
        """The lag in words; empty where there is none to tell."""
        return formats.span(self.lag) if self.lag is not None else ""

    def notes(self) -> list[str]:
        """What people should know: what is the case, what it means for their mentions, what to do."""
        said = []
        if self.deaf:
            said.append(
                _("There is no topic yet, so nothing is kept. Add a topic: what it matches arrives in seconds.")
            )
        if self.lag is not None and self.lag > LATE and not self.deaf:
            late = _(
                "We are %(lag)s behind. Nothing is lost: what was written meanwhile arrives later, with its own date."
            )
            said.append(late % {"lag": self.behind})
        if self.gap:
            begin, end = map(formats.moment, self.gap)
            missing = _(
                "What was written between %(begin)s and %(end)s is missing: cmhub was away for longer than the server "
                "remembers."
            )
            said.append(missing % {"begin": begin, "end": end})
        return said


def is_stream(source: Source) -> bool:
    """Whether what `source` brings comes by itself."""
    return source.network in {streamer.key for streamer in registry.streamers()}


def of(source: Source) -> Standing | None:
    """How `source` stands, if it is one of a stream. Call in its brand's scope."""
    if not is_stream(source):
        return None
    now, deaf = clock.now(), not Topic.objects.exists()
    stream = Stream.objects.filter(network=source.network).first()
    if stream is None or source.paused:
        return Standing(deaf)
    gap = (stream.gap_from, stream.gap_to) if stream.gap_from and stream.gap_to else None
    if gap and (gap[1] < now - GAPS_SHOWN or gap[1] < source.created_at):
        gap = None
    return Standing(deaf, urlsplit(stream.server).hostname or "", stream.lag(now), gap)
