"""Filled in by its part of the work."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_rules_and_files")]
    operations = []  # type: ignore[var-annotated]
