"""That a milestone was done can be taken back; what it says while it is done is kept."""

from django.db import migrations

KEEP = """
CREATE OR REPLACE FUNCTION budgets_keep_milestone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.done_on IS NULL{back} THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'milestone % is done', OLD.id USING ERRCODE = 'integrity_constraint_violation';
END
$$;
"""
DONE = "ARRAY['done_on', 'done_note', 'done_by_id', 'done_at']"
BACK = f"""
        OR (TG_OP = 'UPDATE' AND NEW.done_on IS NULL
            AND to_jsonb(NEW) - {DONE} = to_jsonb(OLD) - {DONE})"""


class Migration(migrations.Migration):
    dependencies = [("budgets", "0003_more_of_money")]

    operations = [migrations.RunSQL(KEEP.format(back=BACK), KEEP.format(back=""))]
