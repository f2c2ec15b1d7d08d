"""Words for the person at the terminal."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from cmhub.addresses import NO_DATABASE


def store_missing(error: Exception, settings: Any) -> str | None:
    """One sentence where `error` says that a store does not answer; None for any other error."""
    import redis  # slow, and only needed when something went wrong

    if settings.DATABASES["default"]["ENGINE"] == NO_DATABASE and isinstance(error, ImproperlyConfigured):
        return (
            f"This command needs the database, and no cmhub runs over {settings.CMHUB_DATA}: "
            f"start it with ./run, or set DATABASE_URL."
        )
    if isinstance(error, OperationalError) and getattr(error.__cause__, "pgcode", None) is None:
        place = settings.DATABASES["default"]
        return f"The database at {place['HOST']}:{place['PORT']} does not answer: start it, or correct DATABASE_URL."
    if isinstance(error, redis.ConnectionError):
        return "Redis does not answer: start cmhub with ./run, or set REDIS_URL."
    return None
