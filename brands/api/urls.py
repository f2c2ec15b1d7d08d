from __future__ import annotations

from django.urls import path

from brands.api import views, webhooks

urlpatterns = [
    path("schema/", views.Document.as_view(), name="schema"),
    path("brands/", views.BrandList.as_view(), name="brands"),
    path("brands/<publicid:brand>/", views.BrandDetail.as_view(), name="brand"),
    path("brands/<publicid:brand>/webhooks/", webhooks.WebhookList.as_view(), name="webhooks"),
    path("brands/<publicid:brand>/webhooks/<publicid:webhook>/", webhooks.WebhookDetail.as_view(), name="webhook"),
    path(
        "brands/<publicid:brand>/webhooks/<publicid:webhook>/deliveries/",
        webhooks.DeliveryList.as_view(),
        name="deliveries",
    ),
    path(
        "brands/<publicid:brand>/webhooks/<publicid:webhook>/deliveries/<publicid:delivery>/again/",
        webhooks.DeliverAgain.as_view(),
        name="delivery_again",
    ),
    path(
        "brands/<publicid:brand>/webhooks/<publicid:webhook>/secret/",
        webhooks.WebhookSecret.as_view(),
        name="webhook_secret",
    ),
]
