from __future__ import annotations

import pytest

from brands import rounds, workspaces
from brands.models import Brand
from brands.scope import current_brand_id
from core import clock

pytestmark = pytest.mark.django_db


def test_each_has_its_turn_in_its_scope_whatever_is_wrong_with_another(workspace, caplog):
    names = ("Altavela", "Lumbre", "Azogue", "Gone")
    first, broken, last, gone = (workspaces.create_brand(workspace, name) for name in names)
    Brand.objects.filter(pk=gone.pk).update(deleted_at=clock.now())
    seen = []

    def work(brand: Brand) -> int:
        assert current_brand_id() == brand.pk
        seen.append(brand.pk)
        return 1 // (brand.pk != broken.pk)

    assert rounds.for_each(work) == 2
    assert seen == [first.pk, broken.pk, last.pk]
    (said,) = [record for record in caplog.records if record.name == "brands.rounds"]
    assert (said.brand, said.exc_info[0]) == (broken.public_id, ZeroDivisionError)
