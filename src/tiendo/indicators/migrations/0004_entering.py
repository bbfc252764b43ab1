"""A remark may send the figure back to who entered it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_rules_and_files")]
    operations = [
        migrations.AddField(
            model_name="observationcomment",
            name="is_return",
            field=models.BooleanField(default=False),
        ),
    ]
