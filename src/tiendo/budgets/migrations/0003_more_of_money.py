"""Money carried into the next year; decisions on projects can be corrected."""

import django.db.models.deletion
from django.db import migrations, models

CREATE = """
CREATE FUNCTION budgets_correct_within_project() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    corrected budgets_projectapproval;
BEGIN
    IF NEW.corrects_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO corrected FROM budgets_projectapproval WHERE id = NEW.corrects_id;
    IF corrected.project_id = NEW.project_id AND NOT corrected.is_withdrawn THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'approval % corrects one of another project', NEW.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER budgets_approval_within_project BEFORE INSERT ON budgets_projectapproval
    FOR EACH ROW EXECUTE FUNCTION budgets_correct_within_project();

CREATE FUNCTION budgets_carry_one_year() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.carried_from_id IS NULL OR EXISTS (
        SELECT FROM budgets_budgetline WHERE id = NEW.carried_from_id AND year = NEW.year - 1) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'budget line % is not carried from the year before', NEW.id
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER budgets_line_carried BEFORE INSERT OR UPDATE ON budgets_budgetline
    FOR EACH ROW EXECUTE FUNCTION budgets_carry_one_year();
"""
DROP = """
DROP TRIGGER budgets_line_carried ON budgets_budgetline;
DROP FUNCTION budgets_carry_one_year();
DROP TRIGGER budgets_approval_within_project ON budgets_projectapproval;
DROP FUNCTION budgets_correct_within_project();
"""


class Migration(migrations.Migration):
    dependencies = [("budgets", "0002_keep_what_was_recorded")]

    operations = [
        migrations.AddField(
            model_name="budgetline",
            name="carried_from",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="carried_to",
                to="budgets.budgetline",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="projectapproval", name="approval_once_per_project"
        ),
        migrations.AddField(
            model_name="projectapproval",
            name="corrects",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrected_by",
                to="budgets.projectapproval",
            ),
        ),
        migrations.AddField(
            model_name="projectapproval",
            name="is_withdrawn",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="projectapproval",
            constraint=models.CheckConstraint(
                name="approval_corrected_with_reason",
                condition=models.Q(corrects__isnull=True, is_withdrawn=False)
                | models.Q(corrects__isnull=False) & ~models.Q(reason=""),
            ),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
