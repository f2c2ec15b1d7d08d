"""Notices by mail: when, to whom, in whose words, and never twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from brands import notice_mails, notice_wishes, notices, portability, team, workspaces
from brands.models import Notice, NoticeWishes, Way, WorkspaceMail
from brands.notice_wishes import Usual, Wishes
from brands.notices import Kind
from brands.roles import Need, Role
from brands.scope import brand_scope
from core import clock
from mail.models import Mail
from tests.conftest import join

NOW = "kettle.boils"
LATER = "kettle.rusts"
SILENT = "kettle.sings"
USUAL = {name: Usual(name, way, urgent=way == Way.NOW) for name, way in
         {NOW: Way.NOW, LATER: Way.DIGEST, SILENT: Way.NONE}.items()}  # fmt: skip


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(notices, "_kinds", {})

    def url(notice: Notice) -> str:
        return f"/kettle/{notice.key}/"

    need = Need.MANAGE_SOURCES
    notices.register(
        Kind(NOW, need, "%(kettle)s boils", "bolt", url, label="A kettle boils", urgent=True),
        Kind(LATER, need, "%(kettle)s rusts", "bolt", url),
        Kind(SILENT, need, "%(kettle)s sings", "bolt", url, mail=Way.NONE),
    )


def tell(brand, kind=NOW, key="k1", kettle="The blue one", to=None):
    with brand_scope(brand.pk):
        return notices.tell(brand, kind, key, kettle=kettle, to=to)


def wish(user, **columns) -> None:
    notices.wish(Wishes(NoticeWishes(user=user, **columns), user.zone))


def mails(user) -> list[Mail]:
    return list(Mail.objects.filter(to=user.email, purpose="notice").order_by("pk"))


def wishes(**columns) -> Wishes:
    return Wishes(NoticeWishes(**columns), ZoneInfo(columns.pop("zone", "Europe/Madrid")))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "columns", "told", "due"),
    [
        (NOW, {}, "2026-03-01T02:00", "2026-03-01T02:00"),
        (SILENT, {}, "2026-03-01T02:00", None),
        (LATER, {}, "2026-03-01T07:59", "2026-03-01T08:00"),  # 9 h in Madrid
        (LATER, {}, "2026-03-01T08:00", "2026-03-02T08:00"),
        (LATER, {"digest": "hourly"}, "2026-03-01T10:20:07", "2026-03-01T11:00"),
        (LATER, {"digest": "off"}, "2026-03-01T10:20", None),
        (LATER, {"kinds": {LATER: {"bell": True, "mail": "now"}}}, "2026-03-01T10:20", "2026-03-01T10:20"),
        (NOW, {"kinds": {NOW: {"bell": False, "mail": "none"}}}, "2026-03-01T10:20", None),
        # quiet from 22 to 7, in Madrid
        (NOW, {"quiet_from": 22, "quiet_until": 7}, "2026-03-01T20:59", "2026-03-01T20:59"),
        (NOW, {"quiet_from": 22, "quiet_until": 7}, "2026-03-01T21:00", "2026-03-02T06:00"),
        (NOW, {"quiet_from": 22, "quiet_until": 7}, "2026-03-01T03:00", "2026-03-01T06:00"),
        (NOW, {"quiet_from": 13, "quiet_until": 16}, "2026-03-01T12:30", "2026-03-01T15:00"),
        (NOW, {"quiet_from": 22, "quiet_until": 7, "urgent_any_time": True}, "2026-03-01T03:00", "2026-03-01T03:00"),
        (LATER, {"digest": "hourly", "quiet_from": 22, "quiet_until": 7, "urgent_any_time": True},
         "2026-03-01T20:30", "2026-03-02T06:00"),
        # the night in which the clocks of Madrid go forward: 9 h is an hour earlier in UTC
        (LATER, {}, "2026-03-28T12:00", "2026-03-29T07:00"),
        # 2 h does not exist that night; it is kept at the moment to which the clocks jump
        (LATER, {"digest_hour": 2}, "2026-03-28T12:00", "2026-03-29T01:00"),
        # 2 h exists twice in October: once is enough
        (LATER, {"digest_hour": 2}, "2026-10-25T00:00", "2026-10-26T01:00"),
    ],
)  # fmt: skip
def test_when_a_mail_is_due(kind, columns, told, due):
    found = wishes(**columns).mail_at(USUAL[kind], at(told))
    assert found == (at(due) if due else None)


def test_urgent_ones_are_mailed_at_once_others_in_the_digest_and_the_rest_stays_at_the_bell(brand, alice):
    for kind in (NOW, LATER, SILENT):
        tell(brand, kind)
    assert notice_mails.write_due() == 1
    assert [mail.subject for mail in mails(alice)] == ["Cafés Lumbre: The blue one boils"]
    with clock.shifted(timedelta(days=1)):
        assert notice_mails.write_due() == 1
        assert notice_mails.write_due() == 0
    assert [mail.subject for mail in mails(alice)][1:] == ["Cafés Lumbre: The blue one rusts"]
    assert notices.unread(alice) == 3


def test_the_mail_says_what_where_and_how_to_get_no_more_of_it(brand, alice, settings):
    settings.CMHUB_PUBLIC_URL = "https://cm.example"
    alice.language = "en"
    alice.save()
    tell(brand, kettle="غلاية <b>")
    notice_mails.write_due()
    mail = mails(alice)[0]
    assert mail.language == "en"
    assert mail.subject == "Cafés Lumbre: غلاية <b> boils"
    assert "https://cm.example/kettle/k1/" in mail.text
    assert "- A kettle boils: https://cm.example/notices/wishes/#kettle.boils" in mail.text
    assert "غلاية &lt;b&gt; boils" in mail.html
    assert 'href="https://cm.example/notices/wishes/#kettle.boils"' in mail.html
    assert list(WorkspaceMail.objects.filter(workspace=brand.workspace).values_list("mail", flat=True)) == [mail.pk]


def test_what_is_due_together_is_one_mail_for_each_workspace(brand, workspace, other_brand, alice):
    """Lines of another workspace would be read by this one's owner."""
    verdea = workspaces.create_brand(workspace, "Verdea")
    join(other_brand, alice, Role.COMMUNITY)
    alice.language = "en"
    alice.save()
    for one in (brand, verdea, other_brand):
        tell(one)
    notice_mails.write_due()
    found = {WorkspaceMail.objects.get(mail=mail).workspace.name: mail for mail in mails(alice)}
    assert found.keys() == {"Agencia Faro", "Casa Charlie"}
    assert found["Agencia Faro"].subject == "Agencia Faro: 2 notices"
    assert "La Molinera" not in found["Agencia Faro"].text


