"""What a file brought is taken back: nothing is deleted, a revision follows that says so."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.domain.periods import Period
from tiendo.domain.readings import PERCENT
from tiendo.indicators.actions.cells import Cell
from tiendo.indicators.actions.observing import save_cells
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.models import Entry, FigureFile, Observation, ObservationState, Qualifier
from vanban.quantities import format_number

_BATCH = 2000


def still_there(file: FigureFile) -> int:
    """The figures of a file that nobody corrected or confirmed since. Cost: one query."""
    return _standing(file.brought).count()


def take_back(file: FigureFile, by: Actor) -> int:
    """Put back what stood before a file's figures; the number taken back.

    A first figure is followed by one that declares that there is none. What was corrected or
    confirmed since stays. Errors: PermissionRefused.
    """
    ids, taken = list(file.brought), 0
    for start in range(0, len(ids), _BATCH):
        rows = list(_standing(ids[start : start + _BATCH]))
        definitions = Definitions.of({row.indicator_id for row in rows})
        cells = [_cell_back(row, definitions, file.file_name) for row in rows]
        saved = save_cells(by=by, cells=cells, entry=Entry.SHEET, only_good=True)
        taken += len(saved.kept)
    return taken


def _standing(ids: Sequence[int]) -> QuerySet[Observation]:
    found = Observation.objects.filter(
        pk__in=list(ids), is_current=True, state=ObservationState.PROVISIONAL
    )
    return found.select_related("indicator", "organisation", "corrects__passage").order_by("pk")


def _cell_back(row: Observation, definitions: Definitions, file_name: str) -> Cell:
    period = Period(row.period_start, row.period_end)
    words = _("Rút lại số liệu nhập từ tệp “%(file)s”.") % {"file": file_name[:120]}
    old = row.corrects
    if old is None or old.value is None:
        return Cell(
            row.indicator,
            row.organisation,
            period,
            breakdown=row.breakdown,
            is_missing=True,
            note=old.note if old else words,
            as_of=old.as_of if old else row.as_of,
            reason=words,
            seen=row.revision,
        )
    return Cell(
        row.indicator,
        row.organisation,
        period,
        typed(old, definitions.on(row.indicator, period).unit),
        row.breakdown,
        note=old.note,
        as_of=old.as_of,
        reason=words,
        seen=row.revision,
        passage=old.passage,
    )


def typed(row: Observation, unit: str) -> str:
    """A figure as a person would type it again, to its last decimal; empty where there is none."""
    if row.value is None:
        return ""
    number = format_number((row.value * 100 if unit == PERCENT else row.value).normalize())
    sign = "%" if unit == PERCENT else ""
    exact = row.qualifier == Qualifier.EXACT
    return f"{number}{sign}" if exact else f"{Qualifier(row.qualifier).label} {number}{sign}"
