from calendar_app.models.figures import Measurement, MetricPull
from calendar_app.models.hashtags import HashtagGroup
from calendar_app.models.hold import Hold
from calendar_app.models.importing import ImportedPost, LeftOutRow, PostImport
from calendar_app.models.ledger import LedgerEntry
from calendar_app.models.native import OwnFeed
from calendar_app.models.planning import CalendarLink, Occurrence, PublishingRules, Series, Slot
from calendar_app.models.post import Post, Revision
from calendar_app.models.publication import Publication, SentPart

__all__ = [
    "CalendarLink",
    "HashtagGroup",
    "Hold",
    "ImportedPost",
    "LedgerEntry",
    "LeftOutRow",
    "Measurement",
    "MetricPull",
    "Occurrence",
    "OwnFeed",
    "Post",
    "PostImport",
    "Publication",
    "PublishingRules",
    "Revision",
    "SentPart",
    "Series",
    "Slot",
]
