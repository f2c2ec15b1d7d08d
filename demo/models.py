from __future__ import annotations

from typing import Any

from django.db import models


class Demo(models.Model):
    """A demo workspace, and how far its story has been told. Held by whoever tells on."""

    workspace = models.OneToOneField("brands.Workspace", models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    """From here the story is counted: what was before is history, what comes after happens while one looks."""
    told_until = models.DateTimeField()
    crisis_at = models.DateTimeField(null=True)
    """When somebody started the crisis."""
    brands: Any = models.JSONField(default=dict)
    """{key of a story: public id of the brand that lives it}."""
