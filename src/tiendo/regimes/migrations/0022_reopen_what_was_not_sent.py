"""Let a report that was approved and not sent be opened again: the draft that corrects it."""

from django.db import migrations

# The table of domain.submissions as it stands; a change of it is a new migration.
MOVES = (
    ("writing", "sent"),
    ("returned", "sent"),
    ("sent", "writing"),
    ("sent", "returned"),
    ("sent", "accepted"),
)
VALUES = ", ".join(f"('{source}', '{target}')" for source, target in MOVES)

CHECK = """
CREATE OR REPLACE FUNCTION regimes_check_submission() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    is_taken_back boolean := TG_OP = 'UPDATE' AND OLD.state = 'sent' AND NEW.state = 'writing';
    is_reopened boolean := TG_OP = 'UPDATE' AND OLD.state = 'writing' AND NEW.state = 'writing';
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
    IF is_taken_back AND OLD.seen_at IS NOT NULL THEN
        RAISE EXCEPTION 'submission % was opened by who receives it', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF is_reopened AND NEW.report_id <> OLD.report_id AND NOT EXISTS (
        SELECT FROM reporting_report AS draft
        WHERE draft.id = NEW.report_id AND draft.corrects_id = OLD.report_id) THEN
        RAISE EXCEPTION 'submission % goes on with a report that does not correct its own', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.duty_id <> OLD.duty_id
        OR (OLD.sent_at IS NOT NULL AND NEW.is_late <> OLD.is_late AND NOT is_taken_back)
        OR (NEW.report_id <> OLD.report_id AND OLD.state <> 'returned'
            AND NOT is_taken_back AND NOT is_reopened) THEN
        RAISE EXCEPTION 'the duty, the report or the lateness of submission % was rewritten', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;
""".replace("@moves", VALUES)


class Migration(migrations.Migration):
    dependencies = [("regimes", "0021_take_submissions_back")]

    operations = [migrations.RunSQL(CHECK, migrations.RunSQL.noop)]
