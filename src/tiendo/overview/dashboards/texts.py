"""The block that holds words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tiendo.composer.sheets import Sheet, SheetColumn
from tiendo.overview.dashboards.contents import Content
from tiendo.overview.dashboards.looking import Look


def build(look: Look, config: Mapping[str, Any]) -> Content:
    """The words, line by line. Cost: none."""
    text = str(config.get("text", ""))
    rows = tuple((line,) for line in text.splitlines() if line.strip())
    column = SheetColumn("text", _("Nội dung"), width=80)
    return Content(Sheet("ghi-chu", _("Ghi chú"), (column,), rows), text=text)
