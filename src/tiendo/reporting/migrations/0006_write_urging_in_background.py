"""Urging letters are written by a job: a round knows which bodies still wait for theirs."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_submissions")]

    operations = [
        migrations.AddField(
            model_name="urginground",
            name="to_write",
            field=ArrayField(
                base_field=models.BigIntegerField(), blank=True, default=list, size=None
            ),
        ),
    ]
