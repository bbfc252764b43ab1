"""Refuse every change of an approved report and of its figures."""

from django.db import migrations

CREATE = """
CREATE FUNCTION reporting_keep_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.state IN (OLD.state, 'issued')
        AND to_jsonb(NEW) - 'state' = to_jsonb(OLD) - 'state' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'report % is approved: correct it by a new one', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE FUNCTION reporting_keep_figure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    owner bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.report_id ELSE NEW.report_id END;
BEGIN
    IF EXISTS (SELECT FROM reporting_report WHERE id = owner AND state <> 'draft')
        OR (TG_OP = 'UPDATE' AND NEW.report_id <> OLD.report_id) THEN
        RAISE EXCEPTION 'the figures of report % are approved', owner
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER reporting_report_kept BEFORE UPDATE OR DELETE ON reporting_report
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_report();
CREATE TRIGGER reporting_figure_kept BEFORE INSERT OR UPDATE OR DELETE ON reporting_figure
    FOR EACH ROW EXECUTE FUNCTION reporting_keep_figure();
"""

DROP = """
DROP TRIGGER reporting_figure_kept ON reporting_figure;
DROP TRIGGER reporting_report_kept ON reporting_report;
DROP FUNCTION reporting_keep_figure();
DROP FUNCTION reporting_keep_report();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_compose_content_and_checks")]

    operations = [migrations.RunSQL(CREATE, DROP)]
