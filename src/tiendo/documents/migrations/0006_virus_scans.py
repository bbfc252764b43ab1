"""What the virus scanner said of each upload."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_refuse_changes"),
        ("documents", "0005_candidates_of_links"),
    ]

    operations = [
        migrations.CreateModel(
            "VirusScan",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scans",
                        to="documents.quarantinedupload",
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("clean", "Không thấy mã độc"), ("infected", "Có mã độc")],
                        max_length=8,
                    ),
                ),
                ("threat", models.CharField(blank=True, max_length=200)),
                ("scanner", models.CharField(max_length=100)),
                ("signatures", models.CharField(blank=True, max_length=100)),
                ("scanned_at", models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            "virusscan",
            models.CheckConstraint(
                condition=models.Q(("threat", ""), ("verdict", "clean"))
                | models.Q(
                    ("verdict", "infected"), models.Q(("threat", ""), _negated=True)
                ),
                name="virus_scan_names_the_threat",
            ),
        ),
        migrations.RunSQL(
            "CREATE TRIGGER documents_virusscan_kept BEFORE UPDATE OR DELETE ON documents_virusscan"
            " FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
            "DROP TRIGGER documents_virusscan_kept ON documents_virusscan",
        ),
    ]
