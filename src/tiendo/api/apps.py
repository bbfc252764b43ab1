"""Django's entry for the app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API app."""

    name = "tiendo.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
