from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class CmhubConfig(AppConfig):
    name = "cmhub"

    def ready(self) -> None:
        """Tasks sent from pages go through our Celery app, which therefore has to exist there too."""
        import_module("cmhub.celery")
