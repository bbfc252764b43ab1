"""Django's entry for the app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search app."""

    name = "tiendo.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
