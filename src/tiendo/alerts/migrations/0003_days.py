"""What each alert said on which day; those there already say what they said last."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO alerts_alertday (alert_id, day, level, facts, title)
SELECT id, (first_found_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, level, facts, title
FROM alerts_alert
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_summaries")]

    operations = [
        migrations.CreateModel(
            name="AlertDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("level", models.SmallIntegerField()),
                ("facts", models.JSONField(default=dict)),
                ("title", models.CharField(max_length=300)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="alerts.alert",
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(fields=("alert", "day"), name="alert_once_a_day")
                ],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
