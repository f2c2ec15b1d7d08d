from __future__ import annotations

from django.urls import path

from monitoring.api import counts, mentions, sources, tags, topics

urlpatterns = [
    path("brands/<publicid:brand>/topics/", topics.TopicList.as_view(), name="topics"),
    path("brands/<publicid:brand>/topics/preview/", topics.TopicPreview.as_view(), name="topic_preview"),
    path("brands/<publicid:brand>/topics/<publicid:topic>/", topics.TopicDetail.as_view(), name="topic"),
    path(
        "brands/<publicid:brand>/topics/<publicid:topic>/restore/",
        topics.TopicRestore.as_view(),
        name="topic_restore",
    ),
    path("brands/<publicid:brand>/mentions/", mentions.MentionList.as_view(), name="mentions"),
    path("brands/<publicid:brand>/mentions/<publicid:mention>/", mentions.MentionDetail.as_view(), name="mention"),
    path("brands/<publicid:brand>/sources/", sources.SourceList.as_view(), name="sources"),
    path("brands/<publicid:brand>/sources/<publicid:source>/", sources.SourceDetail.as_view(), name="source"),
    path(
        "brands/<publicid:brand>/sources/<publicid:source>/restore/",
        sources.SourceRestore.as_view(),
        name="source_restore",
    ),
    path("brands/<publicid:brand>/tags/", tags.TagList.as_view(), name="tags"),
    path("brands/<publicid:brand>/counts/", counts.Counts.as_view(), name="counts"),
    path("brands/<publicid:brand>/counts/hours/", counts.CountsByHour.as_view(), name="counts_by_hour"),
]
