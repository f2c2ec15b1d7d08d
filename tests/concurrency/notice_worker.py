"""Writes mails about notices that are due until none is, and holds each for a moment before it is committed."""

from __future__ import annotations

import time

from tests.concurrency.processes import say, wish


def main() -> None:
    given = wish()
    from brands import notice_mails
    from mail import writing

    def slowly(**mail: object) -> object:
        written = writing.write(**mail)
        time.sleep(given["takes"])
        return written

    notice_mails.write = slowly
    say(written=sum(notice_mails.write_due() for _ in range(given["times"])))


if __name__ == "__main__":
    main()
