"""Keep versions of outlines and writings, and the sources of what is approved."""

from django.db import migrations

TABLES = ("reporting_outlineversion", "reporting_writing")
APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()
"""
ALLOW = "DROP TRIGGER {table}_append_only ON {table}"
CREATE = """
CREATE FUNCTION reporting_keep_source() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.report_id ELSE NEW.report_id END;
BEGIN
    IF EXISTS (SELECT FROM reporting_report WHERE id = owner AND state <> 'draft')
        OR (TG_OP = 'UPDATE' AND NEW.report_id <> OLD.report_id) THEN
        RAISE EXCEPTION 'the sources of report % are approved', owner
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER reporting_source_kept BEFORE INSERT OR UPDATE OR DELETE ON reporting_reportsource
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_source();
"""
DROP = """
DROP TRIGGER reporting_source_kept ON reporting_reportsource;
DROP FUNCTION reporting_keep_source();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0008_outlines"), ("audit", "0002_refuse_changes")]

    operations = [
        *(
            migrations.RunSQL(APPEND_ONLY.format(table=table), ALLOW.format(table=table))
            for table in TABLES
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
