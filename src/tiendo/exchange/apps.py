"""Django's entry for the app."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The exchange app."""

    name = "tiendo.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
