"""Enforce the table of moves; keep what a meeting was held on, and what was given out of it."""

from django.db import migrations

# The table of domain.meetings as it stands; a change of it is a new migration.
MOVES = (("preparing", "held"), ("held", "issued"), ("preparing", "cancelled"))
VALUES = ", ".join(f"('{source}', '{target}')" for source, target in MOVES)

CREATE = f"""
CREATE FUNCTION meetings_check_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'preparing' THEN
            RAISE EXCEPTION 'a meeting begins as preparing, not as %', NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state IN ('issued', 'cancelled') THEN
        RAISE EXCEPTION 'meeting % is ended and not changed', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state <> OLD.state AND NOT EXISTS (
        SELECT FROM (VALUES {VALUES}) AS allowed (source, target)
        WHERE allowed.source = OLD.state AND allowed.target = NEW.state) THEN
        RAISE EXCEPTION 'a meeting cannot go from % to %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'held' AND
        (OLD.frozen, OLD.day, OLD.since, OLD.body_id, OLD.covers_all, OLD.chair_id) IS DISTINCT FROM
        (NEW.frozen, NEW.day, NEW.since, NEW.body_id, NEW.covers_all, NEW.chair_id) THEN
        RAISE EXCEPTION 'meeting % was held and stays as it was', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION meetings_keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held text;
BEGIN
    SELECT state INTO held FROM meetings_meeting
        WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.meeting_id ELSE NEW.meeting_id END;
    IF TG_OP <> 'INSERT' AND (OLD.directive_id IS NOT NULL OR OLD.task_id IS NOT NULL) THEN
        RAISE EXCEPTION 'decision % was given out and stays as it was', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF held = 'issued' AND TG_OP = 'UPDATE' AND
        to_jsonb(NEW) - 'directive_id' - 'task_id' - 'given_by_id' - 'given_at' =
        to_jsonb(OLD) - 'directive_id' - 'task_id' - 'given_by_id' - 'given_at' THEN
        RETURN NEW;
    END IF;
    IF held <> 'held' THEN
        RAISE EXCEPTION 'a meeting that is % takes no decision', held
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER meetings_meeting_moves BEFORE INSERT OR UPDATE ON meetings_meeting
    FOR EACH ROW EXECUTE FUNCTION meetings_check_move();
CREATE TRIGGER meetings_decision_kept BEFORE INSERT OR UPDATE OR DELETE ON meetings_decision
    FOR EACH ROW EXECUTE FUNCTION meetings_keep_decision();
"""

DROP = """
DROP TRIGGER meetings_decision_kept ON meetings_decision;
DROP TRIGGER meetings_meeting_moves ON meetings_meeting;
DROP FUNCTION meetings_keep_decision();
DROP FUNCTION meetings_check_move();
"""


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
