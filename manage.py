#!/usr/bin/env python
"""Django's commands. One that needs a store which does not run says so in one sentence."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the command on the command line; the process's exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmhub.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    from cmhub import commandline
    from cmhub.config import ConfigError

    try:
        execute_from_command_line(sys.argv)
    except BrokenPipeError:  # `manage.py … | head`: the reader has enough, and that is no mistake
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ConfigError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    except Exception as error:
        sentence = commandline.store_missing(error, settings)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
