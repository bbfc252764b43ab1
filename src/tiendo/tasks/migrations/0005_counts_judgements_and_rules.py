from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("tasks", "0004_subtasks_and_rollups"),
    ]

    operations = []
