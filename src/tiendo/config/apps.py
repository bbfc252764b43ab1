"""The configuration as an app, so that its system checks are found."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Loads the system checks."""

    name = "tiendo.config"
    label = "config"

    def ready(self) -> None:
        from tiendo.config import checks  # noqa: F401  (importing registers the checks)
