"""Django's entry for the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from tiendo.reporting.events import Events


class MeetingsConfig(AppConfig):
    """The meetings app."""

    name = "tiendo.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer meetings to reports, which stand below, as events of their period."""
        from tiendo.reporting.events import offer_events

        offer_events(_events)


def _events() -> Events:
    from tiendo.meetings.report_events import MeetingEvents

    return MeetingEvents()
