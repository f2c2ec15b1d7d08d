import subprocess
import sys

from django.conf import settings
from django.core.cache import cache
from django.db import connection

from cmhub import config


def test_importing_needs_neither_database_nor_secrets(tmp_path):
    script = (
        "import cmhub.settings as s; print(s.DATABASES['default']['ENGINE'], len(s.SECRET_KEY), s.CMHUB_FIELD_KEYS)"
    )
    environment = {"PATH": "/usr/bin:/bin", "CMHUB_DATA": str(tmp_path / "absent")}
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=config.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout == "django.db.backends.dummy 64 []\n"
    assert not (tmp_path / "absent").exists()


def test_the_tests_have_stores_of_their_own(db):
    connection.ensure_connection()
    assert connection.settings_dict["NAME"].startswith("test_")
    cache.set("seen", 1)
    assert cache.get("seen") == 1


def test_policy_allows_no_inline_script():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["script-src"] == ["'self'"]
    assert "'unsafe-inline'" not in str(directives)
