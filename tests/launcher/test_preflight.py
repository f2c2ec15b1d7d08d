import errno
import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from cmhub.launcher import preflight
from cmhub.launcher.preflight import CannotStart

Usage = namedtuple("Usage", "total used free")


def test_a_full_disk_is_known_before_anything_starts(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9, 5 * 1024**2))
    with pytest.raises(CannotStart) as caught:
        preflight.data_folder(tmp_path / "data")
    assert str(caught.value) == (
        f"The disk of the data folder {tmp_path}/data is full: 5 MB are free, and cmhub needs 200 MB to start."
    )


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk of /d/secrets.json is full; make room and start again."),
        (errno.EACCES, "You may not write to /d/secrets.json; change its owner, or set CMHUB_DATA."),
        (errno.EROFS, "You may not write to /d/secrets.json; change its owner, or set CMHUB_DATA."),
        (errno.ENOTDIR, "/d/secrets.json is not a folder; set CMHUB_DATA to one."),
        (errno.EIO, "/d/secrets.json: Input/output error."),
    ],
)
def test_errors_of_the_disk_in_words(number, sentence):
    assert preflight.describe(OSError(number, os.strerror(number), "/d/secrets.json"), Path("/d")) == sentence


def test_a_disk_that_fills_up_later_is_the_reason(tmp_path, monkeypatch):
    assert preflight.disk_full(tmp_path) is None
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9, 0))
    assert preflight.disk_full(tmp_path) == (
        f"The disk of the data folder {tmp_path} is full; make room and start again."
    )
    assert preflight.disk_full(tmp_path / "absent") is None
