"""Django's entry for the app."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """The reporting app."""

    name = "tiendo.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
