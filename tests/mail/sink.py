"""A mail server on loopback that keeps what it gets, and refuses as it is told."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from core.stores.child import free_port

PASSWORD = "p@ss/word"


@dataclass
class Sink:
    """`says` holds answers to give instead of "250", first come first served: {"RCPT": ["451 4.7.1 later"]}."""

    says: dict[str, list[str]] = field(default_factory=dict)
    box: list = field(default_factory=list)
    hang_up_after_data: bool = False
    port: int = 0
    sessions: list = field(default_factory=list)
    signed_in: list[bytes] = field(default_factory=list)

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def _say(self, verb):
        return self.says[verb].pop(0) if self.says.get(verb) else "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        answer = self._say("RCPT")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        self.sessions.append(session)
        self.box.append((envelope, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        if self.hang_up_after_data:
            server.transport.abort()
        return self._say("DATA")

    def authenticate(self, server, session, envelope, mechanism, data):
        ok = data.password == PASSWORD.encode()
        if ok:
            self.signed_in.append(data.login)
        return AuthResult(success=ok, handled=False)


@contextmanager
def listening() -> Iterator[Sink]:
    """A sink that answers."""
    sink = Sink()
    controller = Controller(
        sink, hostname="127.0.0.1", port=free_port(), authenticator=sink.authenticate, auth_require_tls=False
    )
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()
