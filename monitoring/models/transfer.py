"""Files that go in and out, each with the job that reads or writes it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, TenantForeignKey
from core import clock
from core.ids import PublicIdField
from core.jobs import Job

KEEP_FILES = timedelta(days=7)


class Import(Job, BrandModel):
    """A file of mentions that somebody uploaded, and the job that reads it.

    Job's columns say where it stands: paused before somebody has started it, and after somebody stopped it.
    """

    public_id = PublicIdField()
    name = models.CharField(max_length=200)
    """The file's own, as it was uploaded."""
    path = models.CharField(max_length=300, blank=True, editable=False)
    """In storage; empty once the file is deleted."""
    size = models.PositiveBigIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    sheets = models.JSONField(default=list)
    """[[name, hidden], …]; a CSV has one, without a name."""
    sheet = models.CharField(max_length=100, blank=True)
    """The chosen one."""
    head_row = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=list)
    """Names of the columns in order, each once."""
    sample = models.JSONField(default=list)
    """The first rows below the head, as core.sheets.cells keeps them."""
    total = models.PositiveIntegerField(default=0)
    """Rows below the head, blank ones included."""
    mapping = models.JSONField(default=dict)
    """{"columns": {field: name of a column}, "order": …, "network": …}: by names, so that another file can take it."""
    head_key = models.CharField(max_length=64, blank=True)
    """The set of the columns' names, hashed."""

    source = TenantForeignKey("monitoring.Source", models.SET_NULL, null=True, db_index=False)
    """What the mentions come from, once it has started."""
    source_id: int | None
    position = models.PositiveIntegerField(default=0)
    """Number of the last row that was dealt with: who goes on, goes on behind it."""
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    faulty = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=dict)
    """{reason: how many rows were left out for it}."""
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            Job.due_index("import_due"),
            models.Index(fields=["heartbeat_at"], condition=Q(state="running"), name="import_running"),
            models.Index(fields=["brand", "-created_at"], name="import_newest"),
            models.Index(fields=["brand", "head_key", "-started_at"], name="import_by_head"),
        ]

    def __str__(self) -> str:
        return self.name


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
