"""Django's entry for the app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """The tasks app."""

    name = "tiendo.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"
