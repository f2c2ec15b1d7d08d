import subprocess
import sys

import pytest

from cmhub.config import BASE_DIR

_CALL = """
import sys, django
django.setup()
from contextlib import suppress
from networks import errors, registry
from networks.bluesky import client as bluesky
from networks.mastodon import client as mastodon
if {load}:
    registry.load()
before = set(sys.modules)
with suppress(errors.NetworkError), bluesky.server("https://127.0.0.1:9", "") as server:
    server.call("com.atproto.server.createSession", {{}})
with suppress(errors.NetworkError):
    mastodon.instance("https://127.0.0.1:9")("/api/v1/statuses/1", {{}})
print(*sorted({{name.partition(".")[0] for name in set(sys.modules) - before}}))
"""


@pytest.mark.parametrize("load", [True, False])
def test_once_loaded_a_first_call_loads_no_sdk(load):
    """Without loading it does, which shows that the calls ask for them."""
    ran = subprocess.run([sys.executable, "-c", _CALL.format(load=load)], cwd=BASE_DIR, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    loaded = {"atproto_client", "httpx", "mastodon"} & set(ran.stdout.split())
    assert loaded == (set() if load else {"atproto_client", "httpx", "mastodon"})
