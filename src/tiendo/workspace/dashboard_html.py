"""Blocks of own dashboards as parts of a page: tiles, tables, charts, words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from tiendo.composer.sheets import (
    Behind,
    CellKind,
    Sheet,
    SheetColumn,
    Value,
    Values,
    bare,
    printed,
)
from tiendo.domain import clock
from tiendo.overview.dashboards.charts import CHARTS, Drawing
from tiendo.overview.dashboards.contents import BuiltBlock, Content
from tiendo.overview.dashboards.counting import RATE
from tiendo.overview.pictures.trend import CODE as TREND
from tiendo.workspace.access import PageRequest, dated_url
from tiendo.workspace.dashboard_drawings import Bar, bars_html, lines_html
from tiendo.workspace.picture_html import shown_picture
from tiendo.workspace.sheet_html import head_html, rows_html
from tiendo.workspace.status_look import BY_CODE
from tiendo.workspace.task_filters import list_url
from tiendo.workspace.templatetags.vn import number

Url = Callable[..., str]
_AWAITING = {"awaiting_all": "awaiting"}
_STATUS_KEYS = frozenset(BY_CODE)


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with its list, what it is, and what stands under it."""

    label: str
    value: int
    words: str
    url: str
    code: str
    note: str


def shown_blocks(request: PageRequest, built: Iterable[BuiltBlock]) -> list[dict[str, Any]]:
    """What the template of a block takes, for each block."""
    return [_shown(request, each) for each in built]


def _shown(request: PageRequest, built: BuiltBlock) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "pk": built.block.pk,
        "title": built.title,
        "width": built.block.width,
        "face": built.face,
        "problem": built.problem,
        "filter_name": built.filter_name,
    }
    if built.content is None:
        return shown
    return shown | _FACES[built.face](request, built, built.content)


def _tiles(request: PageRequest, built: BuiltBlock, content: Content) -> dict[str, Any]:
    return {"tiles": list(_each_tile(request, content))}


def _each_tile(request: PageRequest, content: Content) -> Iterator[Tile]:
    sheet = content.sheet
    keys = [column.key for column in sheet.columns]
    for code, row in zip(content.codes, sheet.rows, strict=True):
        cells = dict(zip(keys, row, strict=True))
        count = cells["number"]
        values = count.values if isinstance(count, Behind) else {}
        value = _whole(bare(count))
        share = _printed(sheet, "share", cells)
        is_rate = code == RATE
        yield Tile(
            label=str(bare(cells["what"])),
            value=value,
            words=share if is_rate else number(value),
            url=list_url(request, **values),
            code=_AWAITING.get(code, code) if _AWAITING.get(code, code) in _STATUS_KEYS else "",
            note=" · ".join(_notes(is_rate, share, cells)),
        )


def _notes(is_rate: bool, share: str, cells: dict[str, Value | Behind]) -> Iterator[str]:
    count = number(_whole(bare(cells["number"])))
    if is_rate:
        yield _("%(count)s việc hoàn thành đúng hạn") % {"count": count}
    elif share:
        yield share
    if "change" in cells and not is_rate:
        change = bare(cells["change"])
        if not isinstance(change, int):
            return
        if change == 0:
            yield _("không đổi so với tuần trước")
        else:
            sign = "+" if change > 0 else "−"
            words = _("%(change)s so với tuần trước")
            yield words % {"change": f"{sign}{number(abs(change))}"}


def _whole(value: Value) -> int:
    """A count as the whole number it is."""
    return value if isinstance(value, int) else 0


def _printed(sheet: Sheet, key: str, cells: dict[str, Value | Behind]) -> str:
    kinds = {column.key: column.kind for column in sheet.columns}
    return printed(bare(cells[key]), kinds[key], clock.LOCAL_ZONE) if key in cells else ""


def _table(request: PageRequest, built: BuiltBlock, content: Content) -> dict[str, Any]:
    sheet = content.sheet
    urls = [_target_url(request, *target) for target in content.targets]
    return {
        "head": head_html(sheet),
        "rows": rows_html(sheet, partial(list_url, request), urls),
        "is_empty": not tuple(sheet.rows),
        "is_wide": len(sheet.columns) > 5,
        "more_url": _more_url(request, content),
    }


