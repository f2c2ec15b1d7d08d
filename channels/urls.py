from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from channels.views import accounts, connecting

app_name = "channels"

_account = [
    path("", accounts.AccountPage.as_view(), name="account"),
    path("check/", accounts.CheckNow.as_view(), name="check"),
    path("reconnect/", connecting.Reconnect.as_view(), name="reconnect"),
    path("remove/", accounts.Remove.as_view(), name="remove"),
    path("restore/", accounts.Restore.as_view(), name="restore"),
]

_brand: list[URLPattern | URLResolver] = [
    path("", accounts.Channels.as_view(), name="list"),
    path("connect/", connecting.Connect.as_view(), name="connect"),
    path("back/", connecting.Back.as_view(), name="back"),
    path("<publicid:account>/", include(_account)),
]

urlpatterns = [
    path("channels/back/", connecting.Arrive.as_view(), name="arrive"),
    path("b/<publicid:brand>/channels/", include(_brand)),
]
