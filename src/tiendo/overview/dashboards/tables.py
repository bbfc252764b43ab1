"""The block that shows the first rows of a view, and which views may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from tiendo.overview.asking import View
from tiendo.overview.dashboards.contents import BlockBroken, Content
from tiendo.overview.dashboards.looking import Look
from tiendo.overview.sheets import VIEWS
from tiendo.overview.sheets.task_list import VIEW as TASK_LIST


def views_for_blocks() -> dict[str, View]:
    """The views of tasks a block may show; the list of tasks has a block of its own, and a view
    with conditions of its own cannot take a filter of tasks."""
    return {
        name: view
        for name, view in VIEWS.items()
        if name != TASK_LIST.name and view.conditions is None
    }


def view_of(look: Look, name: str) -> View:
    """The view of a name, for this person. Errors: BlockBroken."""
    view = views_for_blocks().get(name)
    if view is None:
        raise BlockBroken(
            _("Biểu “%(name)s” không còn. Sửa khối và chọn biểu khác.") % {"name": name}
        )
    if not look.actor.may(view.permission):
        raise BlockBroken(_("Tài khoản này không được xem biểu của khối."))
    return view


def build(look: Look, config: Mapping[str, Any]) -> Content:
    """The first rows of a view with its totals. Cost: that of the view, once for each filter."""
    view = view_of(look, str(config.get("view", "")))
    values: Mapping[str, str] = config.get("values", {})
    sheet = look.sheet(view, values)
    rows = tuple(islice(sheet.rows, int(config.get("rows", 10))))
    is_cut = len(rows) < len(tuple(sheet.rows))
    return Content(replace(sheet, rows=rows), address=(view.name, values) if is_cut else None)


def name_of(config: Mapping[str, Any]) -> str:
    """The title of the view."""
    view = VIEWS.get(str(config.get("view", "")))
    return str(view.title) if view else ""