def _target_url(request: PageRequest, noun: str, pk: int) -> str:
    return dated_url(request, noun, pk)


def _more_url(request: PageRequest, content: Content) -> str:
    if content.behind is not None:
        return list_url(request, **content.behind)
    if content.address is None:
        return ""
    name, values = content.address
    if name == "difficulty-list":
        return dated_url(request, name)
    return dated_url(request, "view", name, **values)


def _chart(request: PageRequest, built: BuiltBlock, content: Content) -> dict[str, Any]:
    sheet = content.sheet
    chart = CHARTS[built.block.config["chart"]]
    if chart.drawing is Drawing.LINES:
        drawn = lines_html(sheet, chart.columns)
    else:
        drawn = bars_html(
            _bars(sheet, chart.drawing, partial(list_url, request)),
            is_split=chart.drawing is Drawing.STACKED,
        )
    return {
        "drawn": drawn,
        "is_lines": chart.drawing is Drawing.LINES,
        "is_empty": not tuple(sheet.rows),
        **_legend(sheet, chart.drawing),
    }


def _bars(sheet: Sheet, drawing: Drawing, url: Url) -> Iterator[Bar]:
    name = _name_column(sheet.columns)
    for row in sheet.rows:
        counts = list(_counts(sheet.columns, row))
        total = next((value for key, value, _behind in counts if key == "total"), None)
        first = counts[0] if counts else ("", 0, None)
        behind = next((given for key, _n, given in counts if key == "total"), first[2])
        yield Bar(
            label=str(bare(row[name])),
            url=url(**behind.values) if isinstance(behind, Behind) else "",
            number=first[1] if total is None else total,
            parts=tuple((key, value) for key, value, _given in counts if key in _SPLIT),
        )


# The columns that add up to the total; marks within them are left out.
_SPLIT = (
    "done_on_time",
    "done_late",
    "in_progress",
    "overdue",
    "continuous",
    "no_deadline",
    "suspended",
    "cancelled",
    "superseded",
)


def _counts(
    columns: tuple[SheetColumn, ...], row: Values
) -> Iterator[tuple[str, int, Value | Behind]]:
    for column, given in zip(columns, row, strict=True):
        value = bare(given)
        if column.kind is CellKind.COUNT and isinstance(value, int):
            yield column.key, value, given


def _name_column(columns: tuple[SheetColumn, ...]) -> int:
    texts = [place for place, each in enumerate(columns) if each.kind is CellKind.TEXT]
    return max(texts, key=lambda place: columns[place].width)


def _legend(sheet: Sheet, drawing: Drawing) -> dict[str, Any]:
    if drawing is not Drawing.STACKED:
        return {}
    used = {key for row in sheet.rows for key, value, _g in _counts(sheet.columns, row) if value}
    return {"legend": [BY_CODE[key] for key in _SPLIT if key in used]}


def _picture(request: PageRequest, built: BuiltBlock, content: Content) -> dict[str, Any]:
    if content.picture is None:
        return {}
    key = f"-{built.block.pk or 0}"
    return {"picture": shown_picture(request, content.picture, key=key)}


def _figure(request: PageRequest, built: BuiltBlock, content: Content) -> dict[str, Any]:
    sheet = content.sheet
    row = next(iter(sheet.rows))
    cells = {column.key: value for column, value in zip(sheet.columns, row, strict=True)}
    words = {
        column.key: printed(bare(cells[column.key]), column.kind, clock.LOCAL_ZONE)
        for column in sheet.columns
    }
    return {"figure": words, "more_url": dated_url(request, "picture", TREND, **content.asked)}


def _words(request: PageRequest, built: BuiltBlock, content: Content) -> dict[str, Any]:
    return {"text": content.text}


_FACES: dict[str, Callable[[PageRequest, BuiltBlock, Content], dict[str, Any]]] = {
    "tiles": _tiles,
    "table": _table,
    "chart": _chart,
    "text": _words,
    "picture": _picture,
    "figure": _figure,
}
