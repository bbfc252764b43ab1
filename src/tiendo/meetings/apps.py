"""Django's entry for the app."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """The meetings app."""

    name = "tiendo.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
