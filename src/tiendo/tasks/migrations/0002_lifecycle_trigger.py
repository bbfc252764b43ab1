"""Enforce the lifecycle's table of transitions, and keep what happened from being rewritten."""

from django.db import migrations

# The table of domain.lifecycle as it stands; a change of it is a new migration.
TRANSITIONS = (
    ("draft", "live"),
    ("live", "claimed"),
    ("claimed", "unit_approved"),
    ("claimed", "live"),
    ("unit_approved", "confirmed"),
    ("unit_approved", "live"),
    ("confirmed", "live"),
    ("live", "suspended"),
    ("live", "cancelled"),
    ("live", "superseded"),
    ("suspended", "live"),
)
VALUES = ", ".join(f"('{source}', '{target}')" for source, target in TRANSITIONS)

CREATE = f"""
CREATE FUNCTION tasks_is_transition(source text, target text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT EXISTS (
        SELECT FROM (VALUES {VALUES}) AS allowed (source, target)
        WHERE allowed.source = $1 AND allowed.target = $2)
$$;

CREATE FUNCTION tasks_check_transition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.lifecycle <> TG_ARGV[0] THEN
            RAISE EXCEPTION '% begins as %, not as %', TG_TABLE_NAME, TG_ARGV[0], NEW.lifecycle
                USING ERRCODE = 'check_violation';
        END IF;
    ELSIF NEW.lifecycle <> OLD.lifecycle
        AND NOT tasks_is_transition(OLD.lifecycle, NEW.lifecycle) THEN
        RAISE EXCEPTION '% cannot go from % to %', TG_TABLE_NAME, OLD.lifecycle, NEW.lifecycle
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER tasks_task_lifecycle BEFORE INSERT OR UPDATE OF lifecycle ON tasks_task
    FOR EACH ROW EXECUTE FUNCTION tasks_check_transition('draft');
CREATE TRIGGER tasks_occurrence_lifecycle BEFORE INSERT OR UPDATE OF lifecycle ON tasks_occurrence
    FOR EACH ROW EXECUTE FUNCTION tasks_check_transition('live');

CREATE FUNCTION tasks_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are added, never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER tasks_lifecycleevent_kept BEFORE UPDATE OR DELETE ON tasks_lifecycleevent
    FOR EACH ROW EXECUTE FUNCTION tasks_refuse_rewriting();
CREATE TRIGGER tasks_deadlinechange_kept BEFORE UPDATE OR DELETE ON tasks_deadlinechange
    FOR EACH ROW EXECUTE FUNCTION tasks_refuse_rewriting();
"""

DROP = """
DROP TRIGGER tasks_deadlinechange_kept ON tasks_deadlinechange;
DROP TRIGGER tasks_lifecycleevent_kept ON tasks_lifecycleevent;
DROP FUNCTION tasks_refuse_rewriting();
DROP TRIGGER tasks_occurrence_lifecycle ON tasks_occurrence;
DROP TRIGGER tasks_task_lifecycle ON tasks_task;
DROP FUNCTION tasks_check_transition();
DROP FUNCTION tasks_is_transition(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
