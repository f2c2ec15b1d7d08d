import json
import logging
import sys

import pytest

from cmhub import logs
from core import request_id


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (
            "connecting to postgresql://cmhub:s3cret@127.0.0.1/cmhub",
            "connecting to postgresql://cmhub:[hidden]@127.0.0.1/cmhub",
        ),
        ("redis://:s3cret@h:1/0 is gone", "redis://:[hidden]@h:1/0 is gone"),
        ("Authorization: Bearer abcdef123456", "Authorization: Bearer [hidden]"),
        ("GET /me?access_token=EAAB123&fields=id", "GET /me?access_token=[hidden]&fields=id"),
        ('{"client_secret": "abc", "id": 5}', '{"client_secret": "[hidden]", "id": 5}'),
        ("password=hunter2 user=ana", "password=[hidden] user=ana"),
        ("Cookie: sessionid=abc123; csrftoken=def456", "Cookie: [hidden]; csrftoken=[hidden]"),
        ("value gAAAAABkZmVybmV0dG9rZW4xMjM0NTY3OA== end", "value [hidden] end"),
        ("nothing to hide at 10:30, tokens were fetched", "nothing to hide at 10:30, tokens were fetched"),
    ],
)
def test_secrets_are_replaced(said, written):
    assert logs.redact(said) == written


def test_a_record_is_one_line_of_json_with_the_request():
    request_id.set_current("abc123def456")
    try:
        raise ValueError("token=s3cret\nsecond line")
    except ValueError:
        record = logging.makeLogRecord(
            {
                "name": "x",
                "levelname": "ERROR",
                "msg": "failed %s",
                "args": ("now",),
                "exc_info": sys.exc_info(),
                "status": 5,
            }
        )
    line = logs.JsonLine().format(record)
    request_id.set_current("")
    told = json.loads(line)
    assert "\n" not in line
    assert told.pop("exception").endswith("ValueError: token=[hidden]\nsecond line")
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "ERROR",
        "logger": "x",
        "message": "failed now",
        "request_id": "abc123def456",
        "status": "5",
    }


@pytest.mark.parametrize(
    ("logger", "level", "data", "written"),
    [
        ("celery.app.trace", logging.INFO, {"return_value": "0"}, 0),
        ("celery.app.trace", logging.INFO, {"return_value": "None"}, 0),
        ("celery.app.trace", logging.INFO, {"return_value": "3"}, 1),
        ("celery.app.trace", logging.ERROR, {"exc": "OSError()"}, 1),
        ("celery.worker.strategy", logging.INFO, {"name": "publish_due"}, 0),
        ("celery.worker.strategy", logging.ERROR, {}, 1),
        ("celery.beat", logging.INFO, None, 0),
        ("celery.beat", logging.CRITICAL, None, 1),
        ("celery.worker.consumer.connection", logging.INFO, None, 1),
    ],
)
def test_ticks_at_which_nothing_was_done_are_not_told(caplog, logger, level, data, written):
    with caplog.at_level(logging.INFO), caplog.at_level(logging.INFO, logger):
        logging.getLogger(logger).log(level, "told", extra={"data": data} if data is not None else None)
    assert caplog.messages == ["told"] * written
