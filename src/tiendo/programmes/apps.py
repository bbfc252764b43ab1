"""Django's entry for the app."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The programmes app."""

    name = "tiendo.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"
