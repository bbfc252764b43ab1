"""Django's entry for the app."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The documents app."""

    name = "tiendo.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
