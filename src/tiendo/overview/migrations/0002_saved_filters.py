"""Filters kept by name."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("overview", "0001_initial")]
    operations = []
