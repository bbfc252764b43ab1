"""A definition, a rule and a value keep what they said; what follows them is a row of its own."""

from django.db import migrations

CREATE = """
CREATE FUNCTION indicators_keep_observation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    free text[] := ARRAY['is_current', 'state', 'confirmed_by_id', 'confirmed_at',
        'published_by_id', 'published_at'];
    steps text[] := ARRAY['provisional', 'confirmed', 'published'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - free = to_jsonb(OLD) - free
        AND OLD.is_current
        AND array_position(steps, NEW.state) >= array_position(steps, OLD.state) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'observation % is kept: correct it by a new revision', OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE FUNCTION indicators_keep_validity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'validity' = to_jsonb(OLD) - 'validity'
        AND NEW.validity <@ OLD.validity AND lower(NEW.validity) = lower(OLD.validity) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% % is kept: end it and add another', TG_TABLE_NAME, OLD.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER indicators_observation_kept BEFORE UPDATE OR DELETE ON indicators_observation
    FOR EACH ROW EXECUTE FUNCTION indicators_keep_observation();
CREATE TRIGGER indicators_definition_kept BEFORE UPDATE OR DELETE ON indicators_indicatorversion
    FOR EACH ROW EXECUTE FUNCTION indicators_keep_validity();
CREATE TRIGGER indicators_check_rule_kept BEFORE UPDATE OR DELETE ON indicators_checkrule
    FOR EACH ROW EXECUTE FUNCTION indicators_keep_validity();
"""

DROP = """
DROP TRIGGER indicators_check_rule_kept ON indicators_checkrule;
DROP TRIGGER indicators_definition_kept ON indicators_indicatorversion;
DROP TRIGGER indicators_observation_kept ON indicators_observation;
DROP FUNCTION indicators_keep_validity();
DROP FUNCTION indicators_keep_observation();
"""

# Rows of these are added and never changed.
TABLES = (
    "indicators_indicatorpassage",
    "indicators_observationname",
    "indicators_observationcomment",
    "indicators_target",
)
APPEND_ONLY = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()
"""
ALLOW = "DROP TRIGGER {table}_append_only ON {table}"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial"), ("audit", "0002_refuse_changes")]

    operations = [
        migrations.RunSQL(CREATE, DROP),
        *(
            migrations.RunSQL(APPEND_ONLY.format(table=table), ALLOW.format(table=table))
            for table in TABLES
        ),
    ]
