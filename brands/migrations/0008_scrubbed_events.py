from django.db import migrations

_CHECK = """
CREATE OR REPLACE FUNCTION brands_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Erasing a whole workspace is one way out: brands.portability says which one in its own transaction.
    IF TG_OP = 'DELETE' AND current_setting('cmhub.erasing_workspace', true) = OLD.workspace_id::text THEN
        RETURN OLD;
    END IF;
    -- Erasing a person is the other: brands.scrubbing takes names out, and nothing else may change.
    IF TG_OP = 'UPDATE' AND current_setting('cmhub.erasing_person', true) = OLD.workspace_id::text
        AND (to_jsonb(NEW) - 'object_name' - 'before' - 'after') = (to_jsonb(OLD) - 'object_name' - 'before' - 'after')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'brands_event is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
"""
_BACK = """
CREATE OR REPLACE FUNCTION brands_event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('cmhub.erasing_workspace', true) = OLD.workspace_id::text THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'brands_event is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("brands", "0007_notice_mail_and_webhooks")]

    operations = [migrations.RunSQL(_CHECK, _BACK)]
