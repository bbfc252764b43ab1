"""`tiendo manage rebuild_search`: makes every entry of the search anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from tiendo.search.rebuilding import rebuild_entries


class Command(BaseCommand):
    """Make the entries of the search anew from the records."""

    help = "Lập lại toàn bộ chỉ mục tìm kiếm từ hồ sơ đã ghi"

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and say how many entries there are."""
        words = _("Đã lập lại %(count)d mục tìm kiếm.") % {"count": rebuild_entries()}
        self.stdout.write(words)
