"""An update recorded by mistake is taken back by another one, once."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0013_lately_by_day")]

    operations = [
        migrations.AddField(
            model_name="progressupdate",
            name="takes_back",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="taken_back_by",
                to="tasks.progressupdate",
            ),
        ),
    ]
