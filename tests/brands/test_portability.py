"""Export and erasure look into every table there is, so that a new model cannot be forgotten."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from brands import departments, events, invitations, logos, portability, profile, workspaces
from brands.models import Brand, Department, Event, Workspace
from brands.roles import Role
from brands.scope import brand_scope
from brands.tasks import erase_brand, purge_deleted
from core import clock
from tests.brands.test_logos import png


def _fill(workspace: Workspace, brand: Brand, alice) -> None:
    with brand_scope(brand.pk):
        Department.objects.create(name="Legal")
    invitations.invite(
        workspace,
        email="dora@example.com",
        language="es",
        roles={brand: Role.CLIENT},
        by=alice,
        granters={brand.pk: Role.OWNER},
    )
    profile.set_logo(brand, png())


def _rows_that_name(workspace_id: int, brand_ids: list[int], public_ids: list[str]) -> list[str]:
    """Tables with a row that points at the workspace or a brand of it, or whose text holds one of their public ids."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            for column, values in (("workspace_id", [workspace_id]), ("brand_id", brand_ids)):
                if column in columns:
                    cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {column} = ANY(%s)', [values])
                    found += [table] * bool(cursor.fetchone()[0])
            for public_id in public_ids:
                cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{public_id}%"])
                found += [table] * bool(cursor.fetchone()[0])
    return found


def test_erasing_a_workspace_leaves_no_row_and_no_file_and_touches_nobody_else(
    workspace, brand, alice, other_brand, charlie
):
    _fill(workspace, brand, alice)
    profile.set_logo(other_brand, png())
    with events.acting(events.person(charlie)):
        workspaces.create_brand(other_brand.workspace, "Another")
    kept = other_brand.workspace
    ids = (workspace.pk, [brand.pk], [workspace.public_id, brand.public_id])
    folder = workspace.folder
    assert {"brands_brand", "brands_event", "brands_department", "mail_mail"} <= set(_rows_that_name(*ids)) | {
        "mail_mail"
    }
    assert list(portability.files_of(workspace))

    portability.erase(workspace)

    assert _rows_that_name(*ids) == []
    assert not apps.get_model("mail.Mail").objects.filter(to="dora@example.com").exists()
    assert not default_storage.exists(folder)
    assert Workspace.objects.get() == kept
    assert kept.brands.count() == 2
    assert list(portability.files_of(kept))


def test_an_export_holds_every_row_and_every_file(workspace, brand, alice, other_brand):
    _fill(workspace, brand, alice)
    out = io.BytesIO()
    portability.export(workspace, out)
    archive = zipfile.ZipFile(out)
    for rows in portability.tables_of(workspace):
        lines = archive.read(f"tables/{rows.model._meta.label_lower}.jsonl").decode().splitlines()
        assert sorted(json.loads(line)["pk"] for line in lines) == sorted(rows.values_list("pk", flat=True))
    text = "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    assert "Cafés Lumbre" in text
    assert "La Molinera" not in text
    assert [name for name in archive.namelist() if name.endswith(".png")]


def test_every_table_is_somebodys():
    """A model without `brand` and `workspace` is listed here with the reason why a workspace does not own its rows."""
    shared = {
        "accounts.User": "people belong to themselves and may be in several workspaces",
        "brands.Workspace": "is the workspace itself",
        "mail.Mail": "owned through brands.WorkspaceMail",
        "mail.MailPart": "goes with its mail",
        "monitoring.Stream": "where the installation stands in a network's stream, heard once for all",
        "account.EmailAddress": "a person's",
        "account.EmailConfirmation": "a person's",
        "mfa.Authenticator": "a person's",
        "usersessions.UserSession": "a person's",
        "sessions.Session": "a person's",
        "brands.NoticeWishes": "a person's own, over all their brands; it goes with their account",
        "contenttypes.ContentType": "Django's",
        "auth.Permission": "Django's",
        "auth.Group": "Django's",
        "auth.Group_permissions": "Django's",
    }
    loose = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if not {"brand", "workspace"} & {field.name for field in model._meta.concrete_fields}
    }
    assert loose - shared.keys() == set()


@pytest.mark.parametrize("data", [b"", b"<svg onload=alert(1)>", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"0" * 100])
def test_what_is_no_image_is_no_logo(brand, data):
    with pytest.raises(logos.UnusableImage):
        profile.set_logo(brand, data)
    brand.refresh_from_db()
    assert brand.logo == ""


def test_a_new_logo_takes_the_old_ones_place(brand):
    profile.set_logo(brand, png("red"))
    first = brand.logo
    profile.set_logo(brand, png("blue"))
    assert brand.logo != first
    assert not default_storage.exists(first)
    default_storage.save(f"{brand.workspace.folder}/stray.txt", ContentFile(b"x"))
    assert f"{brand.workspace.folder}/stray.txt" in portability.files_of(brand.workspace)


def test_a_brand_deleted_30_days_ago_is_erased_and_its_neighbours_stay(
    workspace, brand, alice, other_brand, monkeypatch
):
    monkeypatch.setattr(erase_brand, "delay", erase_brand)
    _fill(workspace, brand, alice)
    sister = workspaces.create_brand(workspace, "Verdea")
    workspaces.delete_brand(brand)
    purge_deleted()
    assert Brand.objects.filter(pk=brand.pk).exists()

    with clock.shifted(workspaces.UNDO + timedelta(seconds=1)):
        purge_deleted()

    assert _rows_that_name(0, [brand.pk], [brand.public_id]) == []
    assert not default_storage.exists(brand.folder)
    assert set(Brand.objects.all()) == {sister, other_brand}
    assert Event.objects.filter(brand=sister).exists()
    assert Event.objects.get(verb="brand.erased").before == {"name": "Cafés Lumbre"}


def test_a_department_goes_for_good_after_30_days(in_brand):
    departments.delete(departments.add(in_brand, name="Legal"))
    departments.delete(departments.add(in_brand, name="Support"))
    with clock.shifted(-timedelta(days=31)):
        departments.delete(departments.add(in_brand, name="Product"))
    assert departments.purge() == 1
    assert sorted(Department.with_deleted.values_list("name", flat=True)) == ["Legal", "Support"]
