"""Many alerts at once are told in one summary; the single notices point to it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="notice", name="notice_of_something"),
        migrations.AddField(
            model_name="notice",
            name="summary",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="gathered",
                to="alerts.notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("alert__isnull", False),
                    ("event__isnull", False),
                    ("kind", "alerts.summary"),
                    _connector="OR",
                ),
                name="notice_of_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("summary__isnull", True),
                    models.Q(("alert__isnull", False), ("is_silent", True)),
                    _connector="OR",
                ),
                name="notice_gathered_is_silent",
            ),
        ),
    ]
