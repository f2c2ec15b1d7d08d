"""Webhooks: written with what they tell of, signed, delivered at least once, never into private networks."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import time
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from brands import delivering, notices, portability, webhooks, wording
from brands.models import Delivery, Event, Webhook
from brands.roles import Role
from brands.scope import brand_scope
from cmhub.logs import redact
from core import clock, http, jobs
from tests import fault_server
from tests.conftest import join, make_user
from tests.fault_server import FaultServer, reply

PUBLISHED, FAILED = "post.published", "post.failed"


@pytest.fixture(autouse=True)
def _events(monkeypatch):
    monkeypatch.setattr(webhooks, "_events", {})
    webhooks.register_event(PUBLISHED, "A post is published")
    webhooks.register_event(FAILED, "A post failed")


@pytest.fixture
def server(settings):
    with FaultServer({"/": reply(200, b"thanks")}) as server:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair})
        yield server


@pytest.fixture
def scene(transactional_db, alice, workspace, brand):
    """Rows that other threads see."""
    with brand_scope(brand.pk):
        yield brand


def add(brand, address="https://hooks.example/x", wanted=(PUBLISHED,), name="CRM") -> Webhook:
    with brand_scope(brand.pk):
        return webhooks.add(brand, name=name, address=address, wanted=wanted)[0]


def only() -> Delivery:
    return Delivery.all_brands.get()


def signed(secret: str, timestamp: str, body: bytes) -> str:
    return "v1=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class TestAnnouncing:
    def test_each_active_webhook_that_wants_it_gets_a_row(self, in_brand, other_brand):
        wants, both = add(in_brand), add(in_brand, "https://b.example/", (FAILED, PUBLISHED))
        add(in_brand, "https://c.example/", (FAILED,))
        webhooks.pause(add(in_brand, "https://d.example/"))
        add(other_brand)
        assert webhooks.announce(in_brand, PUBLISHED, {"post": "abc", "at": clock.now()}) == 2
        assert set(Delivery.all_brands.values_list("webhook", flat=True)) == {wants.pk, both.pk}
        row = Delivery.objects.get(webhook=wants)
        body = json.loads(row.body)
        assert (body["id"], body["event"], body["data"]["post"]) == (row.public_id, PUBLISHED, "abc")
        assert body["brand"] == {"id": in_brand.public_id, "name": "Cafés Lumbre"}

    def test_what_is_rolled_back_is_not_told(self, in_brand):
        add(in_brand)
        with transaction.atomic():
            webhooks.announce(in_brand, PUBLISHED, {})
            transaction.set_rollback(True)
        assert not Delivery.objects.exists()

    def test_an_event_that_nobody_registered_is_a_mistake(self, in_brand):
        with pytest.raises(KeyError):
            webhooks.announce(in_brand, "post.eaten", {})


class TestTaking:
    def test_it_arrives_signed_and_is_told_once(self, scene, server):
        webhook = add(scene, server.url("/in"))
        webhooks.announce(scene, PUBLISHED, {"text": "¡Café «frío»! 🧊"})
        assert delivering.deliver_due() == 1
        assert delivering.deliver_due() == 0
        (came,) = server.requests
        row = only()
        assert (came.method, came.path, came.body) == ("POST", "/in", row.body.encode())
        assert json.loads(came.body)["data"]["text"] == "¡Café «frío»! 🧊"
        said = {name: came.headers[f"x-cmhub-{name}"] for name in ("event", "delivery", "timestamp", "signature")}
        assert (said["event"], said["delivery"]) == (PUBLISHED, row.public_id)
        assert said["signature"] == signed(webhook.secret, said["timestamp"], came.body)
        assert abs(int(said["timestamp"]) - time.time()) < 60
        assert (row.state, row.status, row.answer, row.attempts, row.last_error) == ("done", 200, "thanks", 1, "")

    def test_the_example_in_the_documentation_knows_it(self, scene, server):
        webhook = add(scene, server.url())
        webhooks.announce(scene, PUBLISHED, {})
        delivering.deliver_due()
        text = (Path(__file__).parents[2] / "docs/webhooks.md").read_text()
        begin = text.index("    import hashlib")
        lines = text[begin : text.index("\n\nThe secret is shown once")].splitlines()
        known: dict = {}
        exec("\n".join(line[4:] for line in lines), known)
        headers = {"-".join(p.capitalize() for p in k.split("-")): v for k, v in server.requests[0].headers.items()}
        body = server.requests[0].body
        assert known["is_genuine"](webhook.secret, headers, body)
        assert not known["is_genuine"]("whsec_another", headers, body)
        assert not known["is_genuine"](webhook.secret, headers, body + b" ")
        late = headers | {"X-Cmhub-Timestamp": str(int(time.time()) - 301)}
        assert not known["is_genuine"](webhook.secret, late, body)

    def test_for_a_day_both_secrets_sign(self, scene):
        webhook = add(scene)
        former, new = webhook.secret, webhooks.change_secret(webhook)
        webhook.refresh_from_db()
        now, body = clock.now(), b"{}"
        stamp = str(int(now.timestamp()))
        both = f"{signed(new, stamp, body)},{signed(former, stamp, body)}"
        assert delivering.signatures(webhook, now, body) == both
        later = now + timedelta(hours=24, seconds=1)
        assert delivering.signatures(webhook, later, body) == signed(new, str(int(later.timestamp())), body)


FAULTS = [
    (reply(500, b"broken"), 500, "NotTaken", "waiting"),
    (reply(404), 404, "NotTaken", "waiting"),
    (reply(302, b"", Location="http://10.0.0.1/"), 302, "NotTaken", "waiting"),
    (reply(307, b"", Location="http://10.0.0.1/"), 307, "NotTaken", "waiting"),
    (fault_server.reset, None, "NoAnswer", "waiting"),
    (fault_server.hang, None, "NoAnswer", "waiting"),
    (fault_server.half, None, "NoAnswer", "waiting"),
    (fault_server.drip, None, "NoAnswer", "waiting"),
    (fault_server.drip_headers, None, "NoAnswer", "waiting"),
    (reply(200, b"\x1f\x8bno", Content_Encoding="gzip"), None, "Unreadable", "waiting"),
    (fault_server.raw(b"HTTP/1.1 500 X\r\nContent-Length: 99999999\r\n\r\n"), 500, "TooLarge", "waiting"),
    (reply(410), 410, "NotTaken", "failed"),
]


class TestFaults:
    @pytest.mark.parametrize(("fault", "status", "error", "state"), FAULTS)
    def test_what_was_not_taken_goes_again_with_the_same_id(
        self, scene, server, monkeypatch, fault, status, error, state
    ):
        monkeypatch.setattr(delivering, "PATIENCE", http.Patience(connect=1, read=0.5, total=1))
        server.routes["/"] = fault
        add(scene, server.url("/in"))
        webhooks.announce(scene, PUBLISHED, {})
        assert delivering.deliver_due() == 1
        row = only()
        assert (row.state, row.status, row.last_error, row.attempts) == (state, status, error, 1)
        assert {came.path for came in server.requests} == {"/in"}, "no redirect was followed"
        if state == "waiting":
            assert timedelta(seconds=20) < row.not_before - clock.now() < timedelta(seconds=40)
            server.routes["/"] = reply(204)
            with clock.shifted(timedelta(minutes=1)):
                assert delivering.deliver_due() == 1
            assert (only().state, only().status, only().attempts) == ("done", 204, 2)
            assert len({came.headers["x-cmhub-delivery"] for came in server.requests}) == 1

    def test_a_huge_answer_to_what_was_taken_is_not_sent_again(self, scene, server):
        server.routes["/"] = fault_server.flood(5_000_000)
        add(scene, server.url())
        webhooks.announce(scene, PUBLISHED, {})
        delivering.deliver_due()
        assert (only().state, only().status, only().answer) == ("done", 200, "")

    def test_an_answer_is_kept_to_500_characters_that_a_database_can_hold(self, scene, server):
        server.routes["/"] = reply(200, b"\x00\xff" + b"a" * 2000)
        add(scene, server.url())
        webhooks.announce(scene, PUBLISHED, {})
        delivering.deliver_due()
        assert only().answer == "\ufffd\ufffd" + "a" * 498

    @pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "169.254.169.254", "10.1.2.3"])
    def test_private_addresses_are_not_taken(self, scene, host):
        with pytest.raises(http.Refused):
            add(scene, f"http://{host}/")
        assert not Webhook.objects.exists()

    def test_a_name_that_leads_into_a_private_network_is_not_asked(self, scene, server, settings, monkeypatch):
        """As DNS rebinding does: the name was fine when it was added."""
        from core.http import addresses

        settings.CMHUB_OUTBOUND_ALLOW = frozenset()
        monkeypatch.setattr(addresses, "resolve", lambda host, port: ["127.0.0.1"])
        add(scene, f"http://hooks.example:{server.port}/")
        webhooks.announce(scene, PUBLISHED, {})
        delivering.deliver_due()
        assert (only().state, only().last_error, only().status) == ("failed", "Refused", None)
        assert server.requests == []

    def test_after_about_a_day_it_is_given_up(self, scene, server):
        server.routes["/"] = reply(503)
        add(scene, server.url())
        webhooks.announce(scene, PUBLISHED, {})
        begun, ahead = clock.now(), timedelta()
        while only().state == "waiting":
            ahead = only().not_before - begun + timedelta(seconds=5)
            with clock.shifted(ahead):
                delivering.deliver_due()
        assert (only().state, only().attempts) == ("failed", delivering.MAX_ATTEMPTS)
        assert timedelta(hours=20) < ahead < timedelta(hours=32)
        assert Webhook.objects.get().state == "active"
        server.routes["/"] = reply(200)
        assert webhooks.deliver_again(only())
        assert delivering.deliver_due() == 1
        assert (only().state, only().attempts) == ("done", 1)
        assert Webhook.objects.get().failures == 0

    def test_a_worker_that_died_leaves_it_to_the_next(self, scene, server):
        add(scene, server.url())
        webhooks.announce(scene, PUBLISHED, {})
        jobs.claim_due(Delivery.all_brands.all(), limit=1)
        assert delivering.deliver_due() == 0
        with clock.shifted(jobs.LEASE + timedelta(seconds=1)):
            assert delivering.deliver_due() == 1
        assert (only().state, only().attempts) == ("done", 2)


class TestStopping:
    def test_a_receiver_that_takes_nothing_for_three_days_is_told_no_more(self, scene, alice, server):
        bob = make_user("Bob")
        join(scene, bob, Role.COMMUNITY)
        server.routes["/"] = reply(500)
        webhook = add(scene, server.url())
        for hours in range(0, 80, 8):
            with clock.shifted(timedelta(hours=hours)):
                webhooks.announce(scene, PUBLISHED, {"hours": hours})
                delivering.deliver_due()
        webhook.refresh_from_db()
        assert webhook.state == "stopped"
        assert webhook.failures >= delivering.FAILURES
        assert set(Delivery.objects.values_list("state", flat=True)) <= {"paused", "failed"}
        assert notices.sentence(notices.of(alice).get()).startswith("The webhook \u2068CRM\u2069 stopped")
        assert not notices.of(bob).exists(), "who cannot manage webhooks can do nothing about it"
        last = Event.objects.latest("pk")
        assert (last.verb, last.actor_kind) == ("webhook.stopped", "system")
        assert "CRM" in wording.sentence(last)
        with clock.shifted(timedelta(hours=80)):
            assert webhooks.announce(scene, PUBLISHED, {}) == 0
            server.routes["/"] = reply(200)
            webhooks.resume(webhook)
            assert delivering.deliver_due() == Delivery.objects.filter(state="done").count() > 0
        assert not Delivery.objects.filter(state="paused").exists()
        assert notices.unread(alice) == 0

    def test_three_days_of_silence_are_no_failures(self, scene, server):
        server.routes["/"] = reply(500)
        webhook = add(scene, server.url())
        for hours in (0, 80):
            with clock.shifted(timedelta(hours=hours)):
                webhooks.announce(scene, PUBLISHED, {})
                delivering.deliver_due()
        webhook.refresh_from_db()
        assert webhook.state == "active"

    def test_410_stops_it_at_once(self, scene, alice, server):
        server.routes["/"] = reply(410)
        webhook = add(scene, server.url())
        webhooks.announce(scene, PUBLISHED, {})
        webhooks.announce(scene, PUBLISHED, {})
        assert delivering.deliver_due() == 1
        webhook.refresh_from_db()
        assert webhook.state == "stopped"
        assert sorted(Delivery.objects.values_list("state", flat=True)) == ["failed", "paused"]
        assert notices.unread(alice) == 1

    def test_what_is_paused_in_the_middle_of_a_try_is_held(self, scene, server):
        webhook = add(scene, server.url())
        webhooks.announce(scene, PUBLISHED, {})

        def paused_meanwhile(connected, request):
            with brand_scope(scene.pk):
                webhooks.pause(webhook)
            connection.close()
            reply(500)(connected, request)

        server.routes["/"] = paused_meanwhile
        delivering.deliver_due()
        assert only().state == "paused"
        server.routes["/"] = reply(200)
        webhooks.send_test(webhook)
        assert delivering.deliver_due() == 1, "a test goes out all the same"
        webhooks.resume(webhook)
        assert delivering.deliver_due() == 1

    def test_a_deleted_brand_tells_nothing(self, scene, server):
        from brands import workspaces

        add(scene, server.url())
        webhooks.announce(scene, PUBLISHED, {})
        workspaces.delete_brand(scene)
        assert delivering.deliver_due() == 0
        assert server.requests == []


class TestFairness:
    def test_a_slow_receiver_holds_up_no_other(self, scene, server, monkeypatch):
        """Thirty events for one that never answers, one for another: that one is told while the first still hangs."""
        monkeypatch.setattr(delivering, "PATIENCE", http.Patience(connect=1, read=2, total=2))
        server.routes |= {"/slow": fault_server.hang, "/fast": reply(200)}
        add(scene, server.url("/slow"), (FAILED,))
        for _ in range(30):
            webhooks.announce(scene, FAILED, {})
        add(scene, server.url("/fast"), (PUBLISHED,))
        webhooks.announce(scene, PUBLISHED, {})
        begun = time.monotonic()
        assert delivering.deliver_due(seconds=1) == 2
        assert time.monotonic() - begun < 3.5
        assert Delivery.objects.get(event=PUBLISHED).state == "done"
        assert [came.path for came in server.requests].count("/slow") == 1, "one at a time for each webhook"

    def test_many_are_told_side_by_side(self, scene, server):
        def slowly(connected, request):
            time.sleep(0.3)
            reply(200)(connected, request)

        server.routes["/"] = slowly
        for n in range(delivering.PARALLEL):
            add(scene, server.url(f"/{n}"), name=f"W{n}")
        for _ in range(2):
            webhooks.announce(scene, PUBLISHED, {})
        begun = time.monotonic()
        assert delivering.deliver_due() == 2 * delivering.PARALLEL
        assert time.monotonic() - begun < 2 * delivering.PARALLEL * 0.3 / 2


class TestSecrets:
    def test_no_secret_leaves_by_export_log_or_history(self, in_brand, workspace):
        webhook, secret = webhooks.add(in_brand, name="CRM", address="https://a.example/?key=k3y", wanted=[PUBLISHED])
        second = webhooks.change_secret(webhook)
        with connection.cursor() as cursor:
            cursor.execute("SELECT secret, former_secret FROM brands_webhook")
            assert not {secret, second} & set(cursor.fetchone())
        out = io.BytesIO()
        portability.export(workspace, out)
        archive = zipfile.ZipFile(out)
        text = "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
        assert "https://a.example/" in text
        assert secret not in text
        assert second not in text
        said = [str((row.before, row.after, row.object_name)) for row in Event.objects.filter(object_kind="webhook")]
        assert len(said) == 2
        assert not [line for line in said if "whsec" in line or "k3y" in line]
        assert redact(f"failed with {secret} in a loop") == "failed with [hidden] in a loop"

    def test_what_changed_is_said_without_the_address(self, in_brand):
        webhook = add(in_brand)
        webhooks.edit(webhook, seen=1, changes={"address": "https://new.example/k3y", "name": "ERP"})
        last = Event.objects.latest("pk")
        assert (last.verb, last.before, last.after) == ("webhook.changed", {"name": "CRM"}, {"name": "ERP"})
        webhook.refresh_from_db()
        assert (webhook.address, webhook.version) == ("https://new.example/k3y", 2)


class TestBounds:
    def test_an_address_is_told_once(self, in_brand):
        add(in_brand)
        with pytest.raises(webhooks.AddressTaken):
            add(in_brand, "HTTPS://hooks.example:443/x", name="Again")
        assert Webhook.objects.count() == 1

    def test_a_brand_has_so_many_and_no_more(self, in_brand, monkeypatch):
        monkeypatch.setattr(webhooks, "MOST", 1)
        add(in_brand)
        with pytest.raises(webhooks.TooMany):
            add(in_brand, "https://b.example/")

    def test_the_log_goes_after_its_time(self, in_brand):
        webhooks.send_test(add(in_brand))
        with clock.shifted(webhooks.KEEP + timedelta(minutes=1)):
            assert webhooks.sweep() == 1
        assert not Delivery.objects.exists()

    def test_what_waits_or_is_under_way_is_not_sent_twice(self, in_brand):
        delivery = webhooks.send_test(add(in_brand))
        assert not webhooks.deliver_again(delivery)
