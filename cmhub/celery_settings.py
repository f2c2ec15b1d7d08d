"""Celery's settings: hints that are late, doubled or lost do no harm, because rows are the queue."""

from __future__ import annotations

from django.conf import settings
from kombu import Exchange, Queue

from cmhub import addresses, schedule

QUEUES = ("publish", "listen", "documents", "webhooks")

broker_url = settings.CMHUB_REDIS_URL or addresses.NO_REDIS
beat_schedule = schedule.SCHEDULE
_EXCHANGE = Exchange("cmhub", type="direct")
task_queues = [Queue(name, _EXCHANGE, routing_key=name) for name in QUEUES]  # without the key all share one
task_default_queue = "documents"
# by module: the place of a task decides its worker
task_routes = {
    "monitoring.tasks.build_tops": {"queue": "documents"},  # may take seconds: nobody waits for it, sources would
    "monitoring.tasks.run_imports": {"queue": "documents"},
    "monitoring.tasks.write_exports": {"queue": "documents"},
    "monitoring.tasks.sweep_transfers": {"queue": "documents"},
    "monitoring.tasks.delete_old_files": {"queue": "documents"},
    "brands.tasks.write_notice_mails": {"queue": "publish"},  # quick, and what failed should be known at once
    "brands.tasks.deliver_webhooks": {"queue": "webhooks"},  # receivers may be slow: nothing of ours waits behind them
    # networks may be slow: nothing that is due waits for them
    "calendar_app.tasks.read_own_posts": {"queue": "listen"},
    "calendar_app.tasks.read_figures": {"queue": "listen"},
    "calendar_app.tasks.sweep_figures": {"queue": "listen"},
    "mail.*": {"queue": "publish"},
    "calendar_app.tasks.extend_series": {"queue": "documents"},
    "calendar_app.tasks.run_imports": {"queue": "documents"},
    "calendar_app.tasks.sweep_imports": {"queue": "documents"},
    "calendar_app.tasks.delete_old_files": {"queue": "documents"},
    "calendar_app.*": {"queue": "publish"},
    "crisis.*": {"queue": "listen"},
    "demo.*": {"queue": "listen"},
    "influencers.*": {"queue": "documents"},
    "channels.*": {"queue": "listen"},
    "networks.*": {"queue": "listen"},
    "monitoring.*": {"queue": "listen"},
    "media.*": {"queue": "documents"},
    "reports.*": {"queue": "documents"},
}
task_serializer = "json"
accept_content = ["json"]
task_ignore_result = True
task_acks_late = True  # a worker that dies leaves its task to the next one; the row's claim keeps it single
worker_prefetch_multiplier = 1
task_soft_time_limit = 540
task_time_limit = 600
broker_transport_options = {"visibility_timeout": 3600, "socket_timeout": 30, "socket_connect_timeout": 5}
broker_connection_retry_on_startup = True
broker_connection_max_retries = None
worker_send_task_events = False
enable_utc = True
timezone = "UTC"
beat_max_loop_interval = 5
