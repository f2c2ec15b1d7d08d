from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from brands.models import Brand
from brands.scope import brand_scope
from reports import rollups


class Command(BaseCommand):
    help = "Have every day rolled up anew, of all brands or of some."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("brands", nargs="*", help="public ids; all brands where none is given")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = Brand.objects.filter(deleted_at=None)
        if options["brands"]:
            asked = asked.filter(public_id__in=options["brands"])
        for brand in asked.order_by("pk"):
            with brand_scope(brand.pk):
                days = rollups.mark_all(brand)
            self.stdout.write(f"{brand}: {days} days are due")
