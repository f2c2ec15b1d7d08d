"""cmhub's own Celery app in a process that knows the network of the measurement."""

from benchmarks import publish_network
from cmhub.celery import app

publish_network.register()

__all__ = ["app"]
