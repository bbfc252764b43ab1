"""The results of analyses are kept as rows, so that pages wait for no engine."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("analytics", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="StoredAnalysis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True)),
                ("tried_at", models.DateTimeField()),
                ("computed_at", models.DateTimeField(blank=True, null=True)),
                ("facts_as_of", models.DateTimeField(blank=True, null=True)),
                ("engine", models.CharField(blank=True, max_length=40)),
                ("milliseconds", models.IntegerField(blank=True, null=True)),
                ("rows_count", models.IntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("computed_at__isnull", True),
                                ("facts_as_of__isnull", True),
                                ("milliseconds__isnull", True),
                                ("rows_count", 0),
                            ),
                            models.Q(
                                ("computed_at__isnull", False),
                                ("facts_as_of__isnull", False),
                                ("milliseconds__isnull", False),
                                models.Q(("engine", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="stored_analysis_computed_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("computed_at__isnull", False),
                            models.Q(("problem", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="stored_analysis_computed_or_failed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StoredRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.IntegerField()),
                ("key", models.CharField(max_length=120)),
                ("cells", models.JSONField()),
                (
                    "analysis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="analytics.storedanalysis",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "indexes": [
                    models.Index(fields=["analysis", "key", "order"], name="stored_row_by_key")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("analysis", "order"), name="stored_row_once")
                ],
            },
        ),
    ]
