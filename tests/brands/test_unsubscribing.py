"""Out of notices by mail from the mail itself (RFC 2369, RFC 8058)."""

from __future__ import annotations

from email import message_from_bytes

import pytest
from django.test import Client
from django.urls import reverse

from brands import notice_mails, notices, unsubscribing
from brands.models import Notice, NoticeWishes
from brands.scope import brand_scope
from mail import composing
from tests.brands.test_notice_mails import LATER, NOW, kinds, mails, tell  # noqa: F401  (kinds registers them)


@pytest.fixture
def strict() -> Client:
    """A mail program: no session, no cookie, CSRF in force."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def mail(brand, alice, settings):
    settings.CMHUB_PUBLIC_URL = "https://cm.example"
    alice.language = "en"
    alice.save()
    tell(brand)
    notice_mails.write_due()
    return mails(alice)[0]


def headers(mail):
    return message_from_bytes(composing.as_bytes(mail))


def path(mail) -> str:
    url = "".join(headers(mail)["List-Unsubscribe"].split())
    assert (url[:9], url[-1]) == ("<https://", ">")
    return url.removeprefix("<https://cm.example").rstrip(">")


def ways(user) -> dict:
    row = NoticeWishes.objects.filter(user=user).first()
    return {kind: chosen.get("mail") for kind, chosen in row.kinds.items()} if row else {}


def test_one_click_ends_the_kinds_of_the_mail(strict, mail, brand, alice):
    assert headers(mail)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    tell(brand, key="k2")
    answer = strict.post(path(mail), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, ways(alice)) == (200, {NOW: "none"})
    assert not Notice.all_brands.exclude(mail_at=None).exists()
    tell(brand, key="k3")
    tell(brand, LATER, key="k4")
    assert notice_mails.write_due() == 0
    assert list(Notice.all_brands.exclude(mail_at=None).values_list("kind", flat=True)) == [LATER]
    with brand_scope(brand.pk):
        assert notices.unread(alice) == 4  # the bell goes on


def test_looking_changes_nothing_and_offers_both(strict, mail, alice):
    page = strict.get(path(mail)).content.decode()
    assert ways(alice) == {}
    assert "A kettle boils" in page
    assert 'value="kinds"' in page
    assert 'value="all"' in page


def test_all_of_them(strict, mail, alice):
    page = strict.post(path(mail), {"what": "all"})
    assert "You get no mails about what happens any more" in page.content.decode()
    assert set(ways(alice).values()) == {"none"}
    assert set(ways(alice)) == set(notices.names())


def test_other_choices_stay(strict, mail, alice):
    NoticeWishes.objects.create(user=alice, kinds={NOW: {"bell": False}, LATER: {"mail": "now"}}, digest_hour=7)
    strict.post(path(mail))
    row = NoticeWishes.objects.get(user=alice)
    assert row.kinds == {NOW: {"bell": False, "mail": "none"}, LATER: {"mail": "now"}}
    assert row.digest_hour == 7


@pytest.mark.parametrize("spoil", [lambda p: p[:-3] + "xx/", lambda p: p.replace("unsubscribe/", "unsubscribe/a")])
def test_a_guessed_address_ends_nothing(strict, mail, alice, spoil):
    wrong = spoil(path(mail))
    for ask in (strict.get, strict.post):
        answer = ask(wrong, headers={"Accept-Language": "en"})
        assert answer.status_code == 404
        assert "No mail was stopped" in answer.content.decode()
    assert ways(alice) == {}


def test_a_person_who_is_gone(strict, bob):
    here = unsubscribing.path(bob, [NOW])
    bob.delete()
    assert strict.post(here).status_code == 404


def test_a_long_list_of_kinds_fits_into_a_header(alice):
    many = [f"publication.kind-{n}" for n in range(30)]
    found = unsubscribing.read(unsubscribing.path(alice, many).rstrip("/").rsplit("/", 1)[1])
    assert found.kinds == tuple(sorted(many))
    assert len(unsubscribing.path(alice, many)) < 900


def test_without_https_there_is_a_page_but_no_single_click(mail):
    mail.unsubscribe_url = "http://localhost:8000/notices/unsubscribe/x/"
    said = headers(mail)
    assert said["List-Unsubscribe"] == "<http://localhost:8000/notices/unsubscribe/x/>"
    assert said["List-Unsubscribe-Post"] is None


def test_other_mails_have_no_such_way(mail):
    mail.unsubscribe_url = ""
    assert headers(mail)["List-Unsubscribe"] is None


def test_the_address_stands_in_the_mail_too(mail):
    assert f"https://cm.example{path(mail)}" in mail.text
    assert reverse("brands:notice_wishes") in mail.text
