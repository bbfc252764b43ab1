from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("documents", "0005_candidates_of_links"),
    ]

    operations = []
