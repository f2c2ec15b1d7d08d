from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from brands import departments, invitations, workspaces
from brands.forms import WorkspaceForm
from brands.models import Brand, BrandRole, Department, Workspace
from brands.roles import Role


@pytest.fixture
def alices(client, alice):
    alice.language = "en"
    alice.save()
    client.force_login(alice)
    return client


def test_a_workspace_is_not_renamed_over_what_somebody_saved_since(alices, workspace):
    page = f"/w/{workspace.public_id}/"
    assert b'name="version"' in alices.get(page).content
    first = alices.post(page, {"name": "Faro y Cía", "kind": "agency", "version": 1})
    second = alices.post(page, {"name": "Faro", "kind": "agency", "version": 1})
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Faro y Cía" in second.content.decode()
    assert Workspace.objects.get().name == "Faro y Cía"


def test_renaming_a_workspace_writes_nothing_but_its_name(alices, workspace, brand, bob, bob_in, monkeypatch):
    def clean_name(form: WorkspaceForm) -> str:
        workspaces.transfer_ownership(Workspace.objects.get(), bob)
        return form.cleaned_data["name"]

    monkeypatch.setattr(WorkspaceForm, "clean_name", clean_name, raising=False)
    alices.post(f"/w/{workspace.public_id}/", {"name": "Faro", "kind": "agency", "version": 1})
    renamed = Workspace.objects.get()
    assert (renamed.name, renamed.owner) == ("Faro", bob)


def test_a_refused_logo_refuses_the_rest_and_the_form_can_be_sent_again(alices, brand):
    page = f"/b/{brand.public_id}/settings/"
    facts = {"name": "Lumbre", "languages": ["es"], "time_zone": "Europe/Madrid", "country": "ES", "version": 1}
    spoilt = SimpleUploadedFile("logo.png", b"no image")
    assert alices.post(page, facts | {"logo_file": spoilt}).status_code == 422
    assert Brand.objects.get().name == "Cafés Lumbre"
    assert alices.post(page, facts).status_code == 302
    assert Brand.objects.get().name == "Lumbre"


def test_a_department_does_not_come_back_over_one_of_its_name(alices, brand, in_brand):
    page = f"/b/{brand.public_id}/settings/departments/"
    first = departments.add(brand, name="Logística")
    departments.delete(first)
    departments.add(brand, name="Logística")
    answer = alices.post(f"{page}{first.public_id}/restore/", follow=True)
    assert "There is a department with that name already." in answer.content.decode()
    assert Department.objects.exclude(pk=first.pk).get() == Department.objects.get()


def _invited(workspace, brand, alice) -> str:
    granters = {brand.pk: Role.OWNER}
    roles = {brand: Role.ANALYST}
    dora = invitations.invite(
        workspace, email="dora@example.com", language="es", roles=roles, by=alice, granters=granters
    )
    return urlsplit(invitations.link(dora)).path


def test_a_newcomer_is_in_and_signed_in(client, workspace, brand, alice):
    page = _invited(workspace, brand, alice)
    answer = client.post(page, {"name": "Dora", "password": "cuatro palabras sin nada"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/me/").context["user"].email == "dora@example.com"
    assert BrandRole.objects.get(member__user__email="dora@example.com").role == Role.ANALYST


def test_an_invitation_withdrawn_at_that_moment_leaves_no_account(client, workspace, brand, alice, monkeypatch):
    page = _invited(workspace, brand, alice)

    def too_late(*_: object) -> None:
        raise invitations.Unusable

    monkeypatch.setattr(invitations, "accept", too_late)
    assert client.post(page, {"name": "Dora", "password": "cuatro palabras sin nada"}).status_code == 410
    assert not User.objects.filter(email="dora@example.com").exists()
