from monitoring.models.author import Author, Forgotten
from monitoring.models.count import CountedZone, DailyCount, HourlyCount, Kept
from monitoring.models.mention import LISTED, UNLISTED, Labeller, Mention, Sentiment
from monitoring.models.reading import Reading
from monitoring.models.saved_view import SavedView
from monitoring.models.source import IMPORT, Source
from monitoring.models.stream import Stream
from monitoring.models.tag import MentionTag, Tag
from monitoring.models.top import DailyTop, DailyVoices, TopDay
from monitoring.models.topic import MentionTopic, Rematch, Topic
from monitoring.models.transfer import KEEP_FILES, Export, FaultyRow, Import

__all__ = [
    "IMPORT",
    "KEEP_FILES",
    "LISTED",
    "UNLISTED",
    "Author",
    "CountedZone",
    "DailyCount",
    "DailyTop",
    "DailyVoices",
    "Export",
    "FaultyRow",
    "Forgotten",
    "HourlyCount",
    "Import",
    "Kept",
    "Labeller",
    "Mention",
    "MentionTag",
    "MentionTopic",
    "Reading",
    "Rematch",
    "SavedView",
    "Sentiment",
    "Source",
    "Stream",
    "Tag",
    "TopDay",
    "Topic",
]
