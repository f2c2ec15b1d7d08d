from __future__ import annotations

from django.urls import path

from calendar_app.api import posts

urlpatterns = [
    path("brands/<publicid:brand>/posts/", posts.PostList.as_view(), name="posts"),
    path("brands/<publicid:brand>/posts/<publicid:post>/", posts.PostDetail.as_view(), name="post"),
    path("brands/<publicid:brand>/posts/<publicid:post>/schedule/", posts.PostSchedule.as_view(), name="post_schedule"),
    path(
        "brands/<publicid:brand>/posts/<publicid:post>/unschedule/",
        posts.PostUnschedule.as_view(),
        name="post_unschedule",
    ),
]
