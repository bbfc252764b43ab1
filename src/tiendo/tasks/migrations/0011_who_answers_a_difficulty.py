"""A difficulty names the person who answers it at the responsible body."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _person():
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0010_subtasks_that_return"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="difficulty", name="person", field=_person()),
        migrations.AddField(model_name="difficultyevent", name="person", field=_person()),
        migrations.AddConstraint(
            model_name="difficulty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("person__isnull", True), ("responsible__isnull", False), _connector="OR"
                ),
                name="difficulty_answered_by_somebody_of_a_body",
            ),
        ),
    ]
