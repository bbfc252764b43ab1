from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("tasks", "0003_list_indexes"),
    ]

    operations = []
