from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from influencers.views import board, card, erasing, merging, ranking

app_name = "people"

_person = [
    path("", card.Card.as_view(), name="person"),
    path("edit/", card.Edit.as_view(), name="edit"),
    path("move/", board.Move.as_view(), name="move"),
    path("vip/", card.Vip.as_view(), name="vip"),
    path("handles/", card.AddHandle.as_view(), name="handle_add"),
    path("handles/<publicid:handle>/remove/", card.RemoveHandle.as_view(), name="handle_remove"),
    path("consents/", card.AddConsent.as_view(), name="consent_add"),
    path("consents/<publicid:consent>/withdraw/", card.WithdrawConsent.as_view(), name="consent_withdraw"),
    path("merge/", merging.MergePage.as_view(), name="merge"),
    path("merges/<publicid:merge>/undo/", merging.Unmerge.as_view(), name="unmerge"),
    path("data/", erasing.Data.as_view(), name="data"),
    path("erase/", erasing.Erase.as_view(), name="erase"),
]

_people: list[URLPattern | URLResolver] = [
    path("", ranking.RankingPage.as_view(), name="ranking"),
    path("export/", ranking.Export.as_view(), name="export"),
    path("board/", board.Board.as_view(), name="board"),
    path("new/", card.New.as_view(), name="new"),
    path("<publicid:person>/", include(_person)),
]

urlpatterns = [path("b/<publicid:brand>/people/", include(_people))]
