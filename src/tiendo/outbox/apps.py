"""Django's entry for the app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The outbox app."""

    name = "tiendo.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
