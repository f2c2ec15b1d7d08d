import io

import pytest
from django.core.management import CommandError, call_command

from accounts import first_run
from accounts.models import User
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ANA = {"name": "Ana", "email": "Ana@lumbre.example", "password": PASSWORD}


def test_the_code_from_the_terminal_opens_the_page(client, capsys):
    call_command("setup_link")
    link = capsys.readouterr().out.strip()
    page = client.get("/setup/" + link.partition("/setup/")[2])
    assert page.status_code == 200
    assert first_run.setup_code() in page.content.decode()


@pytest.mark.parametrize("code", ["", "wrong", "aaaaaaaaaaaaaaaa", "ñ"])
def test_without_the_code_nothing_is_made(client, code):
    assert client.get("/setup/", {"code": code}).status_code == 403
    assert client.post("/setup/", {**ANA, "code": code}).status_code == 403
    assert User.objects.count() == 0


def test_the_first_person_operates_the_installation_and_is_signed_in(client):
    answer = client.post("/setup/", {**ANA, "code": first_run.setup_code()})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    user = User.objects.get()
    assert (user.email, user.name, user.is_operator) == ("ana@lumbre.example", "Ana", True)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_weak_password_is_refused_in_words(client):
    page = client.post("/setup/", {**ANA, "password": "short", "code": first_run.setup_code()})
    assert page.context["form"].errors.keys() == {"password"}
    assert User.objects.count() == 0


def test_later_the_page_leads_to_signing_in(client, alice):
    code = first_run.setup_code()
    assert client.get("/setup/", {"code": code})["Location"] == "/accounts/login/"
    assert client.post("/setup/", {**ANA, "code": code})["Location"] == "/accounts/login/"
    assert list(User.objects.all()) == [alice]
    with pytest.raises(CommandError):
        call_command("setup_link")


def test_the_command_makes_an_operator(monkeypatch, client):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    call_command("create_owner", "eva@lumbre.example", "--name", "Eva", stdout=io.StringIO())
    eva = User.objects.get()
    assert (eva.email, eva.is_operator, eva.check_password(PASSWORD)) == ("eva@lumbre.example", True, True)


def test_the_command_refuses_a_weak_password(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(CommandError):
        call_command("create_owner", "eva@lumbre.example")
    assert User.objects.count() == 0
