"""Django's entry for the app."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """The analytics app."""

    name = "tiendo.analytics"
    label = "analytics"
    default_auto_field = "django.db.models.BigAutoField"
