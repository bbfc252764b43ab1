"""Keep the templates that bodies lay their papers out with; no version is ever edited."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "reporting_housetemplate"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_refuse_changes"),
        ("documents", "0006_virus_scans"),
        ("organisations", "0004_name_divisions_within_their_body"),
        ("reporting", "0011_passed_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HouseTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("type_name", models.CharField(max_length=60)),
                ("number", models.IntegerField()),
                ("since", models.DateField()),
                ("file_name", models.CharField(blank=True, max_length=255)),
                ("placeholders", models.JSONField(blank=True, default=list)),
                ("reason", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="house_templates",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stored_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="house_templates",
                        to="documents.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["body", "type_name", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "type_name", "number"), name="house_template_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file_name", ""), ("stored_file__isnull", True)),
                            models.Q(
                                ("stored_file__isnull", False),
                                models.Q(("file_name", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="house_template_file_has_name",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}"
            " FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
            f"DROP TRIGGER {TABLE}_append_only ON {TABLE}",
        ),
    ]
