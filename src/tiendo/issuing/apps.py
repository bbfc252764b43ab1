"""Django's entry for the app."""

from django.apps import AppConfig


class IssuingConfig(AppConfig):
    """The issuing app."""

    name = "tiendo.issuing"
    label = "issuing"
    default_auto_field = "django.db.models.BigAutoField"
