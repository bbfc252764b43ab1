"""The table of figures as HTML: a field in each place where one types, its state in icon and word.

Written here, not in the template: there are thousands of places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote

from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.domain.periods import Cadence, period_label
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.figures import print_value
from tiendo.indicators.grid_lines import Key
from tiendo.indicators.grids import GridCell, Row, Standing
from tiendo.workspace.grid_posted import (
    LONGEST_REASON,
    MINE,
    THEIRS,
    Refused,
    field_name,
    pick_name,
    reason_name,
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


@dataclass(frozen=True, slots=True)
class Pages:
    """What the states lead to: the address of a figure and of its form, with 0 for an id."""

    figure: str
    form: str
    cadence: Cadence


def rows_html(
    rows: Sequence[Row], labels: Sequence[str], told: Told, cadence: Cadence
) -> SafeString:
    """The rows; ``labels`` are the heads of the columns, which a phone shows beside each field."""
    marks = {standing: _mark(icon, str(word)) for standing, (icon, word) in LOOKS.items()}
    pages = Pages(reverse("observation", args=[0]), reverse("observation-enter", args=[0]), cadence)
    write = _Writer(marks, [escape(label) for label in labels], told, pages)
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
    pages: Pages

    def row(self, place: int, row: Row) -> str:
        line = row.line
        part = f'<span class="row-meta">{escape(line.part)}</span>' if line.part else ""
        about = " · ".join(filter(None, (line.code, line.unit)))
        meta = f'<span class="row-meta">{escape(about)}</span>' if about else ""
        css = ' class="is-part"' if line.part else ""
        of = escape(_g("của %(body)s") % {"body": line.of}) if line.of else ""
        whose = f'<span class="row-meta">{of}</span>' if of else ""
        head = f'<th scope="row" id="r{place}">{escape(line.title)}{part}{whose}{meta}</th>'
        cells = (self.cell(place, column, cell) for column, cell in enumerate(row.cells))
        return f"<tr{css}>{head}{''.join(cells)}</tr>\n"

    def cell(self, row: int, column: int, cell: GridCell) -> str:
        label = self.labels[column]
        if cell.standing.is_typed:
            return self.field(f"{row}-{column}", f"r{row} k{column}", label, cell)
        return (
            f'<td class="gc at-{cell.standing}" data-label="{label}">'
            f'<span class="gv">{_value(cell)}</span>'
            f'<span class="gs">{self.marks[cell.standing]}</span></td>'
        )

    def field(self, place: str, heads: str, label: str, cell: GridCell) -> str:
        """A place where one types: the field, the state as a link, what is said of it."""
        key, saved = cell.spot.key, escape(shown_text(cell))
        refused = self.told.refused.get(key)
        said = "".join(self._said(key, refused, saved))
        described, state, typed = f"s{place}", f"at-{cell.standing}", saved
        told = " data-corrects" if cell.corrects else ""
        if said:
            described, said = f"s{place} e{place}", f'<span class="gm" id="e{place}">{said}</span>'
        if refused is not None:
            told += f' aria-invalid="true" data-saved="{saved}"'
            said += _reason(key, refused.reason) if cell.corrects else ""
            state, typed = "at-refused", escape(refused.raw)
        name = escape(field_name(key, cell.figure.revision if cell.figure else 0))
        return (
            f'<td class="gc {state}" data-label="{label}">'
            f'<input class="gi" id="c{place}" name="{name}" value="{typed}" autocomplete="off"'
            f' aria-labelledby="{heads}" aria-describedby="{described}"{told}>'
            f'<a class="gs" id="s{place}" href="{self.address(cell)}">'
            f"{self.marks[cell.standing]}{_late(cell)}</a>{said}</td>"
        )

    def address(self, cell: GridCell) -> str:
        """The page of the figure, or the form in which all can be said of it."""
        if cell.figure is not None:
            return self.pages.figure.replace("/0/", f"/{cell.figure.pk}/")
        spot = cell.spot
        part = f"&amp;phan_to={quote(spot.breakdown)}" if spot.breakdown else ""
        label = period_label(self.pages.cadence, spot.period)
        form = self.pages.form.replace("/0/", f"/{spot.indicator.pk}/")
        return f"{form}?co_quan={spot.body.pk}&amp;ky={label}{part}"

    def _said(self, key: Key, refused: Refused | None, saved: str) -> Iterator[str]:
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


def _reason(key: Key, given: str) -> str:
    """Where one says why a confirmed figure is corrected."""
    name, words = escape(reason_name(key)), escape(_g("Lý do đính chính"))
    return (
        f'<label class="gr">{words}<input name="{name}" value="{escape(given)}"'
        f' maxlength="{LONGEST_REASON}" autocomplete="off"></label>'
    )


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
    reading, version = cell.computed, cell.spot.version
    if isinstance(reading, Missing):
        return escape(reading.words)
    return escape(print_value(reading, version) if version else "–")
