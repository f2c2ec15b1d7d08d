import logging
from datetime import timedelta

import psycopg2
import pytest
import redis
from django.db import OperationalError, connection

from cmhub import alive, commandline, health
from core import clock
from monitoring.models import Source, Stream
from networks.streams import place


def test_healthz(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_readyz(client, db):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "checks": {
            "database": {"ok": True},
            "broker": {"ok": True},
            "jobs": {"ok": True, "oldest_overdue_seconds": {}},
            "streams": {"ok": True, "behind_seconds": {}},
        },
    }


@pytest.mark.parametrize(("minutes", "late"), [(4, {}), (6, {"late": ["jetstream"]})])
def test_readyz_tells_how_far_behind_streams_are_and_stays_ready(client, db, minutes, late):
    Stream.objects.create(network="jetstream", cursor=place(clock.now() - timedelta(minutes=minutes)))
    answer = client.get("/readyz")
    streams = answer.json()["checks"]["streams"]
    behind = streams.pop("behind_seconds")
    assert behind == {"jetstream": pytest.approx(minutes * 60, abs=2)}
    assert (answer.status_code, streams) == (200, {"ok": True} | late)


@pytest.mark.parametrize(("minutes", "status"), [(14, 200), (16, 503)])
def test_readyz_tells_how_late_the_oldest_job_is(client, db, monkeypatch, minutes, status):
    due = clock.now() - timedelta(minutes=minutes)
    monkeypatch.setattr(health.jobs, "overdue_since", lambda: {Source: due})
    answer = client.get("/readyz")
    assert answer.status_code == status
    assert answer.json()["checks"]["jobs"]["oldest_overdue_seconds"] == {
        "monitoring.Source": pytest.approx(minutes * 60, abs=2)
    }


def test_readyz_without_database_and_broker(client, db, settings, monkeypatch, caplog):
    def gone(*_):
        raise OperationalError("gone")

    settings.CMHUB_REDIS_URL = "redis://127.0.0.1:1/0"
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unavailable",
        "checks": {
            "database": {"ok": False},
            "broker": {"ok": False},
            "jobs": {"ok": False},
            "streams": {"ok": False},
        },
    }
    assert "the database does not answer" in caplog.text


@pytest.mark.parametrize("given", ["abc-123.DEF_456", "a" * 64])
def test_a_sane_request_id_is_taken_over(client, given):
    assert client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "with space in", 'quote"quote', "line\nbreak1"])
def test_another_request_id_is_replaced(client, given):
    answer = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert answer != given
    assert len(answer) == 12


def test_a_request_is_logged_by_its_pattern(client, caplog, db):
    with caplog.at_level(logging.INFO, logger="cmhub.requests"):
        client.get("/healthz")
        client.get("/no-such-page-with-token-s3cret")
    assert [record.getMessage() for record in caplog.records if record.name == "cmhub.requests"] == ["GET /?"]


def test_policy_and_headers(client):
    answer = client.get("/healthz")
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy + ";"
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_beats_are_fresh_or_they_are_none(tmp_path, monkeypatch):
    assert not alive.beats(tmp_path, "listen")
    alive.beat(tmp_path, "listen")
    assert alive.beats(tmp_path, "listen")
    later = alive.time.time() + alive.STALE_AFTER + 1
    monkeypatch.setattr(alive.time, "time", lambda: later)
    assert not alive.beats(tmp_path, "listen")
    alive.forget(tmp_path, "listen")
    alive.forget(tmp_path, "listen")


def _failed(cause: Exception) -> OperationalError:
    error = OperationalError("x")
    error.__cause__ = cause
    return error


def test_a_store_that_is_missing_is_one_sentence(settings):
    place = settings.DATABASES["default"]
    sentence = commandline.store_missing(_failed(psycopg2.OperationalError("connection refused")), settings)
    assert (
        sentence
        == f"The database at {place['HOST']}:{place['PORT']} does not answer: start it, or correct DATABASE_URL."
    )
    assert commandline.store_missing(redis.ConnectionError(), settings).startswith("Redis does not answer")
    assert commandline.store_missing(ValueError(), settings) is None
