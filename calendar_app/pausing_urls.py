from __future__ import annotations

from django.urls import path

from calendar_app.views import pausing

app_name = "pausing"

_ACCOUNT = "b/<publicid:brand>/channels/<publicid:account>/"

urlpatterns = [
    path(f"{_ACCOUNT}pause/", pausing.PauseAccount.as_view(), name="pause_account"),
    path(f"{_ACCOUNT}resume/", pausing.ResumeAccount.as_view(), name="resume_account"),
]
