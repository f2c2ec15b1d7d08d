"""manage.py recount [BRAND …]: build the counters anew from the mentions."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from brands.models import Brand
from brands.scope import brand_scope
from monitoring import recounting


class Command(BaseCommand):
    help = "Builds the counters of brands anew from their mentions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("brands", nargs="*", help="public ids; without any, every brand")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["brands"]
        brands = Brand.objects.filter(**({"public_id__in": wanted} if wanted else {})).order_by("pk")
        if wanted and len(brands) != len(set(wanted)):
            raise CommandError("No such brand: " + ", ".join(sorted(set(wanted) - {b.public_id for b in brands})))
        for brand in brands:
            with brand_scope(brand.pk):
                self.stdout.write(f"{brand.public_id} {brand.name}: {recounting.recount(brand)} counters")
