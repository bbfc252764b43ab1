"""A task may be part of another more than once: its times as one are ranges of days."""

from django.db import migrations

import tiendo.tasks.models.day_ranges


class Migration(migrations.Migration):
    dependencies = [("tasks", "0009_directives")]

    operations = [
        migrations.AlterField(
            model_name="task",
            name="subtask_during",
            field=tiendo.tasks.models.day_ranges.DayRangesField(blank=True, null=True),
        ),
    ]
