"""Django's entry for the app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The intake app."""

    name = "tiendo.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
