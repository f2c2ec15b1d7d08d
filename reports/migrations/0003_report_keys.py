from django.db import migrations

from brands.migration_ops import tenant_keys, tenant_target

# What was approved was given out: whatever the code does, it stays.
FROZEN = """
CREATE FUNCTION reports_weeklyreport_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.approved_at IS NOT NULL AND (
        NEW.content IS DISTINCT FROM OLD.content OR NEW.written IS DISTINCT FROM OLD.written
        OR NEW.first IS DISTINCT FROM OLD.first OR NEW.approved_at IS DISTINCT FROM OLD.approved_at
    ) THEN
        RAISE EXCEPTION 'an approved report does not change' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reports_weeklyreport_frozen BEFORE UPDATE ON reports_weeklyreport
    FOR EACH ROW EXECUTE FUNCTION reports_weeklyreport_frozen();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_weekly_reports")]

    operations = [
        *map(tenant_target, ("reports_weeklyreport", "reports_reportrecipient")),
        *tenant_keys("reports_decision", report_id="reports_weeklyreport", settled_in_id="reports_weeklyreport"),
        *tenant_keys("reports_issuedfile", report_id="reports_weeklyreport"),
        *tenant_keys(
            "reports_reportdelivery", report_id="reports_weeklyreport", recipient_id="reports_reportrecipient"
        ),
        *tenant_keys("reports_reportlink", report_id="reports_weeklyreport"),
        migrations.RunSQL(FROZEN, "DROP FUNCTION reports_weeklyreport_frozen() CASCADE"),
    ]
