"""Django's entry for the app."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """The inspections app."""

    name = "tiendo.inspections"
    label = "inspections"
    default_auto_field = "django.db.models.BigAutoField"
