"""Logs: one JSON object a line, with the request's id, and without secrets."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from core import request_id

_TICKS = ("celery.beat", "celery.worker.strategy", "celery.app.trace")  # told to start, taken up, ended
_HIDDEN = "[hidden]"
_SECRETS = (
    # the password in scheme://user:password@host
    (re.compile(r"(\w+://[^\s/:@]*:)[^\s/@]+(@)"), rf"\1{_HIDDEN}\2"),
    # Authorization: Bearer …, Authorization: Basic …
    (re.compile(r"(?i)\b((?:bearer|basic|oauth)\s+)[\w.~+/=-]{6,}"), rf"\1{_HIDDEN}"),
    # key=value, key: value and "key": "value" whose key says that the value is secret
    (
        re.compile(
            r"(?i)([\w-]*(?:password|passwd|secret|token|api[_-]?key|appsecret_proof|sessionid|cookie|"
            r"authorization)[\w-]*[\"']?\s*[:=]\s*[\"']?)(?!\[hidden\])(?!(?:bearer|basic|oauth)\s)[^\s\"'&,;}]+"
        ),
        rf"\1{_HIDDEN}",
    ),
    # our own tokens of the API, and secrets of webhooks
    (re.compile(r"\bcmhub_[0-9a-z]{13}_[0-9A-Za-z]+"), _HIDDEN),
    (re.compile(r"\bwhsec_[0-9A-Za-z]+"), _HIDDEN),
    # Fernet tokens and the field-encryption keys
    (re.compile(r"\bgAAAA[\w-]{20,}={0,2}"), _HIDDEN),
)


def redact(text: str) -> str:
    """The text with passwords, tokens and keys replaced."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class JsonLine(logging.Formatter):
    """A record as one line of JSON: time, level, logger, message, request id, exception, `extra` as given."""

    _own = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "request", "taskName"}

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.current():
            line["request_id"] = request_id.current()
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        line |= {name: str(value) for name, value in record.__dict__.items() if name not in self._own}
        return json.dumps({name: redact(value) for name, value in line.items()}, ensure_ascii=False)


class DidSomething(logging.Filter):
    """Of what Celery says about each task, leaves troubles, and the ends of tasks that did something. Tasks answer with
    how much: at most ticks of the schedule there is nothing to do, and several tick every second."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether `record` is written."""
        answer = getattr(record, "data", {}).get("return_value", "None")
        return record.levelno > logging.INFO or answer not in ("0", "None")


def settings(level: str) -> dict[str, Any]:
    """The LOGGING setting: everything to stderr, from where the launcher or a container takes it."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "cmhub.logs.JsonLine"}},
        "filters": {"did something": {"()": "cmhub.logs.DidSomething"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            **{name: {"filters": ["did something"]} for name in _TICKS},
        },
    }
