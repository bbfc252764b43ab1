"""Keep what was still open when a report was approved, and why it went on."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0009_keep_writings"),
        ("audit", "0002_refuse_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckPass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("report_version", models.IntegerField()),
                ("code", models.CharField(max_length=60)),
                ("count", models.IntegerField()),
                ("words", models.TextField()),
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
                        related_name="check_passes",
                        to="reporting.report",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("report", "report_version", "code"), name="check_passed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="check_passed_with_reason",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "CREATE TRIGGER reporting_checkpass_append_only BEFORE UPDATE OR DELETE"
            " ON reporting_checkpass FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
            "DROP TRIGGER reporting_checkpass_append_only ON reporting_checkpass",
        ),
    ]
