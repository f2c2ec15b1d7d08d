from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from monitoring.views import export, imports, live, mentions, overview, retention, saved, sources, topics, triage

app_name = "monitoring"

_mention = [
    path("", mentions.MentionPage.as_view(), name="mention"),
    path("star/", triage.Star.as_view(), name="star"),
    path("read/", triage.Read.as_view(), name="read"),
    path("label/", triage.Label.as_view(), name="label"),
    path("language/", triage.Language.as_view(), name="language"),
    path("tags/", triage.AddTag.as_view(), name="tag"),
    path("tags/<publicid:tag>/remove/", triage.RemoveTag.as_view(), name="untag"),
    path("assign/", triage.Assign.as_view(), name="assign"),
    path("handle/", triage.Handle.as_view(), name="handle"),
    path("note/", triage.Note.as_view(), name="note"),
]

_view = [
    path("", saved.OpenView.as_view(), name="view"),
    path("rename/", saved.RenameView.as_view(), name="view_rename"),
    path("remove/", saved.RemoveView.as_view(), name="view_remove"),
    path("restore/", saved.RestoreView.as_view(), name="view_restore"),
]

_source = [
    path("", sources.SourcePage.as_view(), name="source"),
    path("poll/", sources.PollNow.as_view(), name="source_poll"),
    path("pause/", sources.Pause.as_view(), name="source_pause"),
    path("resume/", sources.Resume.as_view(), name="source_resume"),
    path("remove/", sources.Remove.as_view(), name="source_remove"),
    path("restore/", sources.Restore.as_view(), name="source_restore"),
]

_import = [
    path("", imports.ImportPage.as_view(), name="import"),
    path("sheet/", imports.ImportSheet.as_view(), name="import_sheet"),
    path("stop/", imports.ImportStop.as_view(), name="import_stop"),
    path("go-on/", imports.ImportGoOn.as_view(), name="import_go_on"),
    path("discard/", imports.ImportDiscard.as_view(), name="import_discard"),
    path("left-out.csv", imports.FaultyRows.as_view(), name="import_faulty"),
]

_topic = [
    path("", topics.TopicPage.as_view(), name="topic"),
    path("standing/", topics.Standing.as_view(), name="topic_standing"),
    path("again/", topics.MatchAgain.as_view(), name="topic_again"),
    path("remove/", topics.Remove.as_view(), name="topic_remove"),
    path("restore/", topics.Restore.as_view(), name="topic_restore"),
]

_brand: list[URLPattern | URLResolver] = [
    path("overview/", overview.Overview.as_view(), name="overview"),
    path("live/", live.Live.as_view(), name="live"),
    path("mentions/", mentions.Mentions.as_view(), name="mentions"),
    path("mentions/news/", mentions.News.as_view(), name="news"),
    path("mentions/views/", saved.SaveView.as_view(), name="view_save"),
    path("mentions/views/<publicid:view>/", include(_view)),
    path("mentions/bulk/", triage.Bulk.as_view(), name="bulk"),
    path("mentions/undo/", triage.UndoAct.as_view(), name="undo"),
    path("mentions/undo/own/", triage.UndoOwn.as_view(), name="undo_own"),
    path("mentions/export/", export.ExportMentions.as_view(), name="export"),
    path("mentions/<publicid:mention>/", include(_mention)),
    path("authors/<publicid:author>/hide/", triage.HideAuthor.as_view(), name="hide_author"),
    path("authors/<publicid:author>/show/", triage.ShowAuthor.as_view(), name="show_author"),
    path("sources/", sources.SourcesPage.as_view(), name="sources"),
    path("sources/demo/", sources.AddDemo.as_view(), name="demo_source"),
    path("sources/account/", sources.AddHearing.as_view(), name="add_hearing"),
    path("sources/stream/", sources.AddStream.as_view(), name="add_stream"),
    path("sources/<publicid:source>/", include(_source)),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/<publicid:imported>/", include(_import)),
    path("exports/", export.Exports.as_view(), name="exports"),
    path("exports/<publicid:export>/", export.ExportFile.as_view(), name="export_file"),
    path("exports/<publicid:export>/remove/", export.ExportRemove.as_view(), name="export_remove"),
    path("topics/", topics.TopicsPage.as_view(), name="topics"),
    path("topics/new/", topics.NewTopic.as_view(), name="topic_new"),
    path("topics/preview/", topics.Preview.as_view(), name="topic_preview"),
    path("topics/<publicid:topic>/", include(_topic)),
    path("settings/retention/", retention.Retention.as_view(), name="retention"),
]

urlpatterns = [path("b/<publicid:brand>/", include(_brand))]
