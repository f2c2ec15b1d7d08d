"""One contract and one fault table for every connector that listens, and a proof that a new one costs one line."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest

from core import http
from core.http import fetching
from networks import errors, http_errors, registry
from networks.types import Author, Capability, Item, Page
from tests.fault_server import FaultServer, reply
from tests.networks.contract import FAULTS, SHORT, WAITED_FOR, check_page, check_until
from tests.networks.stages import STAGES, Stage

METHODS = {
    Capability.LISTEN: "poll",
    Capability.DISCOVER: "discover",
    Capability.ACCOUNTS: "check",
    Capability.PUBLISH: "commit",
    Capability.BY_HAND: "adopt",
    Capability.POST_METRICS: "metrics",
    Capability.MENTIONS: "notifications",
    Capability.OWN_POSTS: "own_posts",
    Capability.SEARCH: "search",
}
LISTENING = [c.key for c in registry.with_capability(Capability.LISTEN)]


class Toy:
    """A network that is nowhere but here."""

    key = "toy"
    name = "Toy"
    capabilities = frozenset({Capability.LISTEN})

    def poll(self, address, cursor):
        response = http_errors.read(address)
        try:
            rows = json.loads(response.body)["rows"]
            items = tuple(Item(str(row["id"]), str(row["text"]), author=Author("a")) for row in rows)
        except (ValueError, TypeError, KeyError):
            raise errors.Broken("not what it should be") from None
        return Page(items=items, cursor={"last": len(items)})


@pytest.fixture
def _toy(monkeypatch):
    """One line in the registry, and where its server is for these tests."""
    monkeypatch.setitem(registry.NETWORKS, "toy", f"{__name__}.Toy")
    monkeypatch.setitem(STAGES, "toy", Stage(b'{"rows": [{"id": 1, "text": "Hola"}]}', lambda settings, base: base))
    registry.connector.cache_clear()
    yield
    registry.connector.cache_clear()


@contextmanager
def _staged(key, prepare, settings, monkeypatch):
    with prepare(settings, monkeypatch) as base:
        yield registry.connector(key), STAGES[key].set_up(settings, base)


def _check_fault(key, fault, settings, monkeypatch):
    prepare, expected = FAULTS[fault]
    if fault in WAITED_FOR:
        monkeypatch.setattr(fetching, "PATIENCE", SHORT)
    with _staged(key, prepare, settings, monkeypatch) as (connector, address):
        with pytest.raises(errors.NetworkError) as caught:
            connector.poll(address, {})
        assert type(caught.value) is expected
        assert caught.value.detail
        check_until(fault, caught.value)


def _check_reading(key, settings):
    stage = STAGES[key]
    with FaultServer({"/": reply(200, stage.good)}) as server:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair})
        address = stage.set_up(settings, server.url())
        page = registry.connector(key).poll(address, {})
        check_page(page)
        assert len(page.items) == 1
        again = registry.connector(key).poll(address, json.loads(json.dumps(dict(page.cursor))))
        check_page(again)
        assert {i.external_id for i in again.items} <= {i.external_id for i in page.items}
        assert len(server.requests) >= 2


def _check_declarations(key):
    connector = registry.connector(key)
    assert connector.key == key
    assert connector.name
    assert connector.capabilities
    for capability, method in METHODS.items():
        assert (capability in connector.capabilities) is callable(getattr(connector, method, None)), method


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("key", LISTENING)
def test_fault(key, fault, settings, monkeypatch):
    _check_fault(key, fault, settings, monkeypatch)


@pytest.mark.parametrize("key", LISTENING)
def test_reading(key, settings):
    _check_reading(key, settings)


@pytest.mark.parametrize("key", registry.NETWORKS)
def test_declared_is_implemented(key):
    _check_declarations(key)


def test_every_listening_network_stands_on_the_stage():
    assert set(STAGES) == set(LISTENING)


@pytest.mark.usefixtures("_toy")
class TestANewNetworkCostsOneLine:
    def test_it_is_known_where_its_capability_is_asked_for(self):
        assert "toy" in [c.key for c in registry.with_capability(Capability.LISTEN)]
        assert "toy" not in [c.key for c in registry.with_capability(Capability.DISCOVER)]

    def test_it_is_read(self, settings):
        _check_reading("toy", settings)

    def test_what_it_declares_is_checked(self, monkeypatch):
        _check_declarations("toy")
        monkeypatch.setattr(Toy, "capabilities", frozenset({Capability.LISTEN, Capability.DISCOVER}))
        with pytest.raises(AssertionError, match="discover"):
            _check_declarations("toy")

    @pytest.mark.parametrize("fault", FAULTS)
    def test_it_meets_every_fault(self, fault, settings, monkeypatch):
        _check_fault("toy", fault, settings, monkeypatch)

    def test_a_connector_that_lets_an_error_through_fails(self, settings, monkeypatch):
        monkeypatch.setattr(Toy, "poll", lambda self, address, cursor: http.fetch(address))
        with pytest.raises(http.HttpError):
            _check_fault("toy", "reset", settings, monkeypatch)


def test_an_unknown_network_is_told():
    with pytest.raises(KeyError):
        registry.connector("nothing")
