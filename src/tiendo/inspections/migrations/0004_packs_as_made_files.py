"""Packs keep how far they are and why they failed as every file made in the background does.

Why one failed is kept as its asker reads it; codes kept before are put into words.
"""

from django.db import migrations, models

WORDS = {
    "pack_of_nothing": "Không có nhiệm vụ nào được xem đến ngày này để lập hồ sơ.",
    "file_missing": "Một tệp minh chứng không còn trong kho nên hồ sơ không lập được.",
    "file_changed": (
        "Một tệp minh chứng không còn khớp mã băm đã ghi nên hồ sơ không lập được. "
        "Báo quản trị kiểm tra kho tệp."
    ),
    "worker_failed": ("Việc lập hồ sơ gặp lỗi của hệ thống. Lập lại; nếu vẫn lỗi, báo quản trị."),
}


def put_into_words(apps, schema_editor):
    packs = apps.get_model("inspections", "EvidencePack").objects
    for code, words in WORDS.items():
        packs.filter(error=code).update(error=words)


def back_to_codes(apps, schema_editor):
    packs = apps.get_model("inspections", "EvidencePack").objects
    for code, words in WORDS.items():
        packs.filter(error=words).update(error=code)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_freeze_what_was_concluded")]

    operations = [
        migrations.RenameField("evidencepack", "files_done", "done"),
        migrations.RenameField("evidencepack", "files_total", "total"),
        migrations.RenameField("evidencepack", "error_code", "error"),
        migrations.AlterField(
            "evidencepack",
            "error",
            models.TextField(blank=True, help_text="why it failed, as its asker reads it"),
        ),
        migrations.AlterField(
            "evidencepack",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "Chờ đến lượt"),
                    ("running", "Đang lập"),
                    ("done", "Đã xong"),
                    ("failed", "Không lập được"),
                    ("cancelled", "Đã dừng"),
                ],
                default="waiting",
                max_length=9,
            ),
        ),
        migrations.RunPython(put_into_words, back_to_codes),
    ]
