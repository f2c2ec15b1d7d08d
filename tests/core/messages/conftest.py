from collections.abc import Callable
from pathlib import Path

import pytest

from core.messages.catalogue import empty, po_bytes


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Path]:
    """Makes a small product: `site({"shop/forms.py": "…"})` returns its root, with an empty Spanish catalogue."""

    def make(files: dict[str, str]) -> Path:
        catalogue = tmp_path / "locale/es/LC_MESSAGES/django.po"
        catalogue.parent.mkdir(parents=True)
        catalogue.write_bytes(po_bytes(empty("es"), "es"))
        for name, text in {"shop/__init__.py": "", **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return make
