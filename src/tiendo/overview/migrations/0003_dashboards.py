"""Dashboards that people compose."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("overview", "0002_saved_filters")]
    operations = []
