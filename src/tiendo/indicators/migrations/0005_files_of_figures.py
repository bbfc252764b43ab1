"""Files of figures, their rows packed, and what is wrong in them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("indicators", "0004_entering"),
        ("organisations", "0004_name_divisions_within_their_body"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "Đang kiểm tra"),
                            ("checked", "Đã kiểm tra, chưa nhập"),
                            ("waiting", "Chờ đến lượt"),
                            ("running", "Đang nhập"),
                            ("done", "Đã nhập"),
                            ("undoing", "Đang hoàn tác"),
                            ("undone", "Đã hoàn tác"),
                            ("cancelled", "Đã bỏ"),
                            ("failed", "Không nhập được"),
                        ],
                        default="checking",
                        max_length=9,
                    ),
                ),
                ("period_start", models.DateField(blank=True, null=True)),
                ("period_end", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("replaces", models.BooleanField(default=False)),
                ("notes", models.JSONField(default=dict)),
                ("rows", models.IntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("only_good", models.BooleanField(default=False)),
                ("done", models.IntegerField(default=0)),
                ("kept", models.IntegerField(default=0)),
                (
                    "brought",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("error", models.TextField(blank=True)),
                (
                    "failed_in",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("checking", "Đang kiểm tra"),
                            ("checked", "Đã kiểm tra, chưa nhập"),
                            ("waiting", "Chờ đến lượt"),
                            ("running", "Đang nhập"),
                            ("done", "Đã nhập"),
                            ("undoing", "Đang hoàn tác"),
                            ("undone", "Đã hoàn tác"),
                            ("cancelled", "Đã bỏ"),
                            ("failed", "Không nhập được"),
                        ],
                        max_length=9,
                    ),
                ),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="FigureChunk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("content", models.BinaryField()),
                ("statuses", models.TextField(blank=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chunks",
                        to="indicators.figurefile",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="FigureProblem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.IntegerField()),
                ("column", models.CharField(blank=True, max_length=3)),
                ("code", models.CharField(max_length=40)),
                ("words", models.TextField()),
                ("is_warning", models.BooleanField(default=False)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="indicators.figurefile",
                    ),
                ),
            ],
            options={
                "ordering": ["row", "id"],
            },
        ),
        migrations.AddIndex(
            model_name="figurefile",
            index=models.Index(fields=["created_by", "-created_at"], name="figure_file_own"),
        ),
        migrations.AddConstraint(
            model_name="figurefile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["waiting", "running", "undoing"])),
                fields=("sha256", "organisation"),
                name="figure_file_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="figurefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("period_end__isnull", True), ("period_start__isnull", True)),
                    models.Q(("period_end__isnull", False), ("period_start__isnull", False)),
                    _connector="OR",
                ),
                name="figure_file_period_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="figurefile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), models.Q(("failed_in", ""), _negated=True)),
                    models.Q(models.Q(("state", "failed"), _negated=True), ("failed_in", "")),
                    _connector="OR",
                ),
                name="figure_file_failed_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="figurechunk",
            constraint=models.UniqueConstraint(fields=("file", "number"), name="figure_chunk_once"),
        ),
        migrations.AddIndex(
            model_name="figureproblem",
            index=models.Index(fields=["file", "is_warning", "row"], name="figure_problem_row"),
        ),
    ]
