"""Who sent word within some days, told by an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0012_dependencies")]

    operations = [
        migrations.AddIndex(
            model_name="progressupdate",
            index=models.Index(
                fields=["as_of"], include=("organisation", "task"), name="update_as_of"
            ),
        ),
    ]
