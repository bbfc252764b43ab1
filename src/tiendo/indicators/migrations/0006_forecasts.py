"""Filled in by its part of the work."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("indicators", "0005_files_of_figures")]
    operations = []  # type: ignore[var-annotated]
