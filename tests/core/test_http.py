"""The outbound door against a server that misbehaves."""

from __future__ import annotations

import gzip
import logging
import ssl
import time
import zlib

import pytest

from core import http
from core.http import Patience, fetch
from core.http import addresses as door
from tests.fault_server import (
    FaultServer,
    Unreachable,
    closed_port,
    drip,
    drip_headers,
    flood,
    half,
    hang,
    raw,
    reply,
    reset,
)

SHORT = Patience(connect=0.5, read=0.5, total=1)


@pytest.fixture
def server(settings):
    with FaultServer() as running:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({running.pair})
        yield running


def test_an_answer_comes_whole(server, settings):
    settings.CMHUB_PUBLIC_URL = "https://cm.example"
    server.routes["/feed"] = reply(200, b"hola", Content_Type="text/xml", ETag='"1"', X_Note="a")
    answer = fetch(server.url("/feed?a=b#c"), headers={"If-None-Match": '"0"'})
    assert (answer.status, answer.body, answer.url) == (200, b"hola", server.url("/feed?a=b"))
    assert answer.headers["etag"] == '"1"'
    asked = server.requests[0]
    assert (asked.method, asked.path) == ("GET", "/feed?a=b")
    assert asked.headers["if-none-match"] == '"0"'
    assert asked.headers["user-agent"] == "cmhub/0.1.0 (+https://cm.example)"
    assert asked.headers["accept-encoding"] == "gzip, deflate"


def test_any_status_is_an_answer(server):
    server.routes["/x"] = reply(503, b"later", Retry_After="120")
    answer = fetch(server.url("/x"))
    assert (answer.status, answer.body) == (503, b"later")
    assert answer.retry_after is not None


def test_proxies_from_the_environment_are_off(server, monkeypatch):
    server.routes["/"] = reply(200)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    assert fetch(server.url()).status == 200


class TestNothingWasSent:
    def test_no_such_name(self, monkeypatch):
        def resolve(host, port):
            raise OSError("Name or service not known")

        monkeypatch.setattr(door, "resolve", resolve)
        with pytest.raises(http.NotConnected, match=r"nowhere\.example"):
            fetch("http://nowhere.example/")

    def test_a_resolver_that_does_not_answer(self, monkeypatch):
        monkeypatch.setattr(door, "resolve", lambda host, port: time.sleep(3) or [])
        started = time.monotonic()
        with pytest.raises(http.NotConnected):
            fetch("http://slow.example/", timeout=SHORT)
        assert time.monotonic() - started < 2

    def test_connection_refused(self, settings):
        pair = f"127.0.0.1:{closed_port()}"
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({pair})
        with pytest.raises(http.NotConnected):
            fetch(f"http://{pair}/")

    def test_connect_time_out(self, settings):
        with Unreachable() as nobody:
            settings.CMHUB_OUTBOUND_ALLOW = frozenset({f"127.0.0.1:{nobody.port}"})
            with pytest.raises(http.NotConnected):
                fetch(f"http://127.0.0.1:{nobody.port}/", timeout=SHORT)

    def test_no_tls_on_the_other_side(self, server):
        server.routes["/"] = reply(200)
        with pytest.raises(http.NotConnected):
            fetch(server.url().replace("http:", "https:"), timeout=SHORT)
        assert server.requests == []

    def test_a_certificate_that_nobody_trusts(self, settings, tmp_path):
        with _tls_server(tmp_path) as port:
            settings.CMHUB_OUTBOUND_ALLOW = frozenset({f"127.0.0.1:{port}"})
            with pytest.raises(http.NotConnected, match="certificate"):
                fetch(f"https://127.0.0.1:{port}/", timeout=SHORT)

    def test_a_second_address_is_tried_when_the_first_is_dead(self, server, settings, monkeypatch):
        server.routes["/"] = reply(200)
        monkeypatch.setattr(door, "resolve", lambda host, port: ["127.0.0.2", "127.0.0.1"])
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({f"blog.example:{server.port}"})
        assert fetch(f"http://blog.example:{server.port}/").status == 200


class TestSentAndNoAnswer:
    @pytest.mark.parametrize("fault", [hang, reset, half, drip, drip_headers, raw(b""), raw(b"SSH-2.0-OpenSSH\r\n")])
    def test_no_complete_answer(self, server, fault):
        server.routes["/"] = fault
        started = time.monotonic()
        with pytest.raises(http.NoAnswer):
            fetch(server.url(), method="POST", body=b"x=1", timeout=SHORT)
        assert time.monotonic() - started < 2
        assert len(server.requests) == 1

    def test_time_is_up_over_all_redirects_together(self, server):
        def slow(connection, request):
            time.sleep(0.3)
            reply(302, Location=request.path + "x")(connection, request)

        server.routes["/"] = slow
        started = time.monotonic()
        with pytest.raises((http.NoAnswer, http.NotConnected)):
            fetch(server.url(), timeout=SHORT)
        assert time.monotonic() - started < 2
        assert len(server.requests) <= 4


