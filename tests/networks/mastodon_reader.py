"""A fake Mastodon instance, and somebody who reads a hashtag of it as the job does."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from core import clock
from networks.mastodon.connector import Mastodon
from tests.networks.contract import check_page
from tests.networks.mastodon_fake import Instance, serve


@pytest.fixture(name="instance")
def fake_instance(settings):
    held = Instance()
    with serve(held) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        pair = f"127.0.0.1:{server.server_port}"
        held.host = pair
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({pair})
        yield held
        server.shutdown()


class Reader:
    """Polls a source as the job does, and keeps what it holds by uri."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cursor: dict = {}
        self.texts: dict[str, str] = {}
        self.page = None

    def poll(self):
        self.page = Mastodon().poll(self.address, self.cursor)
        check_page(self.page)
        self.cursor = dict(self.page.cursor)
        new = [item for item in self.page.items if item.external_id not in self.texts]
        self.texts |= {item.external_id: item.text for item in self.page.items}
        return [item.text for item in new]

    @property
    def missing(self) -> set[str]:
        """Ids of what the last page should hold and does not; all posts of a fake are younger than any bound."""
        return set(self.texts) - {item.external_id for item in self.page.items}


@pytest.fixture(name="cafe")
def reader_of_cafe(instance):
    return Reader(f"http://{instance.host}/tags/café")


def talk(instance, first: int, last: int, **more) -> list[int]:
    begun = clock.now() - timedelta(days=1)
    return [
        instance.post(f"Post {n}", tags=["café"], at=begun + timedelta(seconds=n), **more)
        for n in range(first, last + 1)
    ]


def said(first: int, last: int) -> set[str]:
    return {f"Post {n}" for n in range(first, last + 1)}
