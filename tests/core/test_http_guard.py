"""The SSRF matrix, with the guard on."""

from __future__ import annotations

import gzip

import httpx
import pytest
import requests

from core.http import (
    HttpError,
    NoAnswer,
    NotConnected,
    Patience,
    Refused,
    TooLarge,
    Unreadable,
    fetch,
    fetching,
    requests_session,
    told,
)
from core.http import addresses as door
from core.http.addresses import is_public, parse
from core.http.transport import Transport
from tests import fault_server as wire
from tests.fault_server import FaultServer, reply

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.254",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.254",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",  # IPv4-compatible 127.0.0.1
    "::8.8.8.8",  # IPv4-compatible at all
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "::ffff:0:127.0.0.1",  # IPv4-translated
    "64:ff9b::127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",  # NAT64 of a local network
    "100::1",  # discard
    "2001::1",  # Teredo
    "2001:0:7f00:1::",
    "2001:2::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",  # 6to4 of 127.0.0.1
    "2002:808:808::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known(address):
    assert is_public(address) is False


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_known(address):
    assert is_public(address) is True


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_to_a_private_address_is_refused(address, monkeypatch):
    monkeypatch.setattr(door, "resolve", lambda host, port: [address])
    with pytest.raises(Refused):
        fetch("http://blog.example/feed")


@pytest.mark.parametrize("order", [["8.8.8.8", "10.0.0.1"], ["10.0.0.1", "8.8.8.8"]])
def test_one_private_address_among_public_ones_is_enough_to_refuse(order, monkeypatch):
    monkeypatch.setattr(door, "resolve", lambda host, port: order)
    with pytest.raises(Refused):
        fetch("http://blog.example/feed")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0/",
        "http://127.0.0.1./",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
        "http://①②⑦.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[0:0:0:0:0:ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[fe80::1%25eth0]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://user:pass@8.8.8.8/",
        "http://8.8.8.8@127.0.0.1/",
        "http://8.8.8.8\\@127.0.0.1/",
        "http://127.0.0.1\t/",
        "http://127.0.0.1%00.example/",
        "http://%31%32%37.0.0.1/",
        "http:///feed",
        "http://a..b/",
        "http://[::1/",
        "http://blog.example:99999/",
        "file:///etc/passwd",
        "ftp://8.8.8.8/",
        "gopher://8.8.8.8/",
        "javascript:alert(1)",
        "data:text/xml,<rss/>",
        "//8.8.8.8/",
        "",
        "http://blog.example/" + "a" * 5000,
    ],
)
def test_refused_as_typed(url):
    with pytest.raises(Refused):
        fetch(url)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("http://Blog.Example", "http://blog.example/"),
        ("https://blog.example:443/a?b=c#d", "https://blog.example/a?b=c"),
        ("http://blog.example:8080/ñ a?q=á b", "http://blog.example:8080/%C3%B1%20a?q=%C3%A1%20b"),
        ("http://blog.example/a%20b?x=%26", "http://blog.example/a%20b?x=%26"),
        ("https://cafés.example/feed", "https://xn--cafs-dpa.example/feed"),
        ("http://[2606:4700:4700:0::1111]:81/", "http://[2606:4700:4700::1111]:81/"),
        ("http://under_score.example/", "http://under_score.example/"),
    ],
)
def test_an_address_is_read_one_way(typed, read):
    assert parse(typed).url == read


def test_a_redirect_into_a_private_network_is_refused(settings):
    with FaultServer() as inside, FaultServer({"/": reply(302, Location=inside.url("/secret"))}) as outside:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({outside.pair})
        with pytest.raises(Refused):
            fetch(outside.url("/feed"))
        assert inside.requests == []


def test_a_trusted_base_address_is_trusted_alone(settings):
    with FaultServer() as inside, FaultServer({"/": reply(302, Location=inside.url("/secret"))}) as api:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset()
        with pytest.raises(Refused):
            fetch(api.url("/v1"), guarded=False)
        assert [r.path for r in api.requests] == ["/v1"]
        assert inside.requests == []


def test_rebinding_cannot_switch_the_address_between_check_and_connection(settings, monkeypatch):
    """The name is looked up once; a second look-up would answer with a private address, as an attacker's does."""
    answers = iter([["8.8.8.8"], ["127.0.0.1"], ["127.0.0.1"]])
    asked, connected = [], []

    def resolve(host, port):
        asked.append(host)
        return next(answers)

    def connect(self, host, port, *rest):
        connected.append(host)
        raise httpcore.ConnectError("not in a test")

    import httpcore

    monkeypatch.setattr(door, "resolve", resolve)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    with pytest.raises(NotConnected):
        fetch("http://rebind.example/feed")
    assert asked == ["rebind.example"]
    assert connected == ["8.8.8.8"]


def test_the_name_stays_in_the_host_header_while_the_address_is_pinned(settings, monkeypatch):
    monkeypatch.setattr(door, "resolve", lambda host, port: ["127.0.0.1"])
    with FaultServer({"/": reply(200, b"yes")}) as server:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({f"blog.example:{server.port}"})
        answer = fetch(f"http://blog.example:{server.port}/x")
        assert answer.body == b"yes"
        assert server.requests[0].headers["host"] == f"blog.example:{server.port}"


