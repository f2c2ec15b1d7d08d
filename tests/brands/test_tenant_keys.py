"""PostgreSQL itself refuses a row that points into another brand: every tenant key has its composite constraint."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from brands.scope import BrandModel, TenantForeignKey, brand_scope
from core import clock
from monitoring.models import Mention
from tests.monitoring import factories

pytestmark = pytest.mark.django_db


def keys_between_tenants() -> list[models.ForeignKey]:
    return [
        field
        for model in apps.get_models()
        if issubclass(model, BrandModel)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, BrandModel)
    ]


def composite_constraints() -> set[tuple[str, str, str, str]]:
    """(table, its columns, target, target's columns) of every foreign key in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.conrelid::regclass::text, c.confrelid::regclass::text,
                   (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(num, n)
                    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num),
                   (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k(num, n)
                    JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num)
            FROM pg_constraint c WHERE c.contype = 'f' AND c.convalidated
            """
        )
        return {(table, columns, target, theirs) for table, target, columns, theirs in cursor.fetchall()}


def without_constraint(keys: list[models.ForeignKey]) -> list[str]:
    known = composite_constraints()
    return [
        str(key)
        for key in keys
        if (key.model._meta.db_table, f"brand_id,{key.column}", key.related_model._meta.db_table, "brand_id,id")
        not in known
    ]


def test_every_key_between_tenant_tables_is_composite_in_the_database():
    keys = keys_between_tenants()
    assert {"monitoring.Mention.source", "monitoring.MentionTag.tag"} <= set(map(str, keys))
    assert without_constraint(keys) == []


def test_every_key_between_tenant_tables_is_declared_as_one():
    assert [str(key) for key in keys_between_tenants() if not isinstance(key, TenantForeignKey)] == []


def test_a_key_without_its_constraint_is_found():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE monitoring_mention DROP CONSTRAINT monitoring_mention_author_id_tenant_fk")
    assert without_constraint(keys_between_tenants()) == ["monitoring.Mention.author"]


def test_a_row_that_points_into_another_brand_is_refused():
    ours, theirs = factories.brand("Lumbre"), factories.brand("Verdea")
    foreign = factories.source(theirs)
    seen = clock.now()
    with brand_scope(ours.pk), transaction.atomic():
        Mention.objects.create(
            network="feed", external_id="1", source_id=foreign.pk, posted_at=seen, first_seen_at=seen
        )
        with pytest.raises(IntegrityError, match="tenant_fk"):
            connection.check_constraints()
        transaction.set_rollback(True)
