from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection

from core import clock, jobs
from core.jobs import Job
from mail import sending
from mail.models import Mail, Standing
from mail.writing import write
from tests.mail.sink import PASSWORD

pytestmark = pytest.mark.django_db


def a_mail(to="ana@lumbre.example", purpose="invitation", **context):
    values = {"headline": "Añadida: «Café Lumbre»", "sentence": "Sí.", "at": None, "device": "", "ip": "", "link": "/"}
    return write(to=to, language="es", purpose=purpose, template="security_notice", context={**values, **context})


def test_a_mail_arrives_with_text_html_and_what_it_is_recognised_by(sink):
    mail = a_mail()
    assert sending.send_due() == 1
    envelope, got = sink.box[0]
    assert (envelope.mail_from, envelope.rcpt_tos) == ("avisos@lumbre.example", ["ana@lumbre.example"])
    assert got["subject"] == "Añadida: «Café Lumbre»"
    assert got["from"] == "cmhub <avisos@lumbre.example>"
    assert got["message-id"] == mail.message_id
    assert got["auto-submitted"] == "auto-generated"
    assert got["content-language"] == "es"
    assert got.get_body(("plain",)).get_content().replace("\r\n", "\n") == mail.text
    assert got.get_body(("html",)).get_content().replace("\r\n", "\n").strip() == mail.html.strip()
    mail.refresh_from_db()
    assert (mail.standing, mail.attempts) == (Standing.SENT, 1)
    assert mail.sent_at is not None


def test_it_is_sent_once(sink):
    a_mail()
    assert [sending.send_due(), sending.send_due()] == [1, 0]
    assert len(sink.box) == 1


def test_several_go_through_one_connection(sink):
    for number in range(3):
        a_mail(to=f"p{number}@lumbre.example")
    assert sending.send_due() == 3
    assert [session is sink.sessions[0] for session in sink.sessions] == [True] * 3


def test_a_refused_recipient_fails_with_the_servers_words_and_the_next_mail_goes(sink):
    sink.says = {"RCPT": ["550 5.1.1 no such user"]}
    bad, good = a_mail(to="gone@lumbre.example"), a_mail()
    assert sending.send_due() == 1
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.standing, bad.last_error, bad.last_error_detail) == (
        Standing.FAILED,
        "Refused",
        "550 5.1.1 no such user",
    )
    assert good.standing == Standing.SENT


def test_a_busy_server_gets_it_later(sink):
    sink.says = {"RCPT": ["451 4.7.1 greylisted"]}
    mail = a_mail()
    assert sending.send_due() == 0
    mail.refresh_from_db()
    assert (mail.standing, mail.attempts, mail.last_error_detail) == (Standing.RETRYING, 1, "451 4.7.1 greylisted")
    assert sending.send_due() == 0
    assert sink.box == []
    with clock.shifted(timedelta(minutes=1)):
        assert sending.send_due() == 1
    mail.refresh_from_db()
    assert (mail.standing, mail.last_error) == (Standing.SENT, "")
    assert len(sink.box) == 1


def test_content_that_is_refused_fails(sink):
    sink.says = {"DATA": ["554 5.7.1 looks like spam"]}
    mail = a_mail()
    sending.send_due()
    mail.refresh_from_db()
    assert (mail.standing, mail.last_error_detail) == (Standing.FAILED, "554 5.7.1 looks like spam")


def test_a_server_that_is_away_is_tried_again(settings):
    settings.CMHUB_MAIL_URL = "smtp://127.0.0.1:1"
    mails = [a_mail(), a_mail()]
    assert sending.send_due() == 0
    for mail in mails:
        mail.refresh_from_db()
        assert (mail.standing, mail.last_error, mail.attempts) == (Standing.RETRYING, "Unavailable", 1)


