"""Django's entry for the app."""

from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    """The workspace app."""

    name = "tiendo.workspace"
    label = "workspace"
    default_auto_field = "django.db.models.BigAutoField"
