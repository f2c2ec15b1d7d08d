from __future__ import annotations

import signal
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cmhub import alive
from monitoring.streaming import consumer


class Command(BaseCommand):
    help = "Hears all of Bluesky, and keeps what topics match. Runs until it is stopped; more than one does no harm."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, lambda *_: stop.set())
        consumer.run("jetstream", stop, lambda: alive.beat(settings.CMHUB_DATA, "jetstream"))
