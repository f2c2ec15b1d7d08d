"""Files of posts: the job that reads one, what came of each of its rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from brands.scope import BrandModel, TenantForeignKey
from core.sheets.uploads import SheetUpload


class PostImport(SheetUpload, BrandModel):
    """A file of posts, and the job that makes them; later, where somebody asks for it, the job that takes them away.

    Its mapping: {"columns": …, "order": …, "accounts": [public ids], "schedule": bool, "time": "09:00" or "",
    "whole": bool}.
    """

    work = _("posts to be imported")

    undo_asked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone = models.PositiveIntegerField(default=0)
    """Posts that were taken away again."""
    left = models.PositiveIntegerField(default=0)
    """Posts that were not, for they are public or somebody has changed them."""

    class Meta:
        indexes = [
            SheetUpload.due_index("post_import_due"),
            models.Index(fields=["heartbeat_at"], condition=Q(state="running"), name="post_import_running"),
            models.Index(fields=["brand", "-created_at"], name="post_import_newest"),
            models.Index(fields=["brand", "head_key", "-started_at"], name="post_import_by_head"),
        ]


class ImportedPost(BrandModel):
    """A row that became a post. Its key says which row of whatever file: a second one like it makes no second post."""

    imported = TenantForeignKey("calendar_app.PostImport", models.CASCADE)
    imported_id: int
    row = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    """SHA-256 of what the row says, in hexadecimal digits: see calendar_app.importing.reading."""
    post = TenantForeignKey("calendar_app.Post", models.CASCADE, null=True)
    """Null only inside the transaction that makes it."""
    post_id: int | None
    version = models.PositiveIntegerField(default=0)
    """Of the post as the import left it: a higher one has been changed by somebody."""
    undone = models.BooleanField(default=False)
    """Undoing has dealt with it: the post is deleted, or was left because it is the team's now."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "key"], name="imported_post_once")]
        indexes = [models.Index(fields=["brand", "imported", "row"], name="imported_post_by_row")]


class LeftOutRow(BrandModel):
    """A row that became no post, as the file has it, and why."""

    imported = TenantForeignKey("calendar_app.PostImport", models.CASCADE)
    imported_id: int
    row = models.PositiveIntegerField()
    faults = models.JSONField(default=list)
    """[[field, sentence], …] in the language of who imported it: no field where the row as a whole is meant."""
    cells = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "imported", "row"], name="left_out_row_once")]
