import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.core.management import call_command
from django.utils import translation

from accounts.models import User
from cmhub.management.commands import prepare


@pytest.fixture(autouse=True)
def _only_what_follows(monkeypatch):
    """Tables, words and static files are made elsewhere in the tests."""
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: None)
    monkeypatch.setattr(prepare, "compile_catalogues", list)


@pytest.fixture
def demo(db, settings):
    return User.objects.create_user(settings.CMHUB_DEMO_EMAIL, "pw")


def test_on_loopback_the_demo_may_sign_in(demo, settings, capsys):
    settings.CMHUB_DEMO_SIGN_IN = True
    call_command("prepare")
    assert capsys.readouterr().out == f"{settings.CMHUB_DEMO_EMAIL}\n"


def test_elsewhere_it_may_not_and_is_signed_out(demo, settings, capsys, client):
    client.force_login(demo)
    settings.CMHUB_DEMO_SIGN_IN = False
    call_command("prepare")
    demo.refresh_from_db()
    assert not demo.is_active
    assert settings.CMHUB_DEMO_EMAIL not in capsys.readouterr().out
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/")
    settings.CMHUB_DEMO_SIGN_IN = True
    call_command("prepare")
    demo.refresh_from_db()
    assert demo.is_active


def test_what_was_asked_before_the_words_were_written_is_asked_again(db, settings, monkeypatch, tmp_path):
    file = tmp_path / "es/LC_MESSAGES/django.mo"
    words = Catalog(locale="es")
    words.add("A word of a first start", "Una palabra del primer arranque")

    def written():
        file.parent.mkdir(parents=True)
        with file.open("wb") as stream:
            write_mo(stream, words)
        return [file]

    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(prepare, "compile_catalogues", written)
    with translation.override("es"):
        assert translation.gettext("A word of a first start") == "A word of a first start"
    call_command("prepare")
    with translation.override("es"):
        assert translation.gettext("A word of a first start") == "Una palabra del primer arranque"
