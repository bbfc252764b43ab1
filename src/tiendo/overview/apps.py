"""Django's entry for the app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from tiendo.reporting.pictures import PictureSource


class OverviewConfig(AppConfig):
    """The overview app."""

    name = "tiendo.overview"
    label = "overview"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the pictures of the screens to reports, which stand below."""
        from tiendo.reporting.pictures import offer_pictures

        offer_pictures(_pictures)


def _pictures() -> Mapping[str, PictureSource]:
    from tiendo.overview.report_pictures import picture_sources

    return picture_sources()
