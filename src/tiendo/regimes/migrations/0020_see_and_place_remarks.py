"""Keep when a receiver opened what was sent, and remarks on rows of tables and on figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("regimes", "0008_tell_of_cycles_offer_packages")]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="seen_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="remark",
            name="row",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="remark",
            name="figure",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
