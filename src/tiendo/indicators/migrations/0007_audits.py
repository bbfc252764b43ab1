"""Filled in by its part of the work."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0006_forecasts")]
    operations = []  # type: ignore[var-annotated]
