import pytest
from django.db import transaction
from django.utils import translation

from mail.models import Mail, Standing
from mail.writing import write

pytestmark = pytest.mark.django_db


def reset_mail(**changes):
    context = {"address": "ana@lumbre.example", "link": "https://x.example/?a=1&b=2", "hours": 24}
    given = {"to": "ana@lumbre.example", "language": "en", "purpose": "password_reset", "template": "password_reset"}
    return write(**{**given, "context": context, **changes})


def test_a_mail_has_a_subject_text_and_html_in_the_language_of_whom_it_is_for():
    with translation.override("es"):
        mail = reset_mail(language="en")
        assert translation.get_language() == "es"
    assert mail.subject == "Choose a new password for cmhub"
    assert "This link works once and for 24 hours:" in mail.text
    assert '<html lang="en">' in mail.html
    assert mail.language == "en"


def test_text_is_not_escaped_and_html_is():
    mail = reset_mail()
    assert "https://x.example/?a=1&b=2" in mail.text
    assert 'href="https://x.example/?a=1&amp;b=2"' in mail.html


def test_what_a_person_typed_cannot_become_markup_or_a_header():
    evil = '<img src=x onerror="alert(1)">\r\nBcc: all@lumbre.example'
    context = {"headline": evil, "sentence": evil, "at": None, "device": evil, "ip": evil, "link": "https://x.example/"}
    mail = reset_mail(template="security_notice", context=context)
    assert "<img" not in mail.html
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


def test_without_a_mail_server_it_is_kept(settings):
    settings.CMHUB_MAIL_URL = ""
    mail = reset_mail()
    assert (mail.standing, mail.sent_at, mail.may_go_again) == (Standing.KEPT, None, True)


def test_with_a_mail_server_it_waits(settings):
    settings.CMHUB_MAIL_URL = "smtp://mail.lumbre.example"
    assert reset_mail().standing == Standing.WAITING


def test_it_lives_and_dies_with_the_callers_transaction():
    with transaction.atomic():
        reset_mail()
        transaction.set_rollback(True)
    assert Mail.objects.count() == 0


def test_message_ids_are_unique_and_of_the_public_address(settings):
    settings.CMHUB_PUBLIC_URL = "https://cmhub.lumbre.example/team"
    first, second = reset_mail(), reset_mail()
    assert first.message_id != second.message_id
    assert first.message_id.endswith("@cmhub.lumbre.example>")
