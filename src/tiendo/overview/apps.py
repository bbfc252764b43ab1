"""Django's entry for the app."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """The overview app."""

    name = "tiendo.overview"
    label = "overview"
    default_auto_field = "django.db.models.BigAutoField"
