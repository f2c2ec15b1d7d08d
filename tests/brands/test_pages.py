from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from brands import departments, invitations, workspaces
from brands.forms import WorkspaceForm
from brands.models import Brand, BrandRole, Department, Event, Invitation, Workspace
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


def test_renaming_a_workspace_is_written_down_once(alices, workspace):
    page = f"/w/{workspace.public_id}/"
    alices.post(page, {"name": "Faro y Cía", "kind": "agency", "version": 1})
    alices.post(page, {"name": "Faro y Cía", "kind": "agency", "version": 2})
    event = Event.objects.get(verb="workspace.renamed")
    assert (event.before, event.after) == ({"name": "Agencia Faro"}, {"name": "Faro y Cía"})


def test_a_brand_is_deleted_once(brand):
    workspaces.delete_brand(brand)
    workspaces.delete_brand(brand)
    assert Event.objects.filter(verb="brand.deleted").count() == 1


def test_switching_leads_only_where_the_role_may_go(client, workspace, brand, bob, bob_in):
    """Bob runs Verdea and is a client of Cafés Lumbre: its settings are not for him."""
    verdea = workspaces.create_brand(workspace, "Verdea")
    BrandRole.objects.create(workspace=workspace, brand=verdea, member=bob_in.member, role=Role.MANAGER)
    BrandRole.objects.filter(pk=bob_in.pk).update(role=Role.CLIENT)
    client.force_login(bob)
    page = client.get("/brands/switch/", {"section": "settings", "at": verdea.public_id}).content.decode()
    assert f"/b/{brand.public_id}/settings/" not in page
    assert f'href="/b/{brand.public_id}/"' in page
    assert f"/b/{verdea.public_id}/settings/" in page


def test_a_workspace_invites_only_so_many_within_an_hour(alices, workspace, brand, monkeypatch):
    monkeypatch.setattr(invitations, "PER_HOUR", 2)
    answers = [
        alices.post(
            f"/b/{brand.public_id}/settings/team/", {"email": f"{n}@x.example", "language": "es", "role": Role.CLIENT}
        ).status_code
        for n in range(3)
    ]
    assert answers == [302, 302, 422]
    assert Invitation.objects.count() == 2
