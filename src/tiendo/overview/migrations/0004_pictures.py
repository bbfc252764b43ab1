"""Filled in by its part of the work."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("overview", "0003_dashboards")]
    operations = []  # type: ignore[var-annotated]
