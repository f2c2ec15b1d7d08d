from django.db import migrations

from brands.migration_ops import append_only


def workspace_key(table: str, column: str, target: str) -> migrations.RunSQL:
    """(workspace_id, column) → target(workspace_id, id): what stands under one workspace never points into another."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_workspace_fk FOREIGN KEY (workspace_id, {column}) "
        f"REFERENCES {target} (workspace_id, id) DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_workspace_fk",
    )


class Migration(migrations.Migration):
    dependencies = [("brands", "0001_initial")]

    operations = [
        workspace_key("brands_brandrole", "brand_id", "brands_brand"),
        workspace_key("brands_brandrole", "member_id", "brands_member"),
        workspace_key("brands_invitedrole", "brand_id", "brands_brand"),
        workspace_key("brands_event", "brand_id", "brands_brand"),
        append_only("brands_event"),
    ]
