"""Money keeps what was recorded of it; a correction stays with its line, a project on its way."""

from django.db import migrations

CREATE = """
CREATE FUNCTION budgets_keep_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fixed text[] := ARRAY['year', 'body_id', 'source', 'nature', 'area', 'created_by_id',
        'created_at'];
    name text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NOT EXISTS (SELECT FROM budgets_budgetstep WHERE line_id = OLD.id)
            AND NOT EXISTS (SELECT FROM budgets_commitment WHERE line_id = OLD.id)
            AND NOT EXISTS (SELECT FROM budgets_disbursement WHERE line_id = OLD.id) THEN
            RETURN NEW;
        END IF;
        FOREACH name IN ARRAY fixed LOOP
            IF to_jsonb(NEW) -> name IS DISTINCT FROM to_jsonb(OLD) -> name THEN
                RAISE EXCEPTION 'budget line % has money: % is kept', OLD.id, name
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
        END LOOP;
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'budget line % is kept', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE FUNCTION budgets_correct_within_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    corrected jsonb;
BEGIN
    IF NEW.corrects_id IS NULL THEN
        RETURN NEW;
    END IF;
    EXECUTE format('SELECT to_jsonb(r) FROM %I r WHERE id = $1', TG_TABLE_NAME)
        INTO corrected USING NEW.corrects_id;
    IF corrected -> 'line_id' = to_jsonb(NEW) -> 'line_id'
        AND corrected -> 'stage' IS NOT DISTINCT FROM to_jsonb(NEW) -> 'stage'
        AND NOT (corrected ->> 'is_withdrawn')::boolean THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% % corrects a row of another line', TG_TABLE_NAME, NEW.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE FUNCTION budgets_move_project() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = OLD.state OR (OLD.state, NEW.state) IN (
        ('proposed', 'approved'), ('proposed', 'stopped'), ('approved', 'running'),
        ('approved', 'stopped'), ('running', 'finished'), ('running', 'stopped'),
        ('stopped', 'approved'), ('stopped', 'running')) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'project % does not go from % to %', OLD.id, OLD.state, NEW.state
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE FUNCTION budgets_keep_milestone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.done_on IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'milestone % is done', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE FUNCTION budgets_keep_treasury_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['state', 'line_id', 'disbursement_id', 'reason', 'decided_by_id',
        'decided_at'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - free = to_jsonb(OLD) - free
        AND (OLD.state = 'open' OR (OLD.state <> 'taken' AND NEW.state = 'open')) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'treasury row % is kept', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER budgets_line_kept BEFORE UPDATE OR DELETE ON budgets_budgetline
    FOR EACH ROW EXECUTE FUNCTION budgets_keep_line();
CREATE TRIGGER budgets_step_within_line BEFORE INSERT ON budgets_budgetstep
    FOR EACH ROW EXECUTE FUNCTION budgets_correct_within_line();
CREATE TRIGGER budgets_commitment_within_line BEFORE INSERT ON budgets_commitment
    FOR EACH ROW EXECUTE FUNCTION budgets_correct_within_line();
CREATE TRIGGER budgets_disbursement_within_line BEFORE INSERT ON budgets_disbursement
    FOR EACH ROW EXECUTE FUNCTION budgets_correct_within_line();
CREATE TRIGGER budgets_project_moved BEFORE UPDATE OF state ON budgets_project
    FOR EACH ROW EXECUTE FUNCTION budgets_move_project();
CREATE TRIGGER budgets_milestone_kept BEFORE UPDATE OR DELETE ON budgets_projectmilestone
    FOR EACH ROW EXECUTE FUNCTION budgets_keep_milestone();
CREATE TRIGGER budgets_treasury_row_kept BEFORE UPDATE OR DELETE ON budgets_treasuryrow
    FOR EACH ROW EXECUTE FUNCTION budgets_keep_treasury_row();
"""

DROP = """
DROP TRIGGER budgets_treasury_row_kept ON budgets_treasuryrow;
DROP TRIGGER budgets_milestone_kept ON budgets_projectmilestone;
DROP TRIGGER budgets_project_moved ON budgets_project;
DROP TRIGGER budgets_disbursement_within_line ON budgets_disbursement;
DROP TRIGGER budgets_commitment_within_line ON budgets_commitment;
DROP TRIGGER budgets_step_within_line ON budgets_budgetstep;
DROP TRIGGER budgets_line_kept ON budgets_budgetline;
DROP FUNCTION budgets_keep_treasury_row();
DROP FUNCTION budgets_keep_milestone();
DROP FUNCTION budgets_move_project();
DROP FUNCTION budgets_correct_within_line();
DROP FUNCTION budgets_keep_line();
"""


# Rows of these are added and never changed.
TABLES = (
    "budgets_projectapproval",
    "budgets_projectfunding",
    "budgets_budgetstep",
    "budgets_commitment",
    "budgets_disbursement",
    "budgets_treasurystatement",
)
APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("budgets", "0001_initial"), ("audit", "0002_refuse_changes")]

    operations = [
        migrations.RunSQL(CREATE, DROP),
        *(
            migrations.RunSQL(
                APPEND_ONLY.format(table=table), f"DROP TRIGGER {table}_append_only ON {table}"
            )
            for table in TABLES
        ),
    ]
