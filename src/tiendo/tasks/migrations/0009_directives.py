from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("tasks", "0008_difficulties"),
    ]

    operations = []
