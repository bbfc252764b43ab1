"""Enforce the table of moves; keep answers, signed records and conclusions as they are."""

from django.db import migrations

# The table of domain.inspections as it stands; a change of it is a new migration.
MOVES = (
    ("planned", "decided"),
    ("decided", "visiting"),
    ("visiting", "concluding"),
    ("concluding", "visiting"),
    ("concluding", "concluded"),
    ("planned", "cancelled"),
    ("decided", "cancelled"),
    ("visiting", "cancelled"),
    ("concluding", "cancelled"),
)
VALUES = ", ".join(f"('{source}', '{target}')" for source, target in MOVES)

CREATE = f"""
CREATE FUNCTION inspections_check_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'planned' THEN
            RAISE EXCEPTION 'an inspection begins as planned, not as %', NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state IN ('concluded', 'cancelled') THEN
        RAISE EXCEPTION 'inspection % is ended and not changed', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM (VALUES {VALUES}) AS allowed (source, target)
        WHERE allowed.source = OLD.state AND allowed.target = NEW.state) THEN
        RAISE EXCEPTION 'an inspection cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION inspections_keep_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_file_id IS NOT NULL THEN
        RAISE EXCEPTION 'record of visit % is signed and not changed', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION inspections_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are added, never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER inspections_inspection_moves BEFORE INSERT OR UPDATE ON inspections_inspection
    FOR EACH ROW EXECUTE FUNCTION inspections_check_move();
CREATE TRIGGER inspections_visit_signed BEFORE UPDATE OR DELETE ON inspections_visit
    FOR EACH ROW EXECUTE FUNCTION inspections_keep_signed();
CREATE TRIGGER inspections_outlineanswer_kept BEFORE UPDATE OR DELETE ON inspections_outlineanswer
    FOR EACH ROW EXECUTE FUNCTION inspections_refuse_rewriting();
"""

DROP = """
DROP TRIGGER inspections_outlineanswer_kept ON inspections_outlineanswer;
DROP TRIGGER inspections_visit_signed ON inspections_visit;
DROP TRIGGER inspections_inspection_moves ON inspections_inspection;
DROP FUNCTION inspections_refuse_rewriting();
DROP FUNCTION inspections_keep_signed();
DROP FUNCTION inspections_check_move();
"""


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
