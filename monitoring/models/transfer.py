"""Files that go in and out, each with the job that reads or writes it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.jobs import Job
from core.sheets.uploads import KEEP, SheetUpload

KEEP_FILES = KEEP
"""How long exports are kept, and uploads that nobody comes back to."""


class Import(SheetUpload, BrandModel):
    """A file of mentions. Its mapping: {"columns": …, "order": …, "network": …}."""

    work = _("mentions to be imported")

    source = TenantForeignKey("monitoring.Source", models.SET_NULL, null=True, db_index=False)
    """What the mentions come from, once it has started."""
    source_id: int | None

    class Meta:
        indexes = [
            Job.due_index("import_due"),
            models.Index(fields=["heartbeat_at"], condition=Q(state="running"), name="import_running"),
            models.Index(fields=["brand", "-created_at"], name="import_newest"),
            models.Index(fields=["brand", "head_key", "-started_at"], name="import_by_head"),
        ]


class FaultyRow(BrandModel):
    """A row of an import that was left out, as the file has it."""

    imported = TenantForeignKey("monitoring.Import", models.CASCADE)
    imported_id: int
    row = models.PositiveIntegerField()
    reason = models.CharField(max_length=20)
    detail = models.CharField(max_length=100, blank=True)
    cells = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "imported", "row"], name="faulty_row_once")]


class Export(Job, BrandModel):
    """Mentions being written into a file, because they are too many to be waited for."""

    work = _("mentions to be exported")

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", _("Excel")

    public_id = PublicIdField()
    format = models.CharField(max_length=4, choices=Format.choices)
    filters = models.TextField(blank=True)
    """As the address of the list has them."""
    language = models.CharField(max_length=10)
    """Of the words in the file."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    by_id: int
    """Whose «read», «starred» and «mine» the filters mean."""
    total = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    path = models.CharField(max_length=300, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    finished_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    """When the file is deleted."""

    class Meta:
        indexes = [
            Job.due_index("export_due"),
            models.Index(fields=["heartbeat_at"], condition=Q(state="running"), name="export_running"),
            models.Index(fields=["brand", "-created_at"], name="export_newest"),
        ]
