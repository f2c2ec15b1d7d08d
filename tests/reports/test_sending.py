from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from brands.models import Delivery, Notice, WorkspaceMail
from brands.roles import Role
from core.jobs import Job
from mail.models import Mail, MailPart
from reports import recipients, sending
from reports.models import ReportDelivery, ReportRecipient, ReportWishes, WeeklyReport
from reports.weekly import drafting
from tests.reports.weekly import sample

pytestmark = pytest.mark.django_db
MADRID = ZoneInfo("Europe/Madrid")
MONDAY = datetime(2026, 11, 23, 8, 30, tzinfo=MADRID)


@pytest.fixture(autouse=True)
def _mail_server(settings):
    settings.CMHUB_MAIL_URL = "smtp://127.0.0.1:1"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    return time_machine


@pytest.fixture
def report(in_brand):
    return sample.report(in_brand)


@pytest.fixture
def marta(in_brand, alice):
    return recipients.add(
        in_brand, by=alice, email="marta@cliente.example", name="Marta", language="es", weekday=1, hour=9
    )


def run() -> int:
    return sum(iter(sending.run_due, 0))


def test_each_gets_it_once_at_their_hour(report, marta, alice, clock):
    drafting.approve(report, by=alice)
    assert (sending.plan(report), sending.plan(report)) == (1, 0)
    assert run() == 0
    clock.move_to(MONDAY.replace(hour=9), tick=False)
    assert (run(), run()) == (1, 0)
    mail = Mail.objects.get()
    assert (mail.to, mail.language, mail.purpose) == ("marta@cliente.example", "es", "report")
    assert WorkspaceMail.objects.filter(mail=mail, workspace=report.brand.workspace).count() == 1
    report.refresh_from_db()
    assert (report.state, report.sent_at) == ("sent", MONDAY.replace(hour=9))


def test_who_wanted_it_earlier_gets_it_at_once(report, marta, alice, clock):
    clock.move_to(MONDAY + timedelta(hours=3), tick=False)
    drafting.approve(report, by=alice)
    sending.plan(report)
    assert run() == 1


def test_send_now_does_not_wait_and_sends_nothing_twice(report, marta, alice):
    drafting.approve(report, by=alice)
    sending.plan(report)
    assert sending.send_now(report, by=alice) == 1
    assert run() == 1
    assert sending.send_now(report, by=alice) == 0
    assert run() == 0
    assert Mail.objects.count() == 1


def test_one_address_gets_one_mail_whoever_has_it(report, alice, in_brand):
    recipients.add(in_brand, by=alice, user=alice, email="", language="en")
    recipients.add(in_brand, by=alice, email=alice.email, name="Alice, otra vez", language="es")
    drafting.approve(report, by=alice)
    assert sending.plan(report) == 1


def test_a_recipient_who_was_removed_and_came_back_gets_nothing_twice(report, marta, alice, in_brand):
    drafting.approve(report, by=alice)
    sending.plan(report)
    sending.send_now(report, by=alice)
    run()
    recipients.remove(ReportRecipient.objects.get(), by=alice)
    recipients.add(in_brand, by=alice, email="marta@cliente.example", language="es")
    assert sending.plan(report) == 0
    assert ReportDelivery.objects.get().recipient is None


@pytest.mark.parametrize("role", [Role.CLIENT])
def test_a_member_gets_it_while_they_may_read_it(report, alice, bob_in, in_brand):
    recipients.add(in_brand, by=alice, user=bob_in.member.user, email="", language="es")
    drafting.approve(report, by=alice)
    assert sending.plan(report) == 1
    bob_in.delete()
    ReportDelivery.objects.update(not_before=MONDAY)
    run()
    delivery = ReportDelivery.objects.get()
    assert (delivery.state, delivery.last_error) == (Job.State.FAILED, "NotForThem")
    assert not Mail.objects.exists()
    assert Notice.objects.filter(kind="report.not_sent", user=alice).count() == 1
    (told,) = sending.shown(report)
    assert told.tone == "failed"
    assert told.again
    assert told.why


def test_the_language_and_the_files_are_the_recipients(report, alice, in_brand):
    recipients.add(in_brand, by=alice, email="a@x.example", language="en", pdf=False, xlsx=True)
    drafting.approve(report, by=alice)
    sending.plan(report)
    sending.send_now(report, by=alice)
    run()
    mail = Mail.objects.get()
    assert "22% more than the week before" in mail.text
    assert sorted(MailPart.objects.filter(mail=mail, cid="").values_list("name", flat=True)) == [
        "cafés-lumbre-2026-11-16.xlsx"
    ]
    assert MailPart.objects.filter(mail=mail).exclude(cid="").count() == 6


def test_a_brand_that_wants_it_so_sends_without_a_person(report, marta, in_brand, clock):
    assert sending.approve_due() == 0
    ReportWishes.objects.create(brand=in_brand, automatic=True)
    assert sending.approve_due() == 0
    clock.move_to(MONDAY.replace(hour=9), tick=False)
    assert (sending.approve_due(), sending.approve_due()) == (1, 0)
    assert run() == 1
    report.refresh_from_db()
    assert (report.state, report.approved_by) == ("sent", None)


def test_nothing_goes_out_before_somebody_approves(report, marta, clock):
    clock.move_to(MONDAY + timedelta(days=2), tick=False)
    assert (sending.approve_due(), run()) == (0, 0)
    assert not ReportDelivery.objects.exists()


def test_webhooks_are_told_once(report, marta, alice, in_brand):
    from brands import webhooks

    webhooks.add(in_brand, name="CRM", address="https://hooks.example/x", wanted=["report.sent"])
    recipients.add(in_brand, by=alice, email="b@x.example", language="es")
    drafting.approve(report, by=alice)
    sending.send_now(report, by=alice)
    assert run() == 2
    assert Delivery.objects.filter(event="report.sent").count() == 1


def test_a_worker_that_died_leaves_nothing_half_done(report, marta, alice, clock):
    drafting.approve(report, by=alice)
    sending.plan(report)
    ReportDelivery.objects.update(state="running", heartbeat_at=MONDAY, claim="0" * 32)
    clock.move_to(MONDAY + timedelta(hours=1), tick=False)
    assert sending.sweep() == 1
    assert run() == 1
    assert Mail.objects.count() == 1


def test_what_the_mail_server_refused_says_what_to_do(report, marta, alice):
    drafting.approve(report, by=alice)
    sending.send_now(report, by=alice)
    run()
    Mail.objects.update(state="failed", last_error="Refused", last_error_detail="550 no such user")
    (told,) = sending.shown(report)
    assert told.tone == "failed"
    assert "550 no such user" in told.why
    assert sending.again(ReportDelivery.objects.select_related("mail").get())
    assert Mail.objects.get().state == "waiting"
    assert WeeklyReport.objects.get().state == "sent"
