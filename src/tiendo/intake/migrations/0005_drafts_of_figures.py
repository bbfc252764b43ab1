"""Figures and targets read from texts, with what a person made of them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0006_virus_scans"),
        ("indicators", "0005_files_of_figures"),
        ("intake", "0004_matches_with_live_tasks"),
        ("organisations", "0004_name_divisions_within_their_body"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.IntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("observation", "Số liệu"), ("target", "Mục tiêu")], max_length=11
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Chờ xem"),
                            ("accepted", "Đã nhận"),
                            ("rejected", "Không lấy"),
                        ],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("metric", models.TextField()),
                ("raw", models.CharField(max_length=200)),
                ("unit", models.CharField(blank=True, max_length=120)),
                ("scope", models.CharField(blank=True, max_length=250)),
                ("as_of", models.DateField(blank=True, null=True)),
                ("comparator", models.CharField(blank=True, max_length=5)),
                ("high", models.CharField(blank=True, max_length=60)),
                ("horizon", models.CharField(blank=True, max_length=20)),
                ("typed", models.CharField(blank=True, max_length=100)),
                ("breakdown", models.CharField(blank=True, max_length=200)),
                ("period_start", models.DateField(blank=True, null=True)),
                ("period_end", models.DateField(blank=True, null=True)),
                (
                    "score",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=4, null=True),
                ),
                ("confidence", models.DecimalField(decimal_places=3, max_digits=4)),
                (
                    "doubts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "observation",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figure_draft",
                        to="indicators.observation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figure_drafts",
                        to="documents.passage",
                    ),
                ),
                (
                    "target",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figure_draft",
                        to="indicators.target",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figure_drafts",
                        to="documents.textversion",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("text", "order"), name="figure_draft_order"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("state", "proposed"),
                            ),
                            models.Q(
                                models.Q(("state", "proposed"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="figure_draft_decided_together",
                    ),
                ],
            },
        ),
    ]
