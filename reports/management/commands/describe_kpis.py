from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from reports.kpis import page


class Command(BaseCommand):
    help = "Write docs/kpis.md anew from the code."

    def handle(self, *args: Any, **options: Any) -> None:
        page.PATH.write_text(page.text())
