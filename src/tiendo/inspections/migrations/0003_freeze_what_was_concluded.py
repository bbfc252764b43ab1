"""Once an inspection is concluded or cancelled nothing is added to it, changed in it or taken out.

A recommendation alone still learns of its task.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION inspections_keep_ended() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.inspection_id ELSE NEW.inspection_id END;
BEGIN
    IF TG_TABLE_NAME = 'inspections_recommendation' AND TG_OP = 'UPDATE' AND
        to_jsonb(NEW) - 'task_id' - 'adopted_by_id' - 'adopted_at' =
        to_jsonb(OLD) - 'task_id' - 'adopted_by_id' - 'adopted_at' THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM inspections_inspection
        WHERE id = found AND state IN ('concluded', 'cancelled')) THEN
        RAISE EXCEPTION 'inspection % is ended and kept as it is', found
            USING ERRCODE = 'integrity_constraint_violation', DETAIL = TG_TABLE_NAME;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER inspections_finding_ended BEFORE INSERT OR UPDATE OR DELETE ON inspections_finding
    FOR EACH ROW EXECUTE FUNCTION inspections_keep_ended();
CREATE TRIGGER inspections_recommendation_ended
    BEFORE INSERT OR UPDATE OR DELETE ON inspections_recommendation
    FOR EACH ROW EXECUTE FUNCTION inspections_keep_ended();
"""

DROP = """
DROP TRIGGER inspections_recommendation_ended ON inspections_recommendation;
DROP TRIGGER inspections_finding_ended ON inspections_finding;
DROP FUNCTION inspections_keep_ended();
"""


class Migration(migrations.Migration):
    dependencies = [("inspections", "0002_enforce_moves")]

    operations = [migrations.RunSQL(CREATE, DROP)]
