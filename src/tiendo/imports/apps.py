"""The imports app."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Sheets brought in."""

    name = "tiendo.imports"
    label = "imports"
