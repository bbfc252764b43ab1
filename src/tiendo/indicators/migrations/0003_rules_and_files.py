"""Filled in by its part of the work."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0002_keep_what_was_said")]
    operations = []  # type: ignore[var-annotated]
