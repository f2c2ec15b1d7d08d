"""Every setting that an operator can make, typed, in one place. docs/settings.md is generated from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

BASE_DIR: Final = Path(__file__).resolve().parent.parent
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class ConfigError(Exception):
    """A setting that cannot be used. The text is one sentence for the person at the terminal."""


def _text(value: str) -> str:
    return value


def _port(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 65535:
        raise ValueError("a port from 1 to 65535")
    return int(value)


def _count(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 256:
        raise ValueError("a whole number from 1 to 256")
    return int(value)


def _few(value: str) -> int:
    if value not in set("0123456789"):
        raise ValueError("a whole number from 0 to 9")
    return int(value)


def _gigabytes(value: str) -> int:
    if not value.isdecimal() or not 1 <= int(value) <= 100_000:
        raise ValueError("a whole number from 1 to 100000")
    return int(value)


def _folder(value: str) -> Path:
    return (BASE_DIR / Path(value).expanduser()).resolve()


def _optional_folder(value: str) -> Path | None:
    return _folder(value) if value else None


def _level(value: str) -> str:
    if value.upper() not in _LOG_LEVELS:
        raise ValueError("one of " + ", ".join(_LOG_LEVELS))
    return value.upper()


def _url(*schemes: str) -> Callable[[str], str]:
    wanted = "an address that starts with " + " or ".join(f"{scheme}://" for scheme in schemes)

    def parse(value: str) -> str:
        if not value:
            return ""
        parts = urlsplit(value)
        if parts.scheme not in schemes or not parts.hostname:
            raise ValueError(wanted)
        try:
            parts.port  # noqa: B018  # reading it checks it
        except ValueError as error:
            raise ValueError(wanted + ", with a port from 1 to 65535") from error
        return value.rstrip("/") if parts.scheme in {"http", "https"} else value

    return parse


def _urls(*schemes: str) -> Callable[[str], tuple[str, ...]]:
    parse = _url(*schemes)

    def parse_all(value: str) -> tuple[str, ...]:
        return tuple(parse(part.strip()) for part in value.split(",") if part.strip())

    return parse_all


def _database_url(value: str) -> str:
    value = _url("postgresql", "postgres")(value)
    if value and not urlsplit(value).path.strip("/"):
        raise ValueError("an address that ends with the database's name: postgresql://user:password@host:5432/name")
    return value


def _host_ports(value: str) -> frozenset[str]:
    pairs = frozenset(part.strip() for part in value.split(",") if part.strip())
    for pair in pairs:
        host, _, port = pair.rpartition(":")
        if not host or not port.isdecimal():
            raise ValueError("single host:port pairs with commas between them")
    return pairs


def _setting(name: str, parse: Callable[[str], Any], default: str, doc: str, *, secret: bool = False) -> Any:
    return field(repr=not secret, metadata={"name": name, "parse": parse, "default": default, "doc": doc})


@dataclass(frozen=True, kw_only=True)
class Config:
    """What the operator chose. Read once at start-up by `load`."""

    database_url: str = _setting(
        "DATABASE_URL",
        _database_url,
        "",
        "PostgreSQL to use: `postgresql://user:password@host:5432/name`. Empty: an embedded one in the data folder.",
        secret=True,
    )
    redis_url: str = _setting(
        "REDIS_URL",
        _url("redis", "rediss"),
        "",
        "Redis or Valkey to use: `redis://:password@host:6379/0`. Empty: an embedded Valkey in the data folder.",
        secret=True,
    )
    data: Path = _setting(  # noqa: RUF009  # it is `field`, under a name of ours
        "CMHUB_DATA",
        _folder,
        "var",
        "Folder for everything that has to be kept: databases, files, secrets, logs. Relative to the checkout.",
    )
    port: int = _setting("CMHUB_PORT", _port, "8000", "Port that the pages are served on.")
    bind: str = _setting(
        "CMHUB_BIND",
        _text,
        "127.0.0.1",
        "Address to listen on. Anything but loopback turns the demo sign-in off.",
    )
    public_url: str = _setting(
        "CMHUB_PUBLIC_URL",
        _url("http", "https"),
        "",
        "Address under which people reach cmhub; the one source of absolute links. Empty: `http://localhost:PORT`.",
    )
    proxies: int = _setting(
        "CMHUB_PROXIES",
        _few,
        "0",
        "Proxies of yours that stand one behind the other before the pages. From 1 on their `X-Forwarded-For` and "
        "`X-Forwarded-Proto` are believed: rate limits and the list of sessions then see people, not the proxy.",
    )
    allow_private: frozenset[str] = _setting(
        "CMHUB_ALLOW_PRIVATE",
        _host_ports,
        "",
        "Private `host:port` pairs, commas between them, that feeds and networks may be fetched from. "
        "All other private addresses are refused.",
    )
    jetstream: tuple[str, ...] = _setting(
        "CMHUB_JETSTREAM",
        _urls("wss", "ws"),
        ",".join(f"wss://jetstream{n}.us-{side}.bsky.network/subscribe" for n in (2, 1) for side in ("east", "west")),
        "Servers of Bluesky's stream of posts, commas between them: where one fails, the next one is asked.",
    )
    mail_url: str = _setting(
        "CMHUB_MAIL_URL",
        _url("smtp", "smtps"),
        "",
        "Mail server: `smtp://user:password@host:587?tls=1`. Empty: mail is kept and readable by the owner.",
        secret=True,
    )
    mail_from: str = _setting("CMHUB_MAIL_FROM", _text, "cmhub@localhost", "Sender of cmhub's own mail.")
    log_level: str = _setting("CMHUB_LOG_LEVEL", _level, "INFO", "DEBUG, INFO, WARNING or ERROR.")
    web_threads: int = _setting("CMHUB_WEB_THREADS", _count, "4", "Pages answered at the same time.")
    media_gb: int = _setting(
        "CMHUB_MEDIA_GB",
        _gigabytes,
        "5",
        "Gigabytes that the images and videos of one brand may take, with the versions that are made of them.",
    )
    demo_network_url: str = _setting(
        "CMHUB_DEMO_NETWORK_URL",
        _url("http"),
        "",
        "Where the labelled demo network answers; on `http://127.0.0.1:PORT` the launcher serves it there itself. "
        "Empty: on a free port, while CMHUB_BIND is loopback; elsewhere there is none.",
    )
    bluesky_url: str = _setting(
        "CMHUB_BLUESKY_URL",
        _url("http", "https"),
        "https://public.api.bsky.app",
        "Where Bluesky's public posts are read: an AppView that answers without an account.",
    )
    contracts_dir: Path | None = _setting(  # noqa: RUF009
        "CMHUB_CONTRACTS_DIR",
        _optional_folder,
        "",
        "Folder with recorded payloads of the networks, for tests only. Empty: those tests are skipped.",
    )
    python: str = _setting(
        "CMHUB_PYTHON",
        _text,
        "",
        "Interpreter of a ready environment that `./run` and `./test` use instead of making `.venv`.",
    )

    @property
    def on_loopback(self) -> bool:
        """True while only people at this machine can reach the pages."""
        return self.bind in _LOOPBACK

    @property
    def public_address(self) -> str:
        """The start of every absolute link, without a slash at its end."""
        return self.public_url or f"http://localhost:{self.port}"

    @property
    def demo_network_port(self) -> int:
        """The port where the launcher serves the demo network; 0: it serves none."""
        parts = urlsplit(self.demo_network_url)
        return (parts.port or 80) if parts.hostname == "127.0.0.1" else 0

    @property
    def files(self) -> Path:
        """Where uploads lie."""
        return self.data / "files"


def load(environ: Mapping[str, str]) -> Config:
    """Read the settings from an environment. Raises ConfigError for a bad value or an unknown CMHUB_* name."""
    known = {_meta(f)["name"]: f for f in fields(Config)}
    for name in sorted(environ):
        if name.startswith("CMHUB_") and name not in known:
            raise ConfigError(f"{name} is not a setting of cmhub; docs/settings.md lists them.")
    values = {}
    for name, setting in known.items():
        meta = _meta(setting)
        try:
            values[setting.name] = meta["parse"](environ.get(name, "") or meta["default"])
        except ValueError as error:
            shown = "" if not setting.repr else f", not {environ[name]!r}"
            raise ConfigError(f"{name} has to be {error}{shown}.") from error
    return Config(**values)


def settings_table() -> str:
    """The Markdown table of docs/settings.md."""
    rows = ["| name | default | meaning |", "|---|---|---|"]
    for setting in fields(Config):
        meta = _meta(setting)
        default = f"`{meta['default']}`" if meta["default"] else ""
        rows.append(f"| `{meta['name']}` | {default} | {meta['doc']} |")
    return "\n".join(rows) + "\n"


def _meta(setting: Field[Any]) -> Mapping[str, Any]:
    return setting.metadata


if __name__ == "__main__":  # writes docs/settings.md anew
    page = BASE_DIR / "docs/settings.md"
    page.write_text(page.read_text().partition("| name |")[0] + settings_table())
