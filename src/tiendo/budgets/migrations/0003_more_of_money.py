"""Filled in by its part of the work."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("budgets", "0002_keep_what_was_recorded")]
    operations = []  # type: ignore[var-annotated]
