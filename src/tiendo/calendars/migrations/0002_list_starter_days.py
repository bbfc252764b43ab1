"""List the holidays and swapped days that come with the product."""

from django.db import migrations
from django.utils import timezone

from tiendo.calendars.starter import starter_days


def list_days(apps, schema_editor):
    """Days that are listed stay as they are."""
    model = apps.get_model("calendars", "CalendarDay")
    model.objects.bulk_create(
        (
            model(
                day=day.day,
                kind=day.kind,
                name=day.name,
                source=day.source,
                recorded_at=timezone.now(),
            )
            for day in starter_days()
        ),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial")]

    operations = [migrations.RunPython(list_days, migrations.RunPython.noop)]
