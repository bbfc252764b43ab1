"""Django's entry for the app."""

from django.apps import AppConfig
from django.utils.translation import gettext

from tiendo.domain.refusals import translate_with


class AuditConfig(AppConfig):
    """The audit app."""

    name = "tiendo.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Rules that know nothing of Django refuse in the language of the reader: no app is made
        ready before this one."""
        translate_with(gettext)
