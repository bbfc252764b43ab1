from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("tasks", "0005_counts_judgements_and_rules"),
    ]

    operations = []