def test_an_exception_is_one_host_and_one_port(settings, monkeypatch):
    monkeypatch.setattr(door, "resolve", lambda host, port: ["127.0.0.1"])
    with FaultServer({"/": reply(200)}) as listed, FaultServer({"/": reply(200)}) as other:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({listed.pair})
        assert fetch(listed.url()).status == 200
        for url in (other.url(), f"http://blog.example:{listed.port}/", f"http://localhost:{listed.port}/"):
            with pytest.raises(Refused):
                fetch(url)
        assert other.requests == []


def _by_session(url, **more):
    with requests_session() as session:
        return session.get(url, **more).status_code


def _by_transport(url, *, trusted="", allow_redirects=True):
    with httpx.Client(transport=Transport(trusted=trusted), trust_env=False) as client:
        return client.get(url, follow_redirects=allow_redirects).status_code


@pytest.mark.parametrize("ask", [_by_session, _by_transport])
class TestWhatIsGivenToSDKs:
    """Both adapters, with the guard on."""

    @pytest.mark.parametrize("address", PRIVATE)
    def test_a_name_that_leads_to_a_private_address_is_refused(self, ask, address, monkeypatch):
        monkeypatch.setattr(door, "resolve", lambda host, port: [address])
        with pytest.raises((requests.ConnectionError, Refused)) as caught:
            ask("http://blog.example/api")
        assert isinstance(told(caught.value), Refused)

    @pytest.mark.parametrize("url", ["http://2130706433/", "http://localhost/", "http://[::1]/", "http://0x7f.1/"])
    def test_refused_as_typed(self, ask, url):
        with pytest.raises((requests.ConnectionError, Refused)) as caught:
            ask(url)
        assert isinstance(told(caught.value), Refused)

    def test_each_step_of_a_redirect_is_guarded(self, ask, settings, monkeypatch):
        with FaultServer() as inside, FaultServer({"/": reply(302, Location=inside.url("/secret"))}) as outside:
            settings.CMHUB_OUTBOUND_ALLOW = frozenset({outside.pair})
            monkeypatch.setenv("HTTP_PROXY", inside.url())
            with pytest.raises((requests.ConnectionError, Refused)):
                ask(outside.url("/feed"))
            assert ask(outside.url("/feed"), allow_redirects=False) == 302
            assert inside.requests == []
            assert outside.requests[0].headers["user-agent"].startswith("cmhub/" if ask is _by_session else "python-")

    @pytest.mark.parametrize(
        ("fault", "expected"),
        [
            (wire.hang, NoAnswer),
            (wire.reset, NoAnswer),
            (wire.half, NoAnswer),
            (wire.drip, NoAnswer),
            (wire.drip_headers, NoAnswer),
            (wire.flood(30 * 1024 * 1024), TooLarge),
            (wire.reply(200, b"\x1f\x8b\x08\x00zz", Content_Encoding="gzip"), Unreadable),
        ],
    )
    def test_time_and_size_are_bounded(self, ask, fault, expected, settings, monkeypatch):
        monkeypatch.setattr(fetching, "PATIENCE", Patience(connect=0.5, read=0.5, total=1))
        with FaultServer({"/": fault}) as server:
            settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair})
            with pytest.raises((requests.RequestException, HttpError)) as caught:
                ask(server.url())
            assert type(told(caught.value)) is expected

    def test_nothing_sent_is_told(self, ask, settings):
        pair = f"127.0.0.1:{wire.closed_port()}"
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({pair})
        with pytest.raises((requests.ConnectionError, NotConnected)) as caught:
            ask(f"http://{pair}/")
        assert isinstance(told(caught.value), NotConnected)


def test_a_transport_trusts_one_origin_alone(settings):
    with FaultServer() as inside, FaultServer({"/": reply(302, Location=inside.url("/secret"))}) as api:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset()
        with pytest.raises(Refused):
            _by_transport(api.url("/v1"), trusted=api.url())
        assert [r.path for r in api.requests] == ["/v1"]
        assert inside.requests == []


def test_adapters_hand_over_what_was_sent_and_answered(settings):
    packed = gzip.compress('{"dicho": "año"}'.encode())
    with FaultServer({"/": reply(200, packed, Content_Encoding="gzip", X_Told="yes")}) as server:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair})
        with requests_session() as session:
            by_session = session.post(server.url("/a?b=ñ"), data={"uno": "dos"}, headers={"X-Ours": "1"})
        with httpx.Client(transport=Transport()) as client:
            by_transport = client.post(server.url("/a?b=ñ"), data={"uno": "dos"}, headers={"X-Ours": "1"})
    for answer in (by_session, by_transport):
        assert (answer.status_code, answer.json(), answer.headers["X-Told"]) == (200, {"dicho": "año"}, "yes")
    for asked in server.requests:
        assert (asked.method, asked.path) == ("POST", "/a?b=%C3%B1")
        assert (asked.headers["content-length"], asked.headers["x-ours"]) == ("7", "1")


def test_without_a_cause_nothing_is_told():
    assert told(ValueError("x")) is None
