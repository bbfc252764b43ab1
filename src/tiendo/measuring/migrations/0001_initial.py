"""Links between tasks and indicators; tables that figures are taken from tell of their changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A mark for each table and transaction, and with the first a job: nobody waits for anybody.
CREATE = """
CREATE INDEX measuring_taken_figures ON indicators_indicatorversion (id) WHERE origin = 'register';
CREATE FUNCTION measuring_tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM indicators_indicatorversion WHERE origin = 'register') THEN
        RETURN NULL;
    END IF;
    INSERT INTO measuring_change (source, transaction) VALUES (TG_TABLE_NAME, txid_current())
        ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'measuring.measure', 0,
            'measuring.measure', NULL, '{}'::jsonb, NULL)::procrastinate_job_to_defer_v1]);
    END IF;
    RETURN NULL;
END
$$;
"""
DROP = """
DROP FUNCTION measuring_tell_change();
DROP INDEX measuring_taken_figures;
"""
TELL = """
CREATE TRIGGER measuring_tells AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION measuring_tell_change()
"""
TABLES = (
    "tasks_statusspan",
    "tasks_assignment",
    "tasks_difficultyevent",
    "budgets_budgetline",
    "budgets_budgetstep",
    "budgets_commitment",
    "budgets_disbursement",
    "documents_document",
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0006_virus_scans"),
        ("tasks", "0017_counted_narrowly"),
        ("indicators", "0001_initial"),
        ("budgets", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=63)),
                ("transaction", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("transaction", "source"), name="change_once_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("linked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "ordering": ["indicator__code", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("task", "indicator"),
                        name="contribution_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(
                                ("ended_at__gte", models.F("linked_at")),
                                ("ended_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="contribution_ended_whole",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CREATE, DROP),
        *(
            migrations.RunSQL(TELL.format(table=table), f"DROP TRIGGER measuring_tells ON {table}")
            for table in TABLES
        ),
    ]
