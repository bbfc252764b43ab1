"""What came back from the table of figures: which places were changed, and what was typed there.

The name of a field says which place it is and which revision was on screen, so that a form sent
without script tells what was touched from what was not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils.translation import gettext as _

from tiendo.indicators.actions import Cell
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.figures import as_typed
from tiendo.indicators.grid_lines import Key
from tiendo.indicators.grids import GridCell
from tiendo.indicators.models import Observation
from tiendo.workspace.access import number_in

MOST_CELLS = 500
_PREFIX, _PICK, _REASON = "o:", "p:", "l:"
LONGEST_REASON = 1000
# That there is no figure, with its reason; without one it is read, and refused, as any words.
_NO_FIGURE = re.compile(r"(?:chưa|không) có(?: số liệu)?\s*[:;.,–-]\s*(\S.*)", re.I)
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Typed:
    """A place as it came back: what was typed, over which revision (0: none), for what reason of
    its own."""

    key: Key
    seen: int
    raw: str
    pick: str = ""
    reason: str = ""


def field_name(key: Key, seen: int) -> str:
    """The name of the field of a place."""
    indicator, body, start, breakdown = key
    return f"{_PREFIX}{indicator}:{body}:{start:%Y%m%d}:{seen}:{breakdown}"


def pick_name(key: Key) -> str:
    """The name of the choice between two people's figures of a place."""
    return _PICK + field_name(key, 0)


def reason_name(key: Key) -> str:
    """The name of the reason of a place's own."""
    return _REASON + field_name(key, 0).removeprefix(_PREFIX)


def typed_in(given: QueryDict) -> list[Typed]:
    """The places of a form. Errors: BadRequest for a name that no form of ours has."""
    found = []
    for name in given:
        if name.startswith(_PREFIX):
            key, seen = _place(name)
            raw, reason = _text_in(given, name), _text_in(given, reason_name(key))
            pick = given.get(pick_name(key), "")
            found.append(Typed(key, seen, raw, pick, reason[:LONGEST_REASON]))
    return found


def _text_in(given: QueryDict, name: str) -> str:
    return given.get(name, "").replace("\x00", "").strip()


def _place(name: str) -> tuple[Key, int]:
    parts = name.removeprefix(_PREFIX).split(":", 4)
    numbers = [number_in(part) for part in parts[:4]]
    if len(parts) != 5 or None in numbers:
        raise BadRequest(name)
    indicator, body, day, seen = (number or 0 for number in numbers)
    try:
        start = dt.datetime.strptime(str(day), "%Y%m%d").date()  # noqa: DTZ007 - a day of a name
    except ValueError as error:
        raise BadRequest(name) from error
    if seen >= 2**31:
        raise BadRequest(name)
    return (indicator, body, start, parts[4][:200]), seen


def shown_text(cell: GridCell) -> str:
    """What the field of a place holds as the page is opened."""
    figure, version = cell.figure, cell.spot.version
    if figure is None or version is None:
        return ""
    return _text(figure.value, figure.qualifier, figure.note, version.unit)


def _text(value: Decimal | None, qualifier: str, note: str, unit: str) -> str:
    if value is None:
        return _("Chưa có số liệu: %(reason)s") % {"reason": note}
    return as_typed(value, qualifier, unit)


def touched(typed: Sequence[Typed], cells: Mapping[Key, GridCell]) -> list[Typed]:
    """The places in which something was typed over what was on screen.

    Errors: BadRequest for a place that the table does not have. Cost: one query where somebody
    else wrote meanwhile.
    """
    if any(each.key not in cells for each in typed):
        raise BadRequest(_("Bảng nhập đã thay đổi. Tải lại trang rồi nhập lại."))
    were = {each.key: shown_text(cells[each.key]) for each in typed}
    were |= _earlier([each for each in typed if each.seen != _revision(cells[each.key])], cells)
    return [
        each
        for each in typed
        if each.pick != THEIRS and (each.pick == MINE or each.raw != were[each.key])
    ]


def _revision(cell: GridCell) -> int:
    return cell.figure.revision if cell.figure else 0


def _earlier(typed: Sequence[Typed], cells: Mapping[Key, GridCell]) -> dict[Key, str]:
    """What fields held that were opened before somebody else wrote."""
    if not typed:
        return {}
    found = dict.fromkeys((each.key for each in typed), "")
    rows = Observation.objects.filter(
        indicator__in={each.key[0] for each in typed},
        organisation__in={each.key[1] for each in typed},
        period_start__in={each.key[2] for each in typed},
        revision__in={each.seen for each in typed},
    )
    by_place = {
        (row.indicator_id, row.organisation_id, row.period_start, row.breakdown, row.revision): row
        for row in rows
    }
    for each in typed:
        row, version = by_place.get((*each.key, each.seen)), cells[each.key].spot.version
        if row is not None and version is not None:
            found[each.key] = _text(row.value, row.qualifier, row.note, version.unit)
    return found


def cells_of(typed: Iterable[Typed], cells: Mapping[Key, GridCell], reason: str) -> list[Cell]:
    """The cells to keep; only those that need a reason carry one, their own before that of all."""
    return [_cell(each, cells[each.key], reason) for each in typed]


def _cell(each: Typed, shown: GridCell, reason: str) -> Cell:
    missing, spot = _NO_FIGURE.fullmatch(each.raw), shown.spot
    note = missing[1] if missing else ""
    return Cell(
        spot.indicator,
        spot.body,
        spot.period,
        raw="" if note else each.raw,
        breakdown=spot.breakdown,
        is_missing=bool(note),
        note=note,
        reason=(each.reason or reason) if shown.needs_reason else "",
        seen=each.seen,
    )


@dataclass(frozen=True, slots=True)
class Refused:
    """A place that was not kept: what was typed, why, and the reason that was given for it."""

    raw: str
    error: IndicatorError
    reason: str = ""

    @property
    def is_conflict(self) -> bool:
        """Whether somebody else wrote the place meanwhile."""
        return self.error.code == "edited_meanwhile"
