"""Which address may be asked: parsing what a person typed, looking it up once, refusing private networks."""

from __future__ import annotations

import re
import socket
import threading
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

import idna
from django.conf import settings
from django.utils.translation import gettext_noop as _

from core.http.errors import NotConnected, Refused

# RFC 3986: what a path or a query may hold as it stands; the rest is percent-encoded, and `%` is left alone.
_PATH_CHARACTERS = "/%:@!$&'()*+,;=-._~"
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*\Z")
_LONGEST_URL = 4_000

# IANA special-purpose registries (RFC 6890 and later) and multicast. Python's own
# `is_global` differs between patch releases, so the list stands here.
_CLOSED_V4 = [
    ip_network("0.0.0.0/8"),  # «this» network; 0.0.0.0 reaches the machine itself
    ip_network("10.0.0.0/8"),
    ip_network("100.64.0.0/10"),  # carrier-grade NAT
    ip_network("127.0.0.0/8"),
    ip_network("169.254.0.0/16"),  # link-local; clouds answer metadata there
    ip_network("172.16.0.0/12"),
    ip_network("192.0.0.0/24"),
    ip_network("192.0.2.0/24"),  # documentation
    ip_network("192.31.196.0/24"),  # AS112
    ip_network("192.52.193.0/24"),  # AMT
    ip_network("192.88.99.0/24"),  # 6to4 relays
    ip_network("192.168.0.0/16"),
    ip_network("192.175.48.0/24"),  # AS112
    ip_network("198.18.0.0/15"),  # benchmarks
    ip_network("198.51.100.0/24"),  # documentation
    ip_network("203.0.113.0/24"),  # documentation
    ip_network("224.0.0.0/4"),  # multicast
    ip_network("240.0.0.0/4"),  # reserved, broadcast
]
_OPEN_V6 = ip_network("2000::/3")  # the only block that IANA gives out as global unicast
# Teredo and its siblings, documentation, 6to4, documentation again. 6to4 and Teredo carry an IPv4 address inside and
# have been off the public internet for years.
_CLOSED_V6 = [ip_network(n) for n in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
_NAT64 = ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """One parsed address. `host` is ASCII and lower case, IPv6 without brackets; `path` holds the query too."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def pair(self) -> str:
        """`host:port`, as an operator lists an exception."""
        return f"{self._bracketed}:{self.port}"

    @property
    def netloc(self) -> str:
        """What the Host header says: the port only where it is not the scheme's own."""
        usual = 443 if self.scheme == "https" else 80
        return self._bracketed if self.port == usual else self.pair

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.netloc}{self.path}"

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host


def parse(url: str) -> Target:
    """The one reading of `url` that everything after it uses. Raises Refused."""
    url = url.strip()
    if len(url) > _LONGEST_URL or any(c < " " or c in "\\\x7f" for c in url):
        raise Refused(_("The address is too long or holds characters that no address has."))
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise Refused(_("The address cannot be read.")) from None
    if parts.scheme not in ("http", "https"):
        raise Refused(_("Only addresses with http:// or https:// are read."))
    if "@" in parts.netloc:
        raise Refused(_("An address with a user name or a password in it is not read."))
    path = quote(parts.path or "/", safe=_PATH_CHARACTERS)
    if parts.query:
        path += "?" + quote(parts.query, safe=_PATH_CHARACTERS + "?")
    return Target(parts.scheme, _ascii_host(host), port or (443 if parts.scheme == "https" else 80), path)


def _ascii_host(host: str) -> str:
    """`host` as it goes into DNS. Raises Refused for what is neither a name nor a plainly written IP address."""
    if ":" in host:
        try:
            return str(IPv6Address(host))  # a zone index («fe80::1%eth0») is kept and refused by the guard
        except ValueError:
            raise Refused(_("The address holds an IPv6 address that cannot be read.")) from None
    try:
        host = host if host.isascii() else idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        raise Refused(_("The address holds a name that cannot exist.")) from None
    host = host.lower().removesuffix(".")
    if not _HOST.match(host):
        raise Refused(_("The address holds a name that cannot exist."))
    # 2130706433, 0x7f.1, 0177.0.0.1 and 127.1 are IP addresses to some readers and names to others (WHATWG URL,
    # «ends in a number»). Only the one spelling that all read alike is taken.
    if re.fullmatch(r"\d+|0x[0-9a-f]*", host.rpartition(".")[2]):
        try:
            return str(IPv4Address(host))
        except ValueError:
            raise Refused(_("An IP address is read only in its usual form, like 192.0.2.1.")) from None
    return host


def is_public(address: str) -> bool:
    """Whether `address` (text of an IP address) lies in the public internet, whatever it is wrapped in."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is None:
            return ip.scope_id is None and ip in _OPEN_V6 and not any(ip in net for net in _CLOSED_V6)
        ip = inner
    return not any(ip in net for net in _CLOSED_V4)


def resolve(host: str, port: int) -> list[str]:
    """Every IP address of `host`, as the system's resolver orders them. Raises OSError. Tests replace this."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def refuse_private(target: Target) -> None:
    """Raises Refused where `target` is written as an IP address outside the public internet. Asks no resolver."""
    if _literal(target.host):
        look_up(target, guarded=True, seconds=0)


def look_up(target: Target, *, guarded: bool, seconds: float) -> list[str]:
    """The IP addresses to connect to, looked up once and, if `guarded`, all of them public.

    Raises NotConnected if there is none or the resolver takes longer than `seconds`, Refused if any one is not public:
    a name that answers with a public and a private address is an attack, not an accident.
    """
    addresses = _literal(target.host) or _resolve_in_time(target, seconds)
    if guarded and target.pair not in _allowed_pairs():
        for address in addresses:
            if not is_public(address):
                raise Refused(_("The address leads into a private network, which is not read from here."))
    return addresses


def _literal(host: str) -> list[str]:
    try:
        return [str(ip_address(host))]
    except ValueError:
        return []


def _resolve_in_time(target: Target, seconds: float) -> list[str]:
    """getaddrinfo knows no time-out and can take half a minute: it runs beside us, and is left alone when late."""
    answer: list[str] = []
    failure: list[Exception] = []

    def ask() -> None:
        try:
            answer.extend(resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            failure.append(error)

    asking = threading.Thread(target=ask, name="resolve", daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive() or failure or not answer:
        raise NotConnected(f"There is no server called {target.host}, or its name could not be looked up.")
    return answer


def _allowed_pairs() -> frozenset[str]:
    """`host:port` pairs that an operator excepts from the guard. Read as written, not resolved."""
    return frozenset(pair.lower() for pair in settings.CMHUB_OUTBOUND_ALLOW)
