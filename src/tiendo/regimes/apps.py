"""Django's entry for the app."""

from django.apps import AppConfig


class RegimesConfig(AppConfig):
    """The regimes app."""

    name = "tiendo.regimes"
    label = "regimes"
    default_auto_field = "django.db.models.BigAutoField"
