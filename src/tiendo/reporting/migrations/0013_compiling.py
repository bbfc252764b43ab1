"""Keep compilings, the values chosen in them, and what became of the bodies' paragraphs."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_name_divisions_within_their_body"),
        ("reporting", "0012_house_templates"),
        ("audit", "0002_refuse_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SourceReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.IntegerField()),
                ("cited", models.JSONField()),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reading",
                        to="reporting.report",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ChosenValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=250)),
                ("printed", models.CharField(max_length=120)),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True),
                ),
                ("value_state", models.CharField(blank=True, max_length=9)),
                ("unit", models.CharField(blank=True, max_length=40)),
                ("record_type", models.CharField(blank=True, max_length=60)),
                (
                    "record_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chosen_values",
                        to="reporting.report",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.report",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["report", "key"], name="chosen_value_of_report")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="chosen_value_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Compilation",
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
                            ("waiting", "Chờ đến lượt"),
                            ("running", "Đang lập"),
                            ("done", "Đã xong"),
                            ("failed", "Không lập được"),
                            ("cancelled", "Đã dừng"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField(blank=True, null=True)),
                (
                    "error",
                    models.TextField(blank=True, help_text="why it failed, as its asker reads it"),
                ),
                ("path", models.CharField(blank=True, max_length=200)),
                ("size", models.BigIntegerField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("beat_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("expires_on", models.DateField(blank=True, null=True)),
                ("cycle_id", models.BigIntegerField(db_index=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "outline",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.outlineversion",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compilations",
                        to="reporting.report",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("waiting", "running"))),
                        fields=("cycle_id", "body"),
                        name="compilation_one_open_per_cycle",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PickedParagraph",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=60)),
                ("source_place", models.CharField(max_length=60)),
                ("digest", models.CharField(max_length=64)),
                ("text", models.TextField()),
                (
                    "picking",
                    models.CharField(
                        choices=[
                            ("used", "Đã đưa vào"),
                            ("left_out", "Không dùng"),
                            ("open", "Chưa xem"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="picked",
                        to="reporting.report",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.report",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "place", "source", "source_place", "digest"),
                        name="picked_paragraph_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER reporting_chosenvalue_append_only BEFORE UPDATE OR DELETE"
            " ON reporting_chosenvalue FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
            "DROP TRIGGER reporting_chosenvalue_append_only ON reporting_chosenvalue",
        ),
    ]