def test_a_flood_is_one_mail_that_ends_somewhere(brand, alice):
    for n in range(notice_mails.MOST_LINES + 7):
        tell(brand, key=f"k{n}")
    assert notice_mails.write_due() == 1
    text = mails(alice)[0].text
    assert text.count("/kettle/k") == notice_mails.MOST_LINES
    assert "7" in text.split("/kettle/k49/")[1]
    assert not Notice.all_brands.exclude(mail_at=None).exists()


def test_what_was_read_or_is_over_before_its_mail_is_not_mailed(brand, alice, bob, bob_in):
    for key in ("read", "over", "stands"):
        tell(brand, LATER, key)
    notices.read(notices.of(alice).filter(key="read"))
    with brand_scope(brand.pk):
        notices.settle(LATER, ["over"])
    with clock.shifted(timedelta(days=1)):
        notice_mails.write_due()
    assert [f"/kettle/{key}/" in mails(alice)[0].text for key in ("read", "over", "stands")] == [False, False, True]
    assert [f"/kettle/{key}/" in mails(bob)[0].text for key in ("read", "over", "stands")] == [True, False, True]


def test_quiet_hours_that_began_meanwhile_are_kept(brand, alice):
    tell(brand)
    hour = clock.now().astimezone(alice.zone).hour
    NoticeWishes.objects.create(user=alice, quiet_from=hour, quiet_until=(hour + 2) % 24)
    assert notice_mails.write_due() == 0
    with clock.shifted(timedelta(hours=2)):
        assert notice_mails.write_due() == 1


@pytest.mark.parametrize("leave", ["role", "demoted", "inactive", "brand"])
def test_who_may_not_know_any_more_gets_nothing(brand, bob, bob_in, leave):
    tell(brand, to=bob)
    match leave:
        case "role":
            team.remove_from_brand(bob_in, granter=Role.OWNER)
        case "demoted":
            team.change_role(bob_in, Role.CLIENT, seen=1, granter=Role.OWNER)
        case "inactive":
            bob.is_active = False
            bob.save()
        case _:
            workspaces.delete_brand(brand)
    assert notice_mails.write_due() == 0
    assert not mails(bob)
    assert not Notice.all_brands.exclude(mail_at=None).exists()


