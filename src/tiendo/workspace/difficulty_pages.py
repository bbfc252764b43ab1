"""What the pages of the register show: rows, counts that open their lists, flows of periods."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.domain.difficulties import PeriodFlow
from tiendo.domain.periods import ONE_DAY, Cadence, Period, period_around
from tiendo.overview.sheets.difficulties import BANDS
from tiendo.tasks.models import Difficulty, DifficultyState, SolvingLevel
from tiendo.tasks.queries.difficulties import (
    Band,
    RegisterCounts,
    days_carried,
    period_flow,
    periods_carried,
)
from tiendo.workspace.access import PageRequest, dated_url
from tiendo.workspace.difficulty_words import LOOKS

MONTHS = 6


@dataclass(frozen=True, slots=True)
class DifficultyRow:
    """A row of the register as it stood on the day in view."""

    row: Difficulty
    url: str
    tasks: str
    look: str
    icon: str
    state: str
    level: str
    answerer: str
    person: str
    due_on: dt.date | None
    is_waiting: bool
    days: int
    periods: int


def rows_of(
    request: PageRequest, found: Iterable[Difficulty], on: dt.date
) -> Iterator[DifficultyRow]:
    """The rows of a page of ``find_difficulties``."""
    for row in found:
        state: str = getattr(row, "state_on", row.state)
        level: str = getattr(row, "level_on", row.level)
        look, icon = LOOKS[state]
        yield DifficultyRow(
            row=row,
            url=dated_url(request, "difficulty", row.pk),
            tasks=", ".join(task.code for task in row.tasks.all()),
            look=look,
            icon=icon,
            state=str(DifficultyState(state).label),
            level=str(SolvingLevel(level).label) if level else "",
            answerer=getattr(row, "answerer_name", "") or "",
            person=getattr(row, "answerer_person", "") or "",
            due_on=getattr(row, "answer_due", None),
            is_waiting=state in ("open", "passed_up"),
            days=days_carried(row, on),
            periods=periods_carried(row, on),
        )


Tile = tuple[str, int, str, str, str]


def tiles_of(request: PageRequest, counts: RegisterCounts) -> Iterator[Tile]:
    """The counts above the register, each with its list: words, number, address, look, note."""

    def url(**values: str) -> str:
        kept = {
            name: request.GET[name] for name in ("chuong_trinh", "noi_neu") if request.GET.get(name)
        }
        return dated_url(request, "difficulty-list", **{**kept, **values})

    open_look = "due_soon" if counts.carried else ""
    yield _("Đang theo dõi"), counts.carried, url(trang_thai="carried"), open_look, ""
    late_look = "overdue" if counts.late else ""
    yield _("Quá hạn trả lời"), counts.late, url(tre="on"), late_look, ""
    unset = counts.by_level.get("", 0)
    yield _("Chưa giao cơ quan trả lời"), unset, url(cap="none", trang_thai="carried"), "", ""
    answered = counts.by_state.get(DifficultyState.ANSWERED, 0)
    yield _("Đã trả lời, còn theo dõi"), answered, url(trang_thai="answered"), "", ""
    for band in (Band.MIDDLE, Band.LONG):
        yield str(BANDS[band]), counts.by_band[band], url(tuoi=band.value), "", ""
    ended = counts.total - counts.carried
    yield _("Đã kết thúc"), ended, url(trang_thai="ended"), "", ""


def flows_of(
    actor: Actor, on: dt.date, programme: int | None
) -> Iterator[tuple[Period, PeriodFlow]]:
    """What the last months did to the register, the present one first. Cost: two queries each."""
    period = period_around(Cadence.MONTHLY, on)
    for _month in range(MONTHS):
        yield period, period_flow(actor, Period(period.start, min(period.end, on)), programme)
        period = period_around(Cadence.MONTHLY, period.start - ONE_DAY)
