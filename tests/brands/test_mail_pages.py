import pytest

from brands import invitations
from brands.roles import Role
from mail.models import Mail, Standing
from mail.writing import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(alice, brand):
    """The mail of an invitation that Alice's workspace sent."""
    roles, granters = {brand: Role.ANALYST}, {brand.pk: Role.OWNER}
    invitations.invite(
        brand.workspace, email="eva@example.com", language="es", roles=roles, by=alice, granters=granters
    )
    return Mail.objects.get(purpose="invitation")


@pytest.fixture
def reset(alice):
    """A link that opens Alice's account."""
    link = "https://x.example/accounts/password/reset/key/1-secret/"
    context = {"address": alice.email, "link": link, "hours": 24}
    return write(to=alice.email, language="en", purpose="password_reset", template="password_reset", context=context)


@pytest.fixture
def operator(charlie):
    charlie.is_operator = True
    charlie.save()
    return charlie


def pages(base, mail):
    return [f"{base}mail/", *(f"{base}mail/{mail.public_id}/{page}" for page in ("", "html/"))]


def test_an_owner_reads_what_the_workspace_sent_and_copies_its_link(client, alice, workspace, invited):
    client.force_login(alice)
    listed, detail, html = (client.get(path) for path in pages(f"/w/{workspace.public_id}/", invited))
    assert invited.subject in listed.content.decode()
    assert "/invitation/" in detail.content.decode()
    assert html.content.decode() == invited.html


def test_nobody_in_a_workspace_reads_a_mail_that_opens_an_account(client, alice, workspace, reset):
    client.force_login(alice)
    listed, *single = (client.get(path) for path in pages(f"/w/{workspace.public_id}/", reset))
    assert reset.subject not in listed.content.decode()
    assert [page.status_code for page in single] == [404, 404]


def test_not_even_if_it_were_counted_as_the_workspaces(client, alice, workspace, reset):
    from brands.models import WorkspaceMail

    WorkspaceMail.objects.create(workspace=workspace, mail=reset)
    client.force_login(alice)
    assert client.get(f"/w/{workspace.public_id}/mail/{reset.public_id}/").status_code == 404


def test_a_stranger_and_a_teammate_read_none(client, charlie, bob, bob_in, workspace, invited):
    for person, status in ((charlie, 404), (bob, 403)):
        client.force_login(person)
        assert [client.get(path).status_code for path in pages(f"/w/{workspace.public_id}/", invited)] == [status] * 3


def test_an_owner_cannot_reach_the_mail_of_another_workspace(client, charlie, other_brand, invited):
    client.force_login(charlie)
    own = f"/w/{other_brand.workspace.public_id}/"
    assert [client.get(path).status_code for path in pages(own, invited)] == [200, 404, 404]
    assert client.post(f"{own}mail/{invited.public_id}/again/").status_code == 404


def test_the_operator_reads_all_and_nobody_else_does(client, alice, operator, reset):
    client.force_login(alice)
    assert [client.get(path).status_code for path in pages("/operator/", reset)] == [404] * 3
    client.force_login(operator)
    listed, detail, _ = (client.get(path).content.decode() for path in pages("/operator/", reset))
    assert reset.subject in listed
    assert "key/1-secret/" in detail


def test_the_frame_of_a_mail_runs_and_loads_nothing(client, operator, reset):
    client.force_login(operator)
    answer = client.get(f"/operator/mail/{reset.public_id}/html/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_failed_mail_shows_what_the_server_said_and_goes_again(client, alice, workspace, invited, settings):
    settings.CMHUB_MAIL_URL = "smtp://127.0.0.1:1"
    words = "550 5.1.1 no such user <script>"
    Mail.objects.filter(pk=invited.pk).update(state="failed", last_error="Refused", last_error_detail=words)
    client.force_login(alice)
    page = f"/w/{workspace.public_id}/mail/{invited.public_id}/"
    assert "550 5.1.1 no such user &lt;script&gt;" in client.get(page).content.decode()
    assert client.post(f"{page}again/")["Location"] == page
    invited.refresh_from_db()
    assert (invited.standing, invited.last_error_detail) == (Standing.WAITING, "")


def test_without_a_server_nothing_goes_again(client, alice, workspace, invited):
    client.force_login(alice)
    client.post(f"/w/{workspace.public_id}/mail/{invited.public_id}/again/")
    invited.refresh_from_db()
    assert invited.standing == Standing.KEPT
