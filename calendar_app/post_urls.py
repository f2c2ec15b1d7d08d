"""Addresses of posts: writing them, looking at them, saying what became of them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from calendar_app.views import acts, by_hand, composer, hashtags, history, post, tools

app_name = "posts"

_publication = [
    path("", by_hand.Kit.as_view(), name="by_hand"),
    path("not-published/", by_hand.NotPublished.as_view(), name="by_hand_not"),
]

_post: list[URLPattern | URLResolver] = [
    path("", post.PostPage.as_view(), name="post"),
    path("edit/", composer.EditPost.as_view(), name="edit"),
    path("schedule/", composer.Schedule.as_view(), name="schedule"),
    path("now/", composer.PublishNow.as_view(), name="now"),
    path("unschedule/", acts.Unschedule.as_view(), name="unschedule"),
    path("copy/", acts.Copy.as_view(), name="copy"),
    path("remove/", acts.Remove.as_view(), name="remove"),
    path("restore/", acts.Restore.as_view(), name="restore"),
    path("history/", history.History.as_view(), name="history"),
    path("history/restore/", history.RestoreRevision.as_view(), name="restore_revision"),
    path("standing/", post.Standing.as_view(), name="standing"),
    path("accounts/<publicid:publication>/there/", acts.IsThere.as_view(), name="is_there"),
    path("accounts/<publicid:publication>/again/", acts.SendAgain.as_view(), name="send_again"),
    path("accounts/<publicid:publication>/now/", acts.AccountNow.as_view(), name="account_now"),
    path("by-hand/<publicid:publication>/", include(_publication)),
]

_hashtags: list[URLPattern | URLResolver] = [
    path("", hashtags.Groups.as_view(), name="hashtags"),
    path("<publicid:group>/", hashtags.Group.as_view(), name="hashtag_group"),
    path("<publicid:group>/remove/", hashtags.Remove.as_view(), name="hashtag_remove"),
]

_brand: list[URLPattern | URLResolver] = [
    path("posts/new/", composer.NewPost.as_view(), name="new"),
    path("posts/check/", composer.Check.as_view(), name="check"),
    path("posts/when/", tools.When.as_view(), name="when"),
    path("posts/next-slot/", tools.NextSlot.as_view(), name="next_slot"),
    path("posts/mark/", tools.Mark.as_view(), name="mark"),
    path("posts/links/", tools.Links.as_view(), name="links"),
    path("posts/hashtags/", include(_hashtags)),
    path("posts/<publicid:post>/", include(_post)),
]

urlpatterns = [path("b/<publicid:brand>/", include(_brand))]