def test_who_turns_mail_off_gets_none_of_what_waits(brand, alice):
    tell(brand)
    tell(brand, LATER)
    wish(alice, kinds={NOW: {"bell": True, "mail": "none"}}, digest="off")
    with clock.shifted(timedelta(days=2)):
        assert notice_mails.write_due() == 0
    assert notices.unread(alice) == 2


def test_the_bell_can_be_off_for_a_kind(brand, alice):
    tell(brand)
    wish(alice, kinds={NOW: {"bell": False, "mail": "now"}})
    tell(brand, key="k2")
    assert notices.unread(alice) == 0
    assert notice_mails.write_due() == 1
    wish(alice)
    assert notices.unread(alice) == 2


def test_a_mail_that_cannot_be_written_leaves_its_notices_due_and_holds_up_no_other(
    brand, alice, bob, bob_in, monkeypatch, caplog
):
    tell(brand)
    write = notice_mails.write
    monkeypatch.setattr(notice_mails, "write", lambda **mail: write(**mail) if mail["to"] != alice.email else 1 / 0)
    assert notice_mails.write_due() == 1
    assert [record.message for record in caplog.records if record.exc_info] == [
        "a mail of notices could not be written"
    ]
    assert (len(mails(alice)), len(mails(bob))) == (0, 1)
    monkeypatch.setattr(notice_mails, "write", write)
    assert notice_mails.write_due() == 1
    assert (len(mails(alice)), len(mails(bob))) == (1, 1)


def test_erasing_the_workspace_erases_its_mails(brand, workspace, alice):
    tell(brand)
    notice_mails.write_due()
    portability.erase(workspace)
    assert not mails(alice)


PAGE = {
    "bell:kettle.boils": "on",
    "mail:kettle.boils": "now",
    "bell:kettle.rusts": "on",
    "mail:kettle.rusts": "none",
    "mail:kettle.sings": "digest",
    "digest": "daily",
    "digest_hour": "8",
    "quiet": "on",
    "quiet_from": "22",
    "quiet_until": "7",
}


def test_a_person_says_how_they_are_told(client, alice, brand, bob):
    client.force_login(alice)
    page = reverse("brands:notice_wishes")
    assert client.get(page).status_code == 200
    assert client.post(page, PAGE).status_code == 302
    row = NoticeWishes.objects.get()
    assert (row.user, row.digest, row.digest_hour, row.quiet_from, row.quiet_until, row.urgent_any_time) == (
        alice, "daily", 8, 22, 7, False,
    )  # fmt: skip
    assert row.kinds == {LATER: {"bell": True, "mail": "none"}, SILENT: {"bell": False, "mail": "digest"}}
    form = client.get(page).context["form"]
    assert {name: form[name].value() for name in ("quiet", "quiet_from", "mail:kettle.rusts", "bell:kettle.sings")} == {
        "quiet": True, "quiet_from": 22, "mail:kettle.rusts": "none", "bell:kettle.sings": False,
    }  # fmt: skip
    client.post(page, {name: value for name, value in PAGE.items() if name != "quiet"})
    row.refresh_from_db()
    assert (row.quiet_from, row.quiet_until) == (None, None)
    assert notice_wishes.of([bob.pk])[bob.pk].row.kinds == {}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"quiet_from": "7"}, "quiet_until"),
        ({"digest_hour": "23"}, "digest_hour"),
        ({"digest_hour": "24"}, "digest_hour"),
        ({"mail:kettle.rusts": "pigeon"}, "mail:kettle.rusts"),
        ({"quiet_from": ""}, "quiet_from"),
    ],
)
def test_a_form_that_contradicts_itself_is_said_so(client, alice, brand, wrong, field):
    client.force_login(alice)
    answer = client.post(reverse("brands:notice_wishes"), PAGE | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not NoticeWishes.objects.exists()


@pytest.mark.parametrize("role", [Role.CLIENT])
def test_only_kinds_that_may_come_are_offered(client, bob, bob_in):
    client.force_login(bob)
    assert client.get(reverse("brands:notice_wishes")).context["form"].kinds == []
