from __future__ import annotations

from django.urls import path

from channels.api import accounts

urlpatterns = [
    path("brands/<publicid:brand>/accounts/", accounts.AccountList.as_view(), name="accounts"),
    path("brands/<publicid:brand>/accounts/<publicid:account>/", accounts.AccountDetail.as_view(), name="account"),
]
