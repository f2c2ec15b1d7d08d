"""One contract and one fault table for every connector that publishes."""

from __future__ import annotations

import json

import pytest

from core.http import Patience, fetching
from networks import errors, registry
from networks.publishing import Sent
from networks.types import Capability
from tests.fault_server import FaultServer, reply
from tests.networks.contract import WAITED_FOR, check_until
from tests.networks.write_contract import COMMIT, PART, PREPARE, STAGES

SHORT = Patience(connect=0.5, read=0.7, total=2)
PUBLISHING = [c.key for c in registry.with_capability(Capability.PUBLISH)]
PREPARING = [key for key in PUBLISHING if STAGES[key].prepares]
JOINABLE = [c.key for c in registry.joinable()]


@pytest.fixture(autouse=True)
def _short_patience(request, monkeypatch):
    if "fault" not in request.fixturenames or request.getfixturevalue("fault") not in WAITED_FOR:
        return
    monkeypatch.setattr(fetching, "PATIENCE", SHORT)
    for module in ("wordpress", "mastodon", "bluesky"):
        monkeypatch.setattr(f"networks.{module}.client.UPLOADING", SHORT)


@pytest.fixture
def counted(monkeypatch):
    """The methods of all requests that went out."""
    asked = []
    exchange = fetching.exchange

    def counting(method, *more, **how):
        asked.append(method)
        return exchange(method, *more, **how)

    for module in ("core.http.fetching", "core.http.transport.fetching", "core.http.sessions.fetching"):
        monkeypatch.setattr(f"{module}.exchange", counting)
    return asked


def test_every_publishing_network_stands_on_the_stage():
    assert set(STAGES) == set(PUBLISHING)


@pytest.mark.parametrize("fault", COMMIT)
@pytest.mark.parametrize("key", PUBLISHING)
def test_a_commit_that_goes_wrong(key, fault, settings, monkeypatch, counted):
    prepare, expected = COMMIT[fault]
    with prepare(settings, monkeypatch) as base:
        login = STAGES[key].login(settings, base)
        with pytest.raises(errors.NetworkError) as caught:
            registry.publisher(key).commit(login, PART, STAGES[key].handle)
    assert type(caught.value) is expected
    assert caught.value.detail
    assert counted == ["POST"]  # once, and nothing after it
    check_until(fault, caught.value)


@pytest.mark.parametrize("fault", PREPARE)
@pytest.mark.parametrize("key", PREPARING)
def test_a_preparation_that_goes_wrong(key, fault, settings, monkeypatch):
    prepare, expected = PREPARE[fault]
    with prepare(settings, monkeypatch) as base:
        login = STAGES[key].login(settings, base)
        with pytest.raises(errors.NetworkError) as caught:
            registry.publisher(key).prepare(login, PART)
    assert type(caught.value) is not errors.OutcomeUnknown
    # a redirect of an upload is not followed, so that where it leads to is not looked at
    assert type(caught.value) is (errors.Broken if key == "bluesky" and "redirect" in fault else expected)


@pytest.mark.parametrize("fault", [name for name in PREPARE if "404" not in name and "410" not in name])
@pytest.mark.parametrize("key", PUBLISHING)
def test_a_look_that_goes_wrong_finds_nothing_out(key, fault, settings, monkeypatch):
    prepare, expected = PREPARE[fault]
    with prepare(settings, monkeypatch) as base, pytest.raises(errors.NetworkError) as caught:
        registry.publisher(key).look_up(STAGES[key].login(settings, base), PART, STAGES[key].handle)
    assert type(caught.value) is expected


@pytest.mark.parametrize("key", PUBLISHING)
def test_a_commit_that_goes_well(key, settings):
    stage = STAGES[key]
    with FaultServer({"/": stage.good}) as server:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair})
        login = stage.login(settings, server.url())
        sent = registry.publisher(key).commit(login, PART, stage.handle)
    assert isinstance(sent, Sent)
    assert sent.external_id
    assert sent.url.startswith("http")
    assert json.loads(json.dumps(dict(sent.proof))) == dict(sent.proof)


@pytest.mark.parametrize("key", PUBLISHING)
def test_the_networks_own_words_are_told(key, settings):
    words = {"code": "no", "message": "Así no puede ser", "error": "Así no puede ser"}
    with FaultServer({"/": reply(400, json.dumps(words).encode(), Content_Type="application/json")}) as server:
        settings.CMHUB_OUTBOUND_ALLOW = frozenset({server.pair})
        with pytest.raises(errors.Rejected, match="Así no puede ser"):
            registry.publisher(key).commit(STAGES[key].login(settings, server.url()), PART, STAGES[key].handle)


@pytest.mark.parametrize("key", PUBLISHING)
def test_no_secret_is_told(key, settings):
    login = STAGES[key].login(settings, "http://127.0.0.1:1/")
    for secret in STAGES[key].secret.values():
        assert f"'{secret}'" not in repr(login)


@pytest.mark.parametrize("key", JOINABLE)
def test_what_a_person_is_asked_for(key):
    network = registry.connector(key)
    assert network.guide
    assert len({asked.name for asked in network.asks}) == len(network.asks) >= 1
    assert all(asked.label for asked in network.asks)
    first, other = (_begin, _connect) if network.by_journey else (_connect, _begin)
    for step in (first, other):  # nothing was typed; and there is no other way in
        with pytest.raises(errors.Rejected):
            step(network)


def _begin(network):
    network.begin({}, redirect_url="https://x.example/", state="s")


def _connect(network):
    network.connect({})
