"""A sheet as a table of a page: the values as files print them, each count opening its list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

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
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.workspace.templatetags.ui import status_badge
from vanban.quantities import Missing

# A status is shown as colour, icon and word, always the three.
_STATUS = "status"
_CODES: dict[object, str] = {word: str(status) for status, word in STATUS_WORDS.items()}
_NUMBERS = frozenset({CellKind.COUNT, CellKind.RATIO, CellKind.MONEY})
_MOMENTS = frozenset({CellKind.DAY, CellKind.MOMENT})
ListUrl = Callable[..., str]


def head_html(sheet: Sheet) -> SafeString:
    """The head row; how a computed column comes about is its title, and said aloud."""
    return mark_safe("".join(_head(column) for column in sheet.columns))  # noqa: S308 - escaped


def rows_html(sheet: Sheet, list_url: ListUrl, row_urls: Sequence[str] = ()) -> SafeString:
    """The rows, and the totals as the last one. ``list_url`` makes the address of a filter;
    ``row_urls`` are what the names of the rows lead to, where they lead somewhere."""
    urls = iter(row_urls)
    rows = [_row(sheet.columns, row, list_url, "tr", next(urls, "")) for row in sheet.rows]
    if sheet.totals is not None:
        rows.append(_row(sheet.columns, sheet.totals, list_url, 'tr class="is-total"'))
    return mark_safe("".join(rows))  # noqa: S308 - every text is escaped in _cell


def cells_html(
    column: SheetColumn, values: Sequence[Value | Behind], list_url: ListUrl
) -> SafeString:
    """The values of one column as cells side by side, for a table laid on its side."""
    cells = (
        f'<td class="{_css(column, bare(each))}">{_shown(column, each, list_url)}</td>'
        for each in values
    )
    return mark_safe("".join(cells))  # noqa: S308 - every text is escaped in _shown


def _head(column: SheetColumn) -> str:
    css = ' class="num"' if column.kind in _NUMBERS else ""
    if not column.formula:
        return f'<th scope="col"{css}>{escape(column.title)}</th>'
    formula = escape(column.formula)
    return (
        f'<th scope="col"{css} title="{formula}">{escape(column.title)}'
        f'<span class="visually-hidden"> ({formula})</span></th>'
    )


def _row(
    columns: tuple[SheetColumn, ...],
    values: Values,
    list_url: ListUrl,
    opening: str,
    row_url: str = "",
) -> str:
    cells = "".join(_cells(columns, values, list_url, row_url))
    return f"<{opening}>{cells}</tr>"


def _cells(
    columns: tuple[SheetColumn, ...], values: Values, list_url: ListUrl, row_url: str
) -> Iterator[str]:
    """The cells of a row; the widest text names the row, and heads it on a phone."""
    texts = (each for each in columns if each.kind is CellKind.TEXT)
    name = max(texts, key=lambda each: each.width, default=columns[0]).key
    for column, given in zip(columns, values, strict=True):
        words = _shown(column, given, list_url)
        label = f'data-label="{escape(column.title)}"'
        if column.key == name:
            words = f'<a href="{escape(row_url)}">{words}</a>' if row_url else words
            yield f'<th scope="row" class="is-title" {label}>{words}</th>'
        else:
            yield f'<td class="{_css(column, bare(given))}" {label}>{words}</td>'


def _shown(column: SheetColumn, given: Value | Behind, list_url: ListUrl) -> str:
    """A value in words, leading to what is behind it."""
    value = bare(given)
    if column.key == _STATUS and value in _CODES:
        return str(status_badge(_CODES[value]))
    words: str = escape(printed(value, column.kind, clock.LOCAL_ZONE))
    if isinstance(given, Behind) and value:
        return f'<a href="{escape(list_url(**given.values))}">{words}</a>'
    return words


def _css(column: SheetColumn, value: Value) -> str:
    if isinstance(value, Missing):
        return "num value-missing" if column.kind in _NUMBERS else "value-missing"
    return "num" if column.kind in _NUMBERS else "nowrap" if column.kind in _MOMENTS else ""
