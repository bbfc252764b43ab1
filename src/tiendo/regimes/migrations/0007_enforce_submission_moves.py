"""Enforce the table of moves of submissions; keep what was accepted, and remarks as they were."""

from django.db import migrations

# The table of domain.submissions as it stands; a change of it is a new migration.
MOVES = (
    ("writing", "sent"),
    ("returned", "sent"),
    ("sent", "returned"),
    ("sent", "accepted"),
)
VALUES = ", ".join(f"('{source}', '{target}')" for source, target in MOVES)

CREATE = """
CREATE FUNCTION regimes_check_submission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'writing' THEN
            RAISE EXCEPTION 'a submission begins as writing, not as %', NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state = 'accepted' THEN
        RAISE EXCEPTION 'submission % was accepted and is not changed', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM (VALUES @moves) AS allowed (source, target)
        WHERE allowed.source = OLD.state AND allowed.target = NEW.state) THEN
        RAISE EXCEPTION 'a submission cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.duty_id <> OLD.duty_id OR (OLD.sent_at IS NOT NULL AND NEW.is_late <> OLD.is_late)
        OR (NEW.report_id <> OLD.report_id AND OLD.state <> 'returned') THEN
        RAISE EXCEPTION 'the duty, the report or the lateness of submission % was rewritten', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION regimes_keep_remark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.settled_at IS NOT NULL OR
        to_jsonb(NEW) - 'answer' - 'settled_by_id' - 'settled_at' <>
        to_jsonb(OLD) - 'answer' - 'settled_by_id' - 'settled_at' THEN
        RAISE EXCEPTION 'remark % stays as it was made', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER regimes_submission_moves BEFORE INSERT OR UPDATE ON regimes_submission
    FOR EACH ROW EXECUTE FUNCTION regimes_check_submission();
CREATE TRIGGER regimes_remark_kept BEFORE UPDATE OR DELETE ON regimes_remark
    FOR EACH ROW EXECUTE FUNCTION regimes_keep_remark();
""".replace("@moves", VALUES)

DROP = """
DROP TRIGGER regimes_remark_kept ON regimes_remark;
DROP TRIGGER regimes_submission_moves ON regimes_submission;
DROP FUNCTION regimes_keep_remark();
DROP FUNCTION regimes_check_submission();
"""


class Migration(migrations.Migration):
    dependencies = [("regimes", "0006_name_reports_of_steps")]

    operations = [migrations.RunSQL(CREATE, DROP)]