def test_in_the_end_it_gives_up(settings):
    settings.CMHUB_MAIL_URL = "smtp://127.0.0.1:1"
    mail = a_mail()
    for hours in range(0, 12 * 8, 8):
        with clock.shifted(timedelta(hours=hours)):
            sending.send_due()
    mail.refresh_from_db()
    assert (mail.standing, mail.attempts) == (Standing.FAILED, sending.MAX_ATTEMPTS)


def test_no_answer_after_the_content_is_never_repeated_without_a_person(sink):
    sink.hang_up_after_data = True
    mail = a_mail()
    assert sending.send_due() == 0
    mail.refresh_from_db()
    assert (mail.standing, mail.last_error) == (Standing.UNKNOWN, "OutcomeUnknown")
    with clock.shifted(timedelta(days=2)):
        sending.send_due()
    assert len(sink.box) == 1
    sink.hang_up_after_data = False
    assert sending.send_again(mail) is True
    assert sending.send_due() == 1
    assert [got["message-id"] for _, got in sink.box] == [mail.message_id] * 2


def test_a_worker_that_dies_leaves_it_unknown(sink):
    mail = a_mail()
    jobs.claim_due(Mail.objects.all(), limit=1)
    with clock.shifted(timedelta(minutes=5)):
        assert sending.send_due() == 0
    mail.refresh_from_db()
    assert (mail.standing, mail.claim) == (Standing.UNKNOWN, None)
    assert sink.box == []


def test_signing_in_to_the_server(sink, settings):
    settings.CMHUB_MAIL_URL = f"smtp://cm%40lumbre.example:{quote(PASSWORD, safe='')}@127.0.0.1:{sink.port}"
    a_mail()
    assert sending.send_due() == 1
    assert sink.signed_in == [b"cm@lumbre.example"]


def test_a_wrong_password_for_the_server_waits_with_its_words(sink, settings):
    settings.CMHUB_MAIL_URL = f"smtp://cm:wrong@127.0.0.1:{sink.port}"
    mail = a_mail()
    assert sending.send_due() == 0
    mail.refresh_from_db()
    assert (mail.standing, mail.last_error_detail[:3]) == (Standing.RETRYING, "535")
    assert "wrong" not in mail.last_error_detail


def test_a_link_that_opens_an_account_is_forgotten_once_it_is_sent(sink):
    secret, other = a_mail(purpose="password_reset"), a_mail()
    sending.send_due()
    secret.refresh_from_db()
    other.refresh_from_db()
    assert (secret.text, secret.html, secret.may_go_again) == ("", "", False)
    assert other.text != ""


def test_what_was_kept_is_not_sent_when_a_server_appears_until_somebody_asks(settings, sink):
    settings.CMHUB_MAIL_URL = ""
    mail = a_mail()
    assert sending.send_again(mail) is False
    settings.CMHUB_MAIL_URL = sink.url
    assert sending.send_due() == 0
    assert sending.send_again(mail) is True
    assert sending.send_due() == 1


def test_what_was_sent_or_is_under_way_is_not_sent_again(sink):
    mail = a_mail()
    assert sending.send_again(mail) is False
    sending.send_due()
    mail.refresh_from_db()
    assert sending.send_again(mail) is False
    assert mail.state == Job.State.DONE


def test_mails_go_after_ninety_days():
    a_mail()
    with clock.shifted(timedelta(days=89)):
        assert sending.delete_old() == 0
    with clock.shifted(timedelta(days=91)):
        assert sending.delete_old() == 1
    assert Mail.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_workers_that_send_at_the_same_moment_send_each_mail_once(sink):
    for number in range(12):
        a_mail(to=f"p{number}@lumbre.example")

    def work():
        try:
            return sending.send_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        sent = sum(future.result() for future in [pool.submit(work) for _ in range(3)])
    assert sent == 12
    assert sorted(address for envelope, _ in sink.box for address in envelope.rcpt_tos) == sorted(
        f"p{number}@lumbre.example" for number in range(12)
    )
