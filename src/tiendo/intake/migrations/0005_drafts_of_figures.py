"""Filled in by its part of the work."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_matches_with_live_tasks")]
    operations = []  # type: ignore[var-annotated]
