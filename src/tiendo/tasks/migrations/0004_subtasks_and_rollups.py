"""Sub-tasks, umbrellas, and which assigned tasks a body's own plan covers."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models

STATES = [
    ("draft", "Bản nháp"),
    ("live", "Đang giao"),
    ("claimed", "Đã báo cáo hoàn thành"),
    ("unit_approved", "Thủ trưởng đã duyệt"),
    ("confirmed", "Đã xác nhận"),
    ("suspended", "Tạm dừng"),
    ("cancelled", "Đã hủy"),
    ("superseded", "Được thay thế"),
    ("umbrella", "Giao cho từng cơ quan"),
]

# The table of domain.lifecycle as it stands; a change of it is a new migration.
BEFORE = (
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
AFTER = (*BEFORE, ("draft", "umbrella"))


def table(transitions: tuple[tuple[str, str], ...]) -> str:
    """The function the trigger asks, for a table of transitions."""
    values = ", ".join(f"('{source}', '{target}')" for source, target in transitions)
    return f"""
CREATE OR REPLACE FUNCTION tasks_is_transition(source text, target text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT EXISTS (
        SELECT FROM (VALUES {values}) AS allowed (source, target)
        WHERE allowed.source = $1 AND allowed.target = $2)
$$;
"""


# A cycle needs a change of a parent; two changes at once take turns, so that each sees the other.
NO_CYCLE = """
CREATE FUNCTION tasks_refuse_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('tasks_task.parent_id'));
    IF EXISTS (
        WITH RECURSIVE above (id) AS (
            SELECT NEW.parent_id
            UNION
            SELECT task.parent_id FROM tasks_task task JOIN above ON task.id = above.id
            WHERE task.parent_id IS NOT NULL)
        SELECT FROM above WHERE id = NEW.id)
    THEN
        RAISE EXCEPTION 'task % would stand below itself', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'task_below_itself';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER tasks_task_no_cycle BEFORE UPDATE OF parent_id ON tasks_task
    FOR EACH ROW WHEN (NEW.parent_id IS DISTINCT FROM OLD.parent_id)
    EXECUTE FUNCTION tasks_refuse_cycle();
CREATE TRIGGER tasks_plancoverage_kept BEFORE UPDATE OR DELETE ON tasks_plancoverage
    FOR EACH ROW EXECUTE FUNCTION tasks_refuse_rewriting();
"""
CYCLES_AGAIN = """
DROP TRIGGER tasks_plancoverage_kept ON tasks_plancoverage;
DROP TRIGGER tasks_task_no_cycle ON tasks_task;
DROP FUNCTION tasks_refuse_cycle();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0002_own_programmes_and_filings"),
        ("tasks", "0003_list_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="task",
            name="lifecycle",
            field=models.CharField(choices=STATES, db_index=True, default="draft", max_length=14),
        ),
        migrations.AlterField(
            model_name="occurrence",
            name="lifecycle",
            field=models.CharField(choices=STATES, db_index=True, default="draft", max_length=14),
        ),
        migrations.AlterField(
            model_name="lifecycleevent",
            name="from_state",
            field=models.CharField(blank=True, choices=STATES, max_length=14),
        ),
        migrations.AlterField(
            model_name="lifecycleevent",
            name="to_state",
            field=models.CharField(choices=STATES, max_length=14),
        ),
        migrations.AddField(
            model_name="task",
            name="subtask_during",
            field=django.contrib.postgres.fields.ranges.DateRangeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gt", 0)), name="task_weight_positive"
            ),
        ),
        migrations.CreateModel(
            name="PlanCoverage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coverage",
                        to="programmes.planfiling",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_coverage",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("filing", "task"), name="plan_covers_a_task_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(table(AFTER), table(BEFORE)),
        migrations.RunSQL(NO_CYCLE, CYCLES_AGAIN),
    ]
