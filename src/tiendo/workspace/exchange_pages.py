"""What pages of exchange show of a row: both sides in words, proposals, history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.domain.exchange import DAYS, ExchangeForm, Field
from tiendo.domain.status import Status
from tiendo.exchange.matching import Proposal
from tiendo.exchange.models import RowEvent, TheirRow
from tiendo.exchange.renaming import Earlier
from tiendo.exchange.standing import Standing, StandingRow
from tiendo.exchange.wording import EVENTS, FIELDS, STANDINGS
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.tasks.models import Task
from vanban.dates import format_date

_EMPTY = "–"


@dataclass(frozen=True, slots=True)
class Side:
    """One field on both sides, in words. ``differs``: they say otherwise; ``is_more``: it is
    neither their id nor the words of the task."""

    name: str
    ours: str
    theirs: str
    differs: bool
    is_more: bool = True


@dataclass(frozen=True, slots=True)
class Offered:
    """A task that a row may be."""

    task: Task
    percent: int | None


@dataclass(frozen=True, slots=True)
class RowCard:
    """A row as lists show it."""

    row: TheirRow
    title: str
    number: str
    standing: Standing
    word: str
    sides: Sequence[Side]
    offered: Sequence[Offered] = ()
    earlier: Sequence[Earlier] = ()

    @property
    def said(self) -> list[Side]:
        """What their list says of a row besides its id and its words."""
        return [side for side in self.sides if side.is_more and side.theirs != _EMPTY]

    @property
    def differing(self) -> list[Side]:
        """The fields in which both sides say otherwise."""
        return [side for side in self.sides if side.differs]


def card_of(
    each: StandingRow,
    proposals: Sequence[Proposal] = (),
    tasks: Mapping[int, Task] | None = None,
    earlier: Sequence[Earlier] = (),
) -> RowCard:
    """A row with what differs, the tasks it may be, and the rows decided before it may be."""
    known = tasks or {}
    return RowCard(
        row=each.row,
        title=each.theirs.get(Field.TITLE, ""),
        number=each.theirs.get(Field.EXTERNAL_ID, ""),
        standing=each.standing,
        word=str(STANDINGS[each.standing]),
        sides=list(_sides(each)),
        offered=[
            Offered(known[found.task_id], found.percent)
            for found in proposals
            if found.task_id in known
        ],
        earlier=earlier,
    )


def _sides(each: StandingRow) -> Iterable[Side]:
    differing = {difference.field for difference in each.differences}
    for field, name in FIELDS.items():
        if field in each.theirs or each.ours.get(field):
            yield Side(
                str(name),
                in_words(each.ours.get(field, ""), field, is_ours=True) or _EMPTY,
                in_words(each.theirs[field], field) or _EMPTY
                if field in each.theirs
                else _("danh mục không ghi"),
                field in differing,
                field not in (Field.EXTERNAL_ID, Field.TITLE),
            )


def in_words(value: str, field: Field, *, is_ours: bool = False) -> str:
    """A value as people read it."""
    if field in DAYS:
        try:
            return format_date(dt.date.fromisoformat(value))
        except ValueError:
            return value
    if field is Field.STATUS and is_ours and value:
        return STATUS_WORDS[Status(value)]
    return value


def history_of(events: Iterable[RowEvent], form: ExchangeForm) -> list[dict[str, object]]:
    """What happened to a row, for the component that shows a history."""
    return [
        {
            "when": event.recorded_at,
            "who": str(event.by),
            "title": EVENTS[event.kind],
            "text": _told(event, form),
            "icon": "upload" if event.kind == "entered" else "history",
            "status": "in_progress",
        }
        for event in events
    ]


def _told(event: RowEvent, form: ExchangeForm) -> str:
    if event.kind in ("same", "new"):
        return str(event.facts.get("task", ""))
    if event.kind == "renamed":
        return _("Trước ghi: “%(words)s”.") % {"words": event.facts.get("before", "")}
    fields = form.given if event.kind in ("entered", "changed") else ()
    shown = (
        f"{FIELDS[field]}: {in_words(value, field, is_ours=event.kind == 'entered')}"
        for field in fields
        if (value := event.facts.get(field, ""))
    )
    return "; ".join(shown)


def list_address(programme: int, standing: Standing) -> str:
    """The address of the rows of a programme that stand somewhere."""
    query = urlencode({"chuong_trinh": programme, "muc": standing.value})
    return f"{reverse('exchange-list')}?{query}"
