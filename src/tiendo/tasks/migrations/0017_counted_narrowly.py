"""Tasks are counted by an index that holds all that is asked; it stands in for the key's own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0016_updates_taken_back")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["programme"],
                include=("id", "section", "subtask_during", "last_update_at"),
                name="task_counted",
            ),
        ),
        migrations.AlterField(
            model_name="task",
            name="programme",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tasks",
                to="programmes.programme",
            ),
        ),
    ]
