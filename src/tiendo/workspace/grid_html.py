"""The table of figures as HTML: a field in each place where one types, its state in icon and word.

Written here, not in the template: there are thousands of places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.figures import print_value
from tiendo.indicators.grids import GridCell, Key, Row, Standing
from tiendo.workspace.grid_posted import (
    MINE,
    THEIRS,
    Refused,
    field_name,
    pick_name,
    shown_text,
)
from vanban.quantities import Missing

# A state is told by icon and word; its colour only adds to them.
LOOKS: Mapping[Standing, tuple[str, str | Promise]] = {
    Standing.OPEN: ("circle-dashed", _("Chưa nhập")),
    Standing.LATE: ("clock-exclamation", _("Quá hạn nhập")),
    Standing.PROVISIONAL: ("hourglass", _("Chưa xác nhận")),
    Standing.RETURNED: ("arrow-back-up", _("Bị trả lại")),
    Standing.CONFIRMED: ("check", _("Đã xác nhận")),
    Standing.PUBLISHED: ("world", _("Đã công bố")),
    Standing.COMPUTED: ("refresh", _("Tự tính")),
    Standing.FUTURE: ("calendar-event", _("Chưa đến kỳ")),
    Standing.ABSENT: ("minus", _("Không áp dụng")),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is said beside places: why they were refused, what the rules warn of."""

    refused: Mapping[Key, Refused] = field(default_factory=dict)
    warnings: Mapping[Key, Sequence[IndicatorError]] = field(default_factory=dict)


def rows_html(rows: Sequence[Row], labels: Sequence[str], told: Told) -> SafeString:
    """The rows; ``labels`` are the heads of the columns, which a phone shows beside each field."""
    marks = {standing: _mark(icon, str(word)) for standing, (icon, word) in LOOKS.items()}
    write = _Writer(marks, [escape(label) for label in labels], told)
    html = "".join(write.row(place, row) for place, row in enumerate(rows))
    return mark_safe(html)  # noqa: S308 - every text is escaped where it is written


@cache
def _icon(name: str) -> str:
    address = f"{static('build/icons.svg')}#{name}"
    return f'<svg class="icon" aria-hidden="true"><use href="{address}"/></svg>'


def _mark(icon: str, word: str) -> str:
    return f"{_icon(icon)}{escape(word)}"


@dataclass(frozen=True, slots=True)
class _Writer:
    marks: Mapping[Standing, str]
    labels: Sequence[str]
    told: Told

    def row(self, place: int, row: Row) -> str:
        line = row.line
        part = f'<span class="row-meta">{escape(line.part)}</span>' if line.part else ""
        about = " · ".join(filter(None, (line.code, line.unit)))
        meta = f'<span class="row-meta">{escape(about)}</span>' if about else ""
        css = ' class="is-part"' if line.part else ""
        head = f'<th scope="row" id="r{place}">{escape(line.title)}{part}{meta}</th>'
        cells = (self.cell(place, column, cell) for column, cell in enumerate(row.cells))
        return f"<tr{css}>{head}{''.join(cells)}</tr>\n"

    def cell(self, row: int, column: int, cell: GridCell) -> str:
        mark, label = self.marks[cell.standing], self.labels[column]
        if not cell.standing.is_typed:
            return (
                f'<td class="gc is-{cell.standing}" data-label="{label}">'
                f'<span class="gv">{_value(cell)}</span><span class="gs">{mark}</span></td>'
            )
        key, text = cell.spot.key, escape(shown_text(cell))
        seen = cell.figure.revision if cell.figure else 0
        refused = self.told.refused.get(key)
        typed = text if refused is None else escape(refused.raw)
        extra = _late(cell) + "".join(self._said(key, row, column, refused, text))
        is_bad = refused is not None
        state = "is-refused" if is_bad else f"is-{cell.standing}"
        bad = f' aria-invalid="true" data-saved="{text}"' if is_bad else ""
        reason = " data-needs-reason" if cell.needs_reason else ""
        return (
            f'<td class="gc {state}" data-label="{label}">'
            f'<input class="gi" id="c{row}-{column}" name="{escape(field_name(key, seen))}"'
            f' value="{typed}" autocomplete="off" aria-labelledby="r{row} k{column}"'
            f' aria-describedby="s{row}-{column}"{bad}{reason}>'
            f'<span class="gs" id="s{row}-{column}">{mark}{extra}</span></td>'
        )

    def _said(
        self, key: Key, row: int, column: int, refused: Refused | None, saved: str
    ) -> Iterator[str]:
        if refused is not None:
            yield f'<span class="ge">{_icon("alert-circle")}{escape(str(refused.error))}</span>'
            if refused.is_conflict:
                yield _choice(key, refused.raw, saved)
        for error in self.told.warnings.get(key, ()):
            yield f'<span class="gw">{_icon("alert-triangle")}{escape(str(error))}</span>'


def _late(cell: GridCell) -> str:
    if cell.figure is None or not cell.figure.is_late:
        return ""
    return f" · {escape(_g('nhập muộn'))}"


def _choice(key: Key, mine: str, theirs: str) -> str:
    """Which of two people's figures stands: one has to be chosen."""
    name = escape(pick_name(key))
    own, other = escape(_g("Giữ số tôi nhập")), escape(_g("Lấy số mới"))
    radio = f'<label><input type="radio" name="{name}" required value='
    return (
        f'<span class="gp">{radio}"{MINE}"> {own}: {escape(mine)}</label>'
        f'{radio}"{THEIRS}"> {other}: {theirs}</label></span>'
    )


def _value(cell: GridCell) -> str:
    """A figure that is not typed here."""
    if cell.standing is not Standing.COMPUTED:
        return "–"
    version = cell.spot.version
    if cell.computed is None or version is None:
        return escape(Missing.NO_DATA.words)
    return escape(print_value(cell.computed, version))