class TestSizes:
    def test_a_length_announced_too_large_is_not_read(self, server):
        server.routes["/"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 31457280\r\n\r\n")
        with pytest.raises(http.TooLarge):
            fetch(server.url())

    def test_thirty_megabytes_without_an_announced_length(self, server):
        server.routes["/"] = flood(30 * 1024 * 1024)
        with pytest.raises(http.TooLarge):
            fetch(server.url(), max_bytes=1_000_000)

    def test_endless_headers(self, server):
        server.routes["/"] = flood(2_000_000, b"HTTP/1.1 200 OK\r\nX-Long: ")
        with pytest.raises(http.HttpError):
            fetch(server.url(), max_bytes=1000)

    @pytest.mark.parametrize("encoding", ["gzip", "deflate", "x-gzip"])
    def test_a_bomb_is_refused_before_it_has_grown(self, server, encoding):
        packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | (16 if "gzip" in encoding else 0))
        piece = b"\0" * 1_000_000
        bomb = b"".join(packer.compress(piece) for _ in range(300)) + packer.flush()
        assert len(bomb) < 400_000
        server.routes["/"] = reply(200, bomb, Content_Encoding=encoding)
        with pytest.raises(http.TooLarge):
            fetch(server.url(), max_bytes=1_000_000)

    @pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
    def test_a_coding_that_nobody_asked_for_is_not_undone(self, server, encoding):
        server.routes["/"] = reply(200, b"\x1b\xff\xff", Content_Encoding=encoding)
        with pytest.raises(http.Unreadable):
            fetch(server.url())

    def test_packed_answers_are_read(self, server):
        text = "año ".encode() * 100_000
        raw_deflate = zlib.compressobj(wbits=-15)
        for encoding, body in {
            "gzip": gzip.compress(text),
            "GZIP": gzip.compress(text[:200_000]) + gzip.compress(text[200_000:]) + b"\0\0",
            "deflate": zlib.compress(text),
            "Deflate": raw_deflate.compress(text) + raw_deflate.flush(),
            "identity": text,
        }.items():
            server.routes["/"] = reply(200, body, Content_Encoding=encoding)
            assert fetch(server.url()).body == text

    @pytest.mark.parametrize(
        "body", [gzip.compress(b"x" * 1000, mtime=0)[:-9], b"not gzip at all", gzip.compress(b"x", mtime=0)[:5]]
    )
    def test_a_damaged_packing_is_told(self, server, body):
        server.routes["/"] = reply(200, body, Content_Encoding="gzip")
        with pytest.raises(http.Unreadable):
            fetch(server.url())

    def test_an_empty_packed_answer_is_empty(self, server):
        server.routes["/"] = reply(304, b"", Content_Encoding="gzip")
        assert fetch(server.url()).body == b""


class TestRedirects:
    def test_permanence_ends_with_the_first_temporary_step(self, server):
        server.routes |= {
            "/a": reply(301, Location="/b"),
            "/b": reply(308, Location=server.url("/ñ c")),
            "/%C3%B1%20c": reply(302, Location="?d=1"),
            "/%C3%B1%20c?d=1": reply(301, Location="/e"),
            "/e": reply(200, b"end"),
        }
        answer = fetch(server.url("/a"))
        assert (answer.body, answer.url) == (b"end", server.url("/e"))
        assert [step.permanent for step in answer.redirects] == [True, True, False, True]
        assert answer.moved_to == server.url("/%C3%B1%20c")

    def test_five_are_followed_and_six_are_not(self, server):
        for n in range(6):
            server.routes[f"/{n}"] = reply(302, Location=f"/{n + 1}")
        server.routes["/6"] = reply(200, b"end")
        assert fetch(server.url("/1")).body == b"end"
        with pytest.raises(http.TooManyRedirects):
            fetch(server.url("/0"))

    def test_a_write_is_never_sent_on(self, server):
        server.routes |= {"/a": reply(307, Location="/b"), "/b": reply(200)}
        assert fetch(server.url("/a"), method="POST", body=b"x").status == 307
        assert [r.path for r in server.requests] == ["/a"]

    def test_credentials_stay_with_their_origin(self, server, settings):
        with FaultServer({"/": reply(200)}) as other:
            settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair, other.pair})
            server.routes |= {"/a": reply(302, Location="/b"), "/b": reply(302, Location=other.url())}
            fetch(server.url("/a"), headers={"Authorization": "Bearer abcdefgh", "Cookie": "a=b", "X-Mine": "1"})
            assert server.requests[1].headers["authorization"] == "Bearer abcdefgh"
            assert "authorization" not in other.requests[0].headers
            assert "cookie" not in other.requests[0].headers
            assert other.requests[0].headers["x-mine"] == "1"

    @pytest.mark.parametrize("location", ["file:///etc/passwd", "http://[::1", "http://user@8.8.8.8/", "gopher://x"])
    def test_a_redirect_to_what_is_not_read_is_refused(self, server, location):
        server.routes["/"] = reply(302, Location=location)
        with pytest.raises(http.Refused):
            fetch(server.url())


def test_secrets_stay_out_of_logs_and_errors(settings, caplog):
    pair = f"127.0.0.1:{closed_port()}"
    settings.CMHUB_OUTBOUND_ALLOW = frozenset({pair})
    caplog.set_level(logging.INFO, "core.http")
    with pytest.raises(http.NotConnected) as caught:
        fetch(f"http://{pair}/feed?access_token=hunter22&page=2", headers={"Authorization": "Bearer hunter22"})
    assert "page=2" in caplog.text
    assert "hunter22" not in caplog.text + str(caught.value) + repr(caught.value) + caught.value.detail


def _tls_server(folder):
    """A loopback server whose certificate it signed itself."""
    from contextlib import contextmanager
    from datetime import UTC, datetime, timedelta
    from ipaddress import ip_address
    from socket import create_server
    from threading import Thread

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "self")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(1), now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "self.pem"
    unlocked = serialization.NoEncryption()
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unlocked)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)

    @contextmanager
    def running():
        with create_server(("127.0.0.1", 0)) as listener:

            def serve():
                try:
                    connection, _ = listener.accept()
                    context.wrap_socket(connection, server_side=True)
                except OSError:
                    return

            Thread(target=serve, daemon=True).start()
            yield listener.getsockname()[1]

    return running()
