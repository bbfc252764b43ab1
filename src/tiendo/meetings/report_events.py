"""Meetings as the events that reports tell of, and as records behind figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.meetings.models import Meeting, State
from tiendo.meetings.permissions import visible_meetings
from tiendo.reporting.events import EVENT, HeldEvent
from tiendo.reporting.facts.tasks import Subject
from tiendo.reporting.letterhead import in_sentence
from tiendo.reporting.lineage.records import Compared, Deed, Record, in_order, state_of
from tiendo.reporting.models import Figure
from tiendo.reporting.written import printed_day

_HELD = (State.HELD, State.ISSUED)
_MARK = re.compile(r"^(?:[-+•*]|\(?\d+[.)])\s*")


class MeetingEvents:
    """The meetings that were held."""

    def held(self, by: Actor, subject: Subject) -> Sequence[HeldEvent]:
        """The meetings held in the period, known when the report was compiled: on all programmes or
        on this one; of a body's report its own. Cost: two queries."""
        period = subject.observed
        if period is None:
            return ()
        rows = visible_meetings(by).filter(
            state__in=_HELD,
            day__gte=period.start,
            day__lte=min(period.end, subject.as_of),
            held_at__lte=subject.known_at,
        )
        if subject.body is not None:
            rows = rows.filter(body=subject.body)
        found = rows.select_related("body", "chair").prefetch_related("programmes")
        return [_event(row, subject) for row in found if _is_on(row, subject)]

    def trace(self, actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
        """Meetings, with their states then and now. Cost: two queries."""
        rows = visible_meetings(actor).filter(pk__in=ids).select_related("body", "held_by")
        return in_order(EVENT, Meeting, ids, {row.pk: _record(row, figure) for row in rows})


def _is_on(row: Meeting, subject: Subject) -> bool:
    chosen = [each.pk for each in row.programmes.all()]
    return not chosen or subject.programme.pk in chosen


def _event(row: Meeting, subject: Subject) -> HeldEvent:
    title = " ".join(row.title.split())
    return HeldEvent(
        pk=row.pk,
        day=row.day,
        title=f"{title[:1].lower()}{title[1:]}" if title[1:2].islower() else title,
        body=in_sentence(row.body.name),
        led_by=str(row.chair),
        place=" ".join(row.place.split()),
        aims=tuple(filter(None, map(_aim, row.agenda.splitlines()))),
        outcome=_outcome(row, subject),
    )


def _outcome(row: Meeting, subject: Subject) -> str:
    """The notice of the conclusions, if it was issued when the report was compiled."""
    if row.issued_at is None or row.notice_date is None or row.issued_at > subject.known_at:
        return ""
    return f"Thông báo số {row.notice_number} ngày {printed_day(row.notice_date)}"


def _aim(line: str) -> str:
    """A line of the agenda without its own dash or number, and without the stop at its end."""
    return _MARK.sub("", line.strip()).rstrip(" .;")


def _record(row: Meeting, figure: Figure) -> Record:
    known_at = figure.report.known_at
    issued = row.issued_at is not None and row.issued_at <= known_at
    then = State.ISSUED if issued else State.HELD
    value = Compared(_("Trạng thái"), str(then.label), str(State(row.state).label))
    held = None
    if row.held_at is not None and row.held_by is not None:
        held = Deed(str(row.held_by), row.held_at, row.body.name)
    return Record(
        record_id=row.pk,
        record_type=EVENT,
        state=state_of((value,)),
        code=printed_day(row.day),
        title=row.title,
        lead=row.body.name,
        note=row.place,
        page=("meeting", (row.pk,)),
        values=(value,),
        entered=held,
    )
