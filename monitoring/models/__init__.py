from monitoring.models.author import Author
from monitoring.models.count import HourlyCount, Kept
from monitoring.models.mention import LISTED, Labeller, Mention, Sentiment
from monitoring.models.reading import Reading
from monitoring.models.source import Source
from monitoring.models.tag import MentionTag, Tag

__all__ = [
    "LISTED",
    "Author",
    "HourlyCount",
    "Kept",
    "Labeller",
    "Mention",
    "MentionTag",
    "Reading",
    "Sentiment",
    "Source",
    "Tag",
]
