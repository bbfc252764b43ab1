"""Enforce the table of moves; keep steps, files, checks and what is issued."""

from django.db import migrations

# The table of domain.issuing as it stands; a change of it is a new migration.
MOVES = (
    ("draft", "reviewed"),
    ("reviewed", "submitted"),
    ("submitted", "signed"),
    ("signed", "numbered"),
    ("numbered", "sealed"),
    ("sealed", "issued"),
    ("reviewed", "draft"),
    ("submitted", "draft"),
    ("numbered", "signed"),
)
VALUES = ", ".join(f"('{source}', '{target}')" for source, target in MOVES)
TABLES = ("issuing_paperstep", "issuing_paperfile", "issuing_signaturecheck")
APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()
"""
ALLOW = "DROP TRIGGER {table}_append_only ON {table}"
CREATE = f"""
CREATE FUNCTION issuing_check_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a paper begins as draft, not as %', NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.state = 'issued' THEN
        RAISE EXCEPTION 'paper % stays as it is', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.report_id <> OLD.report_id OR NEW.issuer_id <> OLD.issuer_id THEN
        RAISE EXCEPTION 'paper % belongs to its report', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM (VALUES {VALUES}) AS allowed (source, target)
        WHERE allowed.source = OLD.state AND allowed.target = NEW.state) THEN
        RAISE EXCEPTION 'a paper cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'submitted' AND EXISTS (
        SELECT FROM reporting_report WHERE id = NEW.report_id AND state = 'draft') THEN
        RAISE EXCEPTION 'the report of paper % is not approved', OLD.id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION issuing_keep_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.dropped_at IS NULL AND NEW.dropped_at IS NOT NULL
        AND to_jsonb(NEW) - 'dropped_at' - 'drop_reason' =
            to_jsonb(OLD) - 'dropped_at' - 'drop_reason' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'number % was given and stays', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER issuing_paper_moves BEFORE INSERT OR UPDATE OR DELETE ON issuing_outgoingpaper
    FOR EACH ROW EXECUTE FUNCTION issuing_check_move();
CREATE TRIGGER issuing_number_kept BEFORE UPDATE OR DELETE ON issuing_numberentry
    FOR EACH ROW EXECUTE FUNCTION issuing_keep_number();
"""

DROP = """
DROP TRIGGER issuing_number_kept ON issuing_numberentry;
DROP TRIGGER issuing_paper_moves ON issuing_outgoingpaper;
DROP FUNCTION issuing_keep_number();
DROP FUNCTION issuing_check_move();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("issuing", "0001_initial"),
        ("audit", "0002_refuse_changes"),
        ("reporting", "0003_keep_what_is_approved"),
    ]

    operations = [
        migrations.RunSQL(CREATE, DROP),
        *(
            migrations.RunSQL(APPEND_ONLY.format(table=table), ALLOW.format(table=table))
            for table in TABLES
        ),
    ]
