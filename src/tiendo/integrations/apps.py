"""Django's entry for the app: it has jobs and templates, and no records of its own."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    """The integrations app."""

    name = "tiendo.integrations"
    label = "integrations"
    default_auto_field = "django.db.models.BigAutoField"
