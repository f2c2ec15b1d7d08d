"""Whose rows a query may see. Tenant rows are visible only inside brand_scope(); anywhere else the query raises.

The scope is read when SQL is compiled, not when a query is written, so a queryset kept in a class attribute or a form
field follows the brand in force. Known holes, closed by composite foreign keys in the database (brands.migration_ops):
forward relations, joins in values(), raw SQL.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, TypeVar

from django.db import models

_current: ContextVar[int | None] = ContextVar("brand_id", default=None)


class OutOfScope(RuntimeError):
    """Tenant data was touched with no brand, or with another brand, in scope."""


@contextmanager
def brand_scope(brand_id: int) -> Iterator[None]:
    """Inside the block tenant queries see the rows of this brand, and writes of any other brand raise."""
    token = _current.set(brand_id)
    try:
        yield
    finally:
        _current.reset(token)


def current_brand_id() -> int:
    """The brand in scope. Raises OutOfScope where there is none."""
    brand_id = _current.get()
    if brand_id is None:
        raise OutOfScope("no brand in scope: open brand_scope()")
    return brand_id


class CurrentBrand(models.Expression):
    """The brand in scope, as a value in SQL."""

    output_field = models.BigIntegerField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[int]]:
        return "%s", (current_brand_id(),)


M = TypeVar("M", bound="BrandModel")


class BrandQuerySet(models.QuerySet[M]):
    """Writes in bulk obey the scope too."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        rows = list(objs)
        for row in rows:
            row.check_scope()
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None) -> int:
        rows = list(objs)
        for row in rows:
            row.check_scope()
        return super().bulk_update(rows, fields, batch_size)

    def update(self, **kwargs: Any) -> int:
        if {"brand", "brand_id"} & kwargs.keys():
            raise OutOfScope("a row never moves to another brand")
        return super().update(**kwargs)


class BrandManager(models.Manager.from_queryset(BrandQuerySet)):  # type: ignore[misc]
    """Rows of the brand in scope."""

    def get_queryset(self) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset().filter(brand_id=CurrentBrand())
        return rows


class KeptManager(BrandManager):
    """Rows of the brand in scope that nobody has deleted."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(deleted_at=None)


class TenantForeignKey(models.ForeignKey[Any, Any]):
    """A key from one tenant table to another.

    Django's own constraint is left out: brands.migration_ops.tenant_keys adds the stronger one on (brand_id, x_id),
    with which PostgreSQL refuses a row that points into another brand.
    """

    def __init__(self, to: Any, on_delete: Any, **kwargs: Any) -> None:
        kwargs.setdefault("related_name", "+")
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        return name, path, args, kwargs


class BrandModel(models.Model):
    """A row that belongs to one brand, grandchildren too: every tenant index starts with it."""

    brand = models.ForeignKey("brands.Brand", models.CASCADE, related_name="+")
    brand_id: int | None

    objects: ClassVar[models.Manager[Any]] = BrandManager()  # first, so that forms and reverse relations are scoped too
    all_brands: ClassVar[models.Manager[Any]] = models.Manager()  # sweeps, migrations, export and erasure only

    class Meta:
        abstract = True

    def check_scope(self) -> None:
        """Raises OutOfScope unless this row is of the brand in scope; a new row without a brand takes it."""
        if not self.brand_id:
            self.brand_id = current_brand_id()
        if current_brand_id() != self.brand_id:
            raise OutOfScope(f"{self._meta.label} of brand {self.brand_id}, but {current_brand_id()} is in scope")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_scope()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self.check_scope()
        return super().delete(*args, **kwargs)


class DeletableModel(BrandModel):
    """A tenant row that hides for 30 days when deleted, and can be brought back until then."""

    deleted_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[models.Manager[Any]] = KeptManager()
    with_deleted: ClassVar[models.Manager[Any]] = BrandManager()
    all_brands: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True


def tenant_models(models_: Collection[type[models.Model]]) -> list[type[BrandModel]]:
    """Those of `models_` that are tenant tables."""
    return [model for model in models_ if issubclass(model, BrandModel)]
