"""Everything a workspace owns, as one archive, and gone without a trace: for every app there is and will be.

The list of tables is not kept by hand. A table is the workspace's if it has a `workspace` or a `brand` key, so a new
model is exported and erased without anybody remembering it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.apps import apps
from django.core import serializers
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from brands import events
from brands.models import Brand, Workspace, WorkspaceMail
from core.crypto import EncryptedTextField
from mail.models import Mail


def tables_of(workspace: Workspace) -> Iterator[models.QuerySet[Any]]:
    """Every row of the workspace, table by table: rows of its brands, then rows of its own, then itself."""
    brand_ids = list(Brand.objects.filter(workspace=workspace).values_list("pk", flat=True))
    for model in apps.get_models(include_auto_created=True):
        columns = {field.name for field in model._meta.concrete_fields}
        if "workspace" in columns:
            yield model._base_manager.filter(workspace=workspace)
        elif "brand" in columns:
            yield model._base_manager.filter(brand_id__in=brand_ids)
    yield Mail.objects.filter(pk__in=_mail_ids(workspace))
    yield Workspace.objects.filter(pk=workspace.pk)


def export(workspace: Workspace, out: IO[bytes]) -> None:
    """Write a zip: one JSON-lines file a table, and every file. Secrets stay here: elsewhere they are of no use."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _README)
        for rows in tables_of(workspace):
            with archive.open(f"tables/{rows.model._meta.label_lower}.jsonl", "w") as lines:
                for row in rows.order_by("pk").iterator(chunk_size=2000):
                    lines.write(_line(row))
        for path in files_of(workspace):
            with archive.open(f"files/{path}", "w") as target, default_storage.open(path) as source:
                for chunk in source.chunks():
                    target.write(chunk)


def erase(workspace: Workspace) -> None:
    """Delete every row and every file of the workspace, the event log too. There is no way back."""
    with transaction.atomic():
        _let_events_go(workspace.pk)
        Mail.objects.filter(pk__in=_mail_ids(workspace)).delete()
        _delete(rows for rows in tables_of(workspace) if rows.model not in (Brand, Workspace))
        _delete([Brand.objects.filter(workspace=workspace), Workspace.objects.filter(pk=workspace.pk)])
    _remove(workspace.folder)


def erase_brand(brand: Brand) -> None:
    """Delete every row and every file of one brand, its events too; the workspace's log says that it is gone."""
    with transaction.atomic():
        _let_events_go(brand.workspace_id)
        _delete(
            model._base_manager.filter(brand_id=brand.pk)
            for model in apps.get_models(include_auto_created=True)
            if "brand" in {field.name for field in model._meta.concrete_fields}
        )
        _delete([Brand.objects.filter(pk=brand.pk)])
        events.record("brand.erased", brand.workspace, workspace=brand.workspace, before={"name": brand.name})
    _remove(brand.folder)


def _let_events_go(workspace_id: int) -> None:
    """Tell the event log's trigger, in this transaction only, whose rows it may let go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('cmhub.erasing_workspace', %s, true)", [str(workspace_id)])


def _delete(tables: Iterable[models.QuerySet[Any]]) -> None:
    """Delete without loading a row. Keys are checked at commit (deferred), so tables can go in any order."""
    for rows in tables:
        rows._raw_delete(rows.db)  # noqa: SLF001


def files_of(workspace: Workspace) -> Iterator[str]:
    """Paths in storage of the workspace's files."""
    yield from _walk(workspace.folder)


def _walk(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _walk(f"{folder}/{name}")


def _remove(folder: str) -> None:
    """Delete a folder with all that is in it: empty folders are a trace too."""
    if default_storage.exists(folder):
        folders, files = default_storage.listdir(folder)
        for name in files:
            default_storage.delete(f"{folder}/{name}")
        for name in folders:
            _remove(f"{folder}/{name}")
        default_storage.delete(folder)


def _mail_ids(workspace: Workspace) -> list[int]:
    return list(WorkspaceMail.objects.filter(workspace=workspace).values_list("mail_id", flat=True))


def _line(row: models.Model) -> bytes:
    fields = serializers.serialize("python", [row])[0]
    for field in row._meta.concrete_fields:
        if isinstance(field, EncryptedTextField):
            fields["fields"].pop(field.name)
    return (json.dumps(fields, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n").encode()


_README = """What this archive holds

tables/   one file a table, one JSON object a line: model, pk, fields.
files/    the uploaded files, under the names that the tables use.

Tokens and other secrets are not here: accounts are connected again after an import.
"""
