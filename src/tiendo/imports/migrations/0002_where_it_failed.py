"""Where an import failed, so that it can go on from there."""

from django.db import migrations, models

STATES = [
    ("mapping", "Chờ xác nhận cột"),
    ("checking", "Đang kiểm tra"),
    ("checked", "Đã kiểm tra, chưa nhập"),
    ("waiting", "Chờ đến lượt"),
    ("running", "Đang nhập"),
    ("done", "Đã nhập"),
    ("undoing", "Đang hoàn tác"),
    ("undone", "Đã hoàn tác"),
    ("cancelled", "Đã dừng"),
    ("failed", "Không nhập được"),
]


class Migration(migrations.Migration):
    dependencies = [("imports", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="sheetimport",
            name="failed_in",
            field=models.CharField(blank=True, choices=STATES, default="", max_length=10),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE imports_sheetimport SET failed_in = 'running' WHERE state = 'failed'",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="sheetimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "failed"), models.Q(("failed_in", ""), _negated=True)),
                    models.Q(models.Q(("state", "failed"), _negated=True), ("failed_in", "")),
                    _connector="OR",
                ),
                name="sheet_import_failed_somewhere",
            ),
        ),
    ]
