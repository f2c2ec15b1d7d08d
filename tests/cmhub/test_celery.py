from unittest.mock import Mock

import pytest
from celery import Celery, signals
from kombu import Connection

from cmhub.celery import app
from cmhub.launcher.processes import QUEUES
from cmhub.schedule import SCHEDULE
from core import request_id
from networks import registry


def test_queues_are_those_that_workers_read():
    assert {queue.name for queue in app.conf.task_queues} == QUEUES.keys()
    assert {queue.routing_key for queue in app.conf.task_queues} == QUEUES.keys()


@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("calendar_app.tasks.publish_due", "publish"),
        ("mail.tasks.send_due", "publish"),
        ("monitoring.tasks.poll_due", "listen"),
        ("reports.tasks.build", "documents"),
        ("cmhub.tasks.clear_sessions", "documents"),
    ],
)
def test_tasks_find_their_workers(task, queue):
    assert app.amqp.router.route({}, task)["queue"].name == queue


def test_a_message_reaches_one_queue_only_and_carries_the_request(settings):
    request_id.set_current("abcdef123456")
    with app.connection_for_write() as connection:
        for name in QUEUES:
            connection.default_channel.queue_purge(name)
        app.send_task("monitoring.tasks.nothing", connection=connection)
        arrived = {name: _message(connection, name) for name in QUEUES}
    request_id.set_current("")
    assert arrived["publish"] is None
    assert arrived["documents"] is None
    assert arrived["listen"].headers["request_id"] == "abcdef123456"
    assert arrived["listen"].content_type == "application/json"


@pytest.mark.parametrize(("queues", "loaded"), [(["publish"], 1), (["listen", "documents"], 0)])
def test_the_worker_that_publishes_loads_the_networks_before_its_pool_is_made(monkeypatch, queues, loaded):
    calls = []
    monkeypatch.setattr(registry, "load", lambda: calls.append("load"))
    worker = Mock(app=Celery("one of its own", set_as_current=False))
    worker.app.conf.task_queues = app.conf.task_queues
    worker.app.amqp.queues.select(queues)  # as --queues does
    signals.worker_init.send(sender=worker)
    assert len(calls) == loaded


def _message(connection: Connection, name: str):
    queue = connection.SimpleQueue(app.amqp.queues[name])
    try:
        message = queue.get(block=False)
    except queue.Empty:
        return None
    message.ack()
    return message


def test_each_line_of_the_schedule_names_a_task_and_lets_it_expire():
    app.loader.import_default_modules()
    for line, entry in SCHEDULE.items():
        assert entry["task"] in app.tasks, line
        assert entry["options"]["expires"] <= entry["schedule"], line
