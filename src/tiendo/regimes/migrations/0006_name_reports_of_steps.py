"""Name the report of each step and remark: a returned submission has more than one."""

import django.db.models.deletion
from django.db import migrations, models


def to_report(related_name: str = "+") -> models.ForeignKey:
    """The column; no step and no remark was written before it, so that no row needs its default."""
    return models.ForeignKey(
        default=0,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to="reporting.report",
    )


class Migration(migrations.Migration):
    dependencies = [("regimes", "0002_keep_steps"), ("reporting", "0009_keep_writings")]

    operations = [
        migrations.AddField("submissionstep", "report", to_report(), preserve_default=False),
        migrations.AddField("remark", "report", to_report(), preserve_default=False),
    ]
