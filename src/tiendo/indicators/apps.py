"""Django's entry for the app."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """The indicators app."""

    name = "tiendo.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
