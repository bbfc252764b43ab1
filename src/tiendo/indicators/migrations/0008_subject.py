"""Name the body a single figure is of."""

from django.db import migrations


class Migration(migrations.Migration):
    """Name the body a single figure is of."""

    dependencies = [("indicators", "0007_audits")]

    operations = []  # type: ignore[var-annotated]
