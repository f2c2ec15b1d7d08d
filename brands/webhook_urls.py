from __future__ import annotations

from django.urls import path

from brands.views import webhooks

_ONE = "<publicid:webhook>/"
urlpatterns = [
    path("", webhooks.Webhooks.as_view(), name="webhooks"),
    path(_ONE, webhooks.WebhookPage.as_view(), name="webhook"),
    path(_ONE + "pause/", webhooks.Pause.as_view(), name="webhook_pause"),
    path(_ONE + "resume/", webhooks.Resume.as_view(), name="webhook_resume"),
    path(_ONE + "test/", webhooks.Test.as_view(), name="webhook_test"),
    path(_ONE + "secret/", webhooks.ChangeSecret.as_view(), name="webhook_secret"),
    path(_ONE + "remove/", webhooks.Remove.as_view(), name="webhook_remove"),
    path(_ONE + "deliveries/<publicid:delivery>/again/", webhooks.DeliverAgain.as_view(), name="delivery_again"),
]
