"""Each comparison of the values that pages read with what they come from is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0006_forecasts")]

    operations = [
        migrations.CreateModel(
            name="ValueAudit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("checked", models.BigIntegerField(default=0)),
                ("changed", models.IntegerField(default=0)),
                ("added", models.IntegerField(default=0)),
                ("dropped", models.IntegerField(default=0)),
                ("examples", models.JSONField(blank=True, default=list)),
            ],
            options={
                "ordering": ["-started_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("added__gte", 0),
                            ("changed__gte", 0),
                            ("checked__gte", 0),
                            ("dropped__gte", 0),
                        ),
                        name="value_audit_counts",
                    )
                ],
            },
        )
    ]
