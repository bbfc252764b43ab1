"""By when each body issues its own plan for a programme, and which plans were issued."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEPT = """
CREATE FUNCTION programmes_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are added, never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER programmes_planfiling_kept BEFORE UPDATE OR DELETE ON programmes_planfiling
    FOR EACH ROW EXECUTE FUNCTION programmes_refuse_rewriting();
"""
FREE = """
DROP TRIGGER programmes_planfiling_kept ON programmes_planfiling;
DROP FUNCTION programmes_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("organisations", "0002_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("programmes", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="filing_due_raw",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="programme",
            name="filing_due_key",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="programme",
            name="filing_last_day",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("filing_last_day__isnull", True))
                | (
                    models.Q(("filing_due_raw", ""), _negated=True)
                    & models.Q(("filing_due_key", ""), _negated=True)
                ),
                name="programme_filing_day_has_its_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("implements__isnull", True))
                | models.Q(("implements", models.F("id")), _negated=True),
                name="programme_implements_another",
            ),
        ),
        migrations.CreateModel(
            name="PlanFiling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.IntegerField(default=1)),
                ("reason", models.TextField(blank=True)),
                ("is_withdrawn", models.BooleanField(default=False)),
                ("number", models.CharField(max_length=60)),
                ("issued_on", models.DateField()),
                ("title", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="programmes.planfiling",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_filings",
                        to="documents.document",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_filings",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "own_programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filed_as",
                        to="programmes.programme",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="filings",
                        to="programmes.programme",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "organisation", "version"),
                        name="plan_filing_version_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True), ("is_withdrawn", False), ("version", 1)
                        )
                        | (
                            models.Q(("corrects__isnull", False), ("version__gt", 1))
                            & models.Q(("reason", ""), _negated=True)
                        ),
                        name="plan_filing_corrected_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        name="plan_filing_names_the_plan",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT, FREE),
    ]
