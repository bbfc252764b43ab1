"""Counts and keys of updates, changed rules of recurring tasks, judgements of continuous ones."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

RESULTS = [
    ("achieved", "Đạt yêu cầu"),
    ("partly", "Đạt một phần"),
    ("not_achieved", "Không đạt"),
]


def _person(**fields):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        **fields,
    )


def _body(**fields):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="organisations.organisation",
        **fields,
    )


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("organisations", "0003_add_the_district_level"),
        ("tasks", "0004_subtasks_and_rollups"),
    ]

    operations = [
        migrations.AddField(
            "progressupdate",
            "count_unit",
            models.CharField(blank=True, max_length=60, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "progressupdate",
            "done_count",
            models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
        ),
        migrations.AddField(
            "progressupdate",
            "total_count",
            models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
        ),
        migrations.AddField(
            "progressupdate",
            "request_key",
            models.UUIDField(blank=True, null=True, unique=True),
        ),
        migrations.AddConstraint(
            "progressupdate",
            models.CheckConstraint(
                name="update_count_of_total",
                condition=models.Q(done_count__isnull=True, total_count__isnull=True, count_unit="")
                | models.Q(
                    done_count__isnull=False,
                    total_count__isnull=False,
                    done_count__gte=0,
                    total_count__gt=0,
                    done_count__lte=models.F("total_count"),
                    percent__isnull=False,
                ),
            ),
        ),
        migrations.AddField("task", "recurrence_since", models.DateField(blank=True, null=True)),
        migrations.AlterField("task", "recurrence", models.CharField(blank=True, max_length=200)),
        migrations.RemoveConstraint("occurrence", "occurrence_once"),
        migrations.AddConstraint(
            "occurrence",
            models.UniqueConstraint(
                fields=["task", "label", "deadline_key"],
                condition=~models.Q(lifecycle="cancelled"),
                name="occurrence_once",
            ),
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.IntegerField()),
                ("proposed_result", models.CharField(choices=RESULTS, max_length=12)),
                ("proposed_at", models.DateTimeField()),
                ("result", models.CharField(blank=True, choices=RESULTS, max_length=12)),
                ("words", models.TextField(blank=True)),
                ("judged_at", models.DateTimeField(blank=True, null=True)),
                ("judged_by", _person(blank=True, null=True)),
                ("judged_for", _body(blank=True, null=True)),
                ("proposed_by", _person()),
                ("proposed_for", _body()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="tasks.progressupdate",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="tasks.task",
                    ),
                ),
            ],
            options={"ordering": ["-year", "task_id"]},
        ),
        migrations.AddConstraint(
            "judgement",
            models.UniqueConstraint(fields=["task", "year"], name="judgement_once_a_year"),
        ),
        migrations.AddConstraint(
            "judgement",
            models.CheckConstraint(
                name="judgement_judged_together",
                condition=models.Q(
                    result="",
                    words="",
                    judged_for__isnull=True,
                    judged_by__isnull=True,
                    judged_at__isnull=True,
                )
                | (
                    models.Q(
                        judged_for__isnull=False, judged_by__isnull=False, judged_at__isnull=False
                    )
                    & ~models.Q(result="")
                    & ~models.Q(words="")
                ),
            ),
        ),
        migrations.AddConstraint(
            "judgement",
            models.CheckConstraint(
                name="judgement_from_outside",
                condition=models.Q(judged_for__isnull=True)
                | ~models.Q(judged_for=models.F("proposed_for")),
            ),
        ),
    ]
