from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("tasks", "0006_evidence_and_rechecks"),
    ]

    operations = []
