"""A picture as a part of a page: drawn by script, its table below, its files and its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tiendo.composer.chart_files import PictureForm as DrawnForm
from tiendo.overview.pictures.asking import PAGE
from tiendo.overview.pictures.figures import Picture
from tiendo.workspace.access import dated_url
from tiendo.workspace.sheet_files import TABLES
from tiendo.workspace.sheet_html import head_html, rows_html
from tiendo.workspace.task_filters import list_url

# Longer tables are for files.
MOST_ROWS = 300


def shown_picture(
    request: HttpRequest,
    picture: Picture,
    *,
    is_alone: bool = False,
    key: str = "",
) -> dict[str, Any]:
    """What the template of a picture takes. ``is_alone``: the page is about it, so that nothing
    leads there; ``key`` tells apart pictures of one kind on one page."""
    rows = list(picture.sheet.rows)
    shown = tuple(islice(rows, MOST_ROWS))
    sheet = replace(picture.sheet, rows=shown)
    return {
        "id": f"hinh-{picture.code}{key}",
        "title": picture.title,
        "summary": picture.summary,
        "spec": picture.spec,
        "head": head_html(sheet),
        "rows": rows_html(sheet, partial(list_url, request)),
        "is_wide": len(sheet.columns) > 5,
        "left_out": len(rows) - len(shown),
        "formulas": list(sheet.formulas),
        "url": "" if is_alone else dated_url(request, "picture", picture.code, **picture.values),
        "files": [
            (dated_url(request, "picture-file", picture.code, form, **picture.values), form.upper())
            for form in ((*DrawnForm, *TABLES) if picture.spec else TABLES)
        ],
        "part": picture.part,
        "pages": list(_pages(request, picture)),
    }


def _pages(request: HttpRequest, picture: Picture) -> Iterator[tuple[str, str, bool]]:
    """The parts before and after the one drawn: address, words, whether it is after."""
    part = picture.part
    if part is None:
        return
    for page, words in (
        (part.page - 1, _("Phần trước")),
        (part.page + 1, _("Xem thêm")),
    ):
        if 1 <= page <= part.pages:
            values = {**picture.values, PAGE: str(page)}
            yield dated_url(request, "picture", picture.code, **values), words, page > part.page
