from __future__ import annotations

from django.apps import AppConfig


class BrandsConfig(AppConfig):
    name = "brands"
