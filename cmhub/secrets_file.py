"""The secrets of one installation, made at the first start and kept in one file that only its owner may read."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.fernet import Fernet

NAME = "secrets.json"


@dataclass(frozen=True, repr=False)
class Secrets:
    """`field_keys` are Fernet keys that encrypt columns, the newest first; older ones still decrypt."""

    postgres_password: str
    valkey_password: str
    django_key: str
    field_keys: tuple[str, ...]
    demo_password: str


def read(data: Path) -> Secrets | None:
    """The secrets in the data folder; None where there are none yet."""
    try:
        stored = json.loads((data / NAME).read_text())
    except FileNotFoundError:
        return None
    return Secrets(**{**stored, "field_keys": tuple(stored["field_keys"])})


def ensure(data: Path) -> Secrets:
    """The secrets in the data folder, made now where there are none.

    The file appears complete or not at all, and readable by its owner only from its first byte on.
    """
    found = read(data)
    if found is not None:
        return found
    made = Secrets(
        postgres_password=secrets.token_urlsafe(24),
        valkey_password=secrets.token_urlsafe(24),
        django_key=secrets.token_urlsafe(48),
        field_keys=(Fernet.generate_key().decode(),),
        demo_password="-".join(secrets.token_hex(2) for _ in range(3)),
    )
    write_private(data / NAME, json.dumps(asdict(made), indent=2))
    return made


def write_private(path: Path, text: str) -> None:
    """Replace `path` by a file with mode 0600 and this text, in one step."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
