from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("reporting", "0003_keep_what_is_approved"),
    ]

    operations = []
