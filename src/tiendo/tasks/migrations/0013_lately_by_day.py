"""Who sent word within some days, and what was done: told without reading all that ever was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0012_dependencies")]

    operations = [
        migrations.AddIndex(
            model_name="deadlinechange",
            index=models.Index(fields=["effective_on"], name="deadline_change_day"),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["last_day"], name="task_last_day"),
        ),
        migrations.AddIndex(
            model_name="progressupdate",
            index=models.Index(
                fields=["as_of"], include=("organisation", "task"), name="update_as_of"
            ),
        ),
        migrations.AddIndex(
            model_name="lifecycleevent",
            index=models.Index(fields=["day"], name="event_day"),
        ),
        migrations.AddIndex(
            model_name="lifecycleevent",
            index=models.Index(
                condition=models.Q(("action", "reopen")),
                fields=["task"],
                include=("day",),
                name="event_reopened",
            ),
        ),
    ]
