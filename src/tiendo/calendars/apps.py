"""Django's entry for the app."""

from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    """The calendars app."""

    name = "tiendo.calendars"
    label = "calendars"
    default_auto_field = "django.db.models.BigAutoField"
