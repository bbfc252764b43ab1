from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("programmes", "0002_own_programmes_and_filings"),
    ]

    operations = []
