import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_review_of_a_later_reading"),
        ("tasks", "0003_list_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("same", "Cùng nhiệm vụ"),
                            ("child", "Là nhiệm vụ con"),
                            ("new", "Nhiệm vụ mới"),
                        ],
                        max_length=5,
                    ),
                ),
                ("takes_deadline", models.BooleanField(default=False)),
                ("adds_bodies", models.BooleanField(default=False)),
                (
                    "score",
                    models.DecimalField(blank=True, decimal_places=3, max_digits=4, null=True),
                ),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draft",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="match",
                        to="intake.draft",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "same"), ("task__isnull", False)),
                            models.Q(
                                ("adds_bodies", False),
                                ("kind", "child"),
                                ("takes_deadline", False),
                                ("task__isnull", False),
                            ),
                            models.Q(
                                ("adds_bodies", False),
                                ("kind", "new"),
                                ("takes_deadline", False),
                                ("task__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="match_names_its_task",
                    )
                ],
            },
        ),
    ]
