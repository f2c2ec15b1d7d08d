"""Migration operations that PostgreSQL, not Python, holds tenants apart with."""

from __future__ import annotations

from django.db.migrations import RunSQL


def tenant_target(table: str) -> RunSQL:
    """Make (brand_id, id) of `table` unique, so that composite keys can point at it."""
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_brand_id_key UNIQUE (brand_id, id)",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_brand_id_key",
    )


def tenant_keys(table: str, **columns: str) -> list[RunSQL]:
    """Composite foreign keys of `table`: column="target_table" gives (brand_id, column) → target_table(brand_id, id).

    A null column is not checked (MATCH SIMPLE). Deferred, as Django's own keys are:
    cascades may delete in any order.
    """
    return [
        RunSQL(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_tenant_fk FOREIGN KEY (brand_id, {column}) "
            f"REFERENCES {target} (brand_id, id) DEFERRABLE INITIALLY DEFERRED",
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_tenant_fk",
        )
        for column, target in columns.items()
    ]


APPEND_ONLY = """
CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Erasing a whole workspace is the one way out: brands.erasure says which one in its own transaction.
    IF TG_OP = 'DELETE' AND current_setting('cmhub.erasing_workspace', true) = OLD.workspace_id::text THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only();
"""


def append_only(table: str) -> RunSQL:
    """Let the database refuse UPDATE, DELETE and TRUNCATE on `table` (which has a workspace_id)."""
    return RunSQL(APPEND_ONLY.format(table=table), f"DROP FUNCTION {table}_append_only() CASCADE")
