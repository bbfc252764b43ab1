"""Django's entry for the app."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo app."""

    name = "tiendo.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"
