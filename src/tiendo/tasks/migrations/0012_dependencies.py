"""Which tasks wait for which; a cycle is refused by the database too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Two dependencies added at once take turns, so that each sees the other.
CREATE = """
CREATE FUNCTION tasks_check_dependency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.removed_at IS NOT NULL
            OR (NEW.id, NEW.predecessor_id, NEW.successor_id, NEW.note, NEW.added_by_id,
                NEW.added_at)
            IS DISTINCT FROM (OLD.id, OLD.predecessor_id, OLD.successor_id, OLD.note,
                OLD.added_by_id, OLD.added_at)
        THEN
            RAISE EXCEPTION 'a dependency is only added and removed'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('tasks_taskdependency'));
    IF EXISTS (
        WITH RECURSIVE before (id) AS (
            SELECT NEW.predecessor_id
            UNION
            SELECT row.predecessor_id FROM tasks_taskdependency row
            JOIN before ON row.successor_id = before.id WHERE row.removed_at IS NULL)
        SELECT FROM before WHERE id = NEW.successor_id)
    THEN
        RAISE EXCEPTION 'task % would wait for itself', NEW.successor_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'dependency_on_itself';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER tasks_taskdependency_checked BEFORE INSERT OR UPDATE ON tasks_taskdependency
    FOR EACH ROW EXECUTE FUNCTION tasks_check_dependency();
CREATE TRIGGER tasks_taskdependency_kept BEFORE DELETE ON tasks_taskdependency
    FOR EACH ROW EXECUTE FUNCTION tasks_refuse_rewriting();
"""
DROP = """
DROP TRIGGER tasks_taskdependency_kept ON tasks_taskdependency;
DROP TRIGGER tasks_taskdependency_checked ON tasks_taskdependency;
DROP FUNCTION tasks_check_dependency();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0011_who_answers_a_difficulty"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TaskDependency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="tasks.task",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waits_for",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("predecessor", "successor"),
                        name="dependency_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("predecessor", models.F("successor")), _negated=True
                        ),
                        name="dependency_between_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("removed_at__isnull", True), ("removed_by__isnull", True)
                            ),
                            models.Q(
                                ("removed_at__isnull", False), ("removed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="dependency_removed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
