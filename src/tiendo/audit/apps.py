"""Django's entry for the app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit app."""

    name = "tiendo.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
