"""`tiendo manage load_bodies`: the bodies of the province this installation serves."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from tiendo.audit.trail import SYSTEM
from tiendo.organisations.loading import load_province
from tiendo.organisations.province import current_province


class Command(BaseCommand):
    """Adds what is not yet there; what people changed since stays."""

    help = _("Nạp danh mục cơ quan của TIENDO_PROVINCE; chạy lại chỉ thêm cơ quan chưa có.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the bodies and say how many were added."""
        count = load_province(by=SYSTEM)
        words = _("%(province)s: đã thêm %(count)d cơ quan.")
        self.stdout.write(words % {"province": current_province().name, "count": count})
