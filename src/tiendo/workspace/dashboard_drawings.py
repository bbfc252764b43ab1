"""Charts of own dashboards drawn as SVG on the server: they print, and come anew without script.

Colours come from classes, sizes from attributes: the content security policy refuses inline style.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from tiendo.composer.sheets import CellKind, Sheet, bare, printed
from tiendo.domain import clock
from tiendo.workspace.status_look import status_segments
from tiendo.workspace.templatetags.vn import number

_WIDE, _HIGH, _MARGIN = 600, 220, 34
_BAR = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name with its list, its number, and the parts it is split into."""

    label: str
    url: str
    number: int
    parts: tuple[tuple[str, int], ...]


def bars_html(bars: Iterable[Bar], *, is_split: bool) -> SafeString:
    """Rows of a table: name, number, bar. A bar is as long as its number beside the largest."""
    rows = list(bars)
    most = max((row.number for row in rows), default=0)
    return mark_safe("".join(_bar_row(row, most, is_split) for row in rows))  # noqa: S308 - escaped


def _bar_row(row: Bar, most: int, is_split: bool) -> str:
    name: str = escape(row.label)
    if row.url:
        name = f'<a href="{escape(row.url)}">{name}</a>'
    return (
        f'<tr><th scope="row">{name}</th><td class="num">{number(row.number)}</td>'
        f'<td class="col-bar">{_bar(row, most, is_split)}</td></tr>'
    )


def _bar(row: Bar, most: int, is_split: bool) -> str:
    long = _BAR * row.number / most if most else 0
    if not is_split:
        rects = f'<rect class="is-plain" x="0" y="0" width="{long:.1f}" height="10"></rect>'
        said = number(row.number)
    else:
        segments = status_segments(row.parts)
        rects = "".join(
            f'<rect class="status-{part.look.code}" x="{part.x * long / _BAR:.1f}" y="0" '
            f'width="{part.width * long / _BAR:.1f}" height="10">'
            f"<title>{escape(part.look.word)}: {number(part.count)}</title></rect>"
            for part in segments
        )
        said = ", ".join(f"{part.look.word} {number(part.count)}" for part in segments)
    label = escape(f"{row.label}: {said}")
    return (
        f'<div class="status-bar status-bar-thin"><svg viewBox="0 0 {_BAR} 10" '
        f'preserveAspectRatio="none" role="img" aria-label="{label}">{rects}</svg></div>'
    )


def lines_html(sheet: Sheet, keys: Sequence[str]) -> SafeString:
    """A line for each of the columns, a point for each row; days or names below."""
    places = [place for place, each in enumerate(sheet.columns) if each.key in keys]
    rows = tuple(sheet.rows)
    points = [[_number(bare(row[place])) for row in rows] for place in places]
    most = max((value for line in points for value in line if value is not None), default=0)
    drawn = "".join(_line(line, most, order) for order, line in enumerate(points))
    titles = [sheet.columns[place].title for place in places]
    key = "".join(
        f'<li class="line-{order}">{escape(title)}</li>' for order, title in enumerate(titles)
    )
    return mark_safe(  # noqa: S308 - every text is escaped
        f'<svg class="line-chart" viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
        f'aria-label="{escape(sheet.title)}">{_axes(sheet, most)}{drawn}</svg>'
        f'<ul class="line-key">{key}</ul>'
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _line(values: Sequence[int | None], most: int, order: int) -> str:
    step = (_WIDE - 2 * _MARGIN) / max(1, len(values) - 1)
    points = " ".join(
        f"{_MARGIN + place * step:.1f},{_height(value, most):.1f}"
        for place, value in enumerate(values)
        if value is not None
    )
    return f'<polyline class="line-{order}" points="{points}"></polyline>'


def _height(value: int, most: int) -> float:
    room = _HIGH - 2 * _MARGIN
    return _HIGH - _MARGIN - (room * value / most if most else 0)


def _axes(sheet: Sheet, most: int) -> str:
    low, right = _HIGH - _MARGIN, _WIDE - _MARGIN
    rows = tuple(sheet.rows)
    ends = [_said(sheet, rows[place]) for place in (0, -1)] if rows else ["", ""]
    return (
        f'<line x1="{_MARGIN}" y1="{low}" x2="{right}" y2="{low}"></line>'
        f'<line x1="{_MARGIN}" y1="{_MARGIN}" x2="{right}" y2="{_MARGIN}"></line>'
        f'<text x="{_MARGIN}" y="{_MARGIN - 6}">{number(most)}</text>'
        f'<text x="{_MARGIN}" y="{low + 18}">{escape(ends[0])}</text>'
        f'<text class="is-end" x="{right}" y="{low + 18}">{escape(ends[1])}</text>'
    )


def _said(sheet: Sheet, row: Sequence[object]) -> str:
    kinds = (CellKind.TEXT, CellKind.DAY)
    place = next((n for n, each in enumerate(sheet.columns) if each.kind in kinds), 0)
    return printed(bare(row[place]), sheet.columns[place].kind, clock.LOCAL_ZONE)  # type: ignore[arg-type]
