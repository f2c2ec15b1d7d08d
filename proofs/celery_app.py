"""cmhub's own Celery app in a process that knows the four networks of the proofs."""

from cmhub.celery import app
from proofs import networks

networks.register()

__all__ = ["app"]
