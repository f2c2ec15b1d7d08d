from django.db import migrations

from brands.migration_ops import tenant_keys, tenant_target


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial"), ("brands", "0002_tenancy")]

    operations = [
        *map(tenant_target, ("brands_department", "monitoring_source", "monitoring_author")),
        *map(tenant_target, ("monitoring_mention", "monitoring_tag")),
        *tenant_keys(
            "monitoring_mention",
            source_id="monitoring_source",
            author_id="monitoring_author",
            department_id="brands_department",
        ),
        *tenant_keys("monitoring_reading", mention_id="monitoring_mention"),
        *tenant_keys("monitoring_mentiontag", mention_id="monitoring_mention", tag_id="monitoring_tag"),
    ]
