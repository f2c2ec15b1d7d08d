from __future__ import annotations

import subprocess
import sys

from cmhub.config import BASE_DIR


def test_a_reader_that_has_enough_is_no_mistake():
    texts = "Me encanta este sitio\n" * 5000
    command = f"{sys.executable} manage.py score_text --lang es | head -1"
    done = subprocess.run(command, shell=True, cwd=BASE_DIR, input=texts, text=True, capture_output=True)
    assert done.stdout.startswith("positive\t")
    assert done.stderr == ""
