"""The alarm clock. Rows are the queue (core/jobs.py): a task that is lost, late or run twice does no harm."""

from __future__ import annotations

import logging.config
import os
import signal
from typing import Any

from celery import Celery, signals

from core import request_id
from core.stores import child

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmhub.settings")
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")  # `prepare` has made them; each worker would load every page for them

_HEADER = "request_id"

app = Celery("cmhub")


app.config_from_object("cmhub.celery_settings")  # read when first needed


@signals.setup_logging.connect
def _log_as_django_does(**_: Any) -> None:
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


app.autodiscover_tasks()


@signals.heartbeat_sent.connect
def _beat(sender: Any, **_: Any) -> None:
    """A worker's own heartbeat, every two seconds, is what its health check sees."""
    from django.conf import settings

    from cmhub import alive

    alive.beat(settings.CMHUB_DATA, sender.eventer.hostname.partition("@")[0])


@signals.worker_init.connect
def _be_ready_to_publish(sender: Any, **_: Any) -> None:
    """Once, before the pool is forked: also processes that are forked later have everything that a post needs."""
    from networks import registry

    if "publish" in sender.app.amqp.queues.consume_from:
        registry.load()


@signals.worker_process_init.connect
def _end_with_the_worker(**_: Any) -> None:
    """A pool process must not outlive its worker, however that ends."""
    child.tie_to_parent(signal.SIGKILL)


@signals.before_task_publish.connect
def _send_request_id(headers: dict[str, Any], **_: Any) -> None:
    headers.setdefault(_HEADER, request_id.current())


@signals.task_prerun.connect
def _take_request_id(task: Any, **_: Any) -> None:
    request_id.set_current(getattr(task.request, _HEADER, None) or request_id.new())


@signals.task_postrun.connect
def _drop_request_id(**_: Any) -> None:
    request_id.set_current("")
