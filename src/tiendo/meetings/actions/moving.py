"""Moving a meeting on: held, its conclusions issued, or cancelled."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value, record
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.meetings import BY_ACTION
from tiendo.meetings.actions.writing import lock_meeting, require_state, words
from tiendo.meetings.errors import MeetingError
from tiendo.meetings.keeping import kept
from tiendo.meetings.models import Meeting
from tiendo.meetings.pack import papers_of
from tiendo.meetings.permissions import author_of


@transaction.atomic
def hold_meeting(*, by: Actor, meeting: Meeting) -> Meeting:
    """Begin the meeting: its papers are kept as they are known now, decisions may be written.

    Errors: PermissionRefused; MeetingError wrong_state, day_ahead.
    """
    current, author = _begin("hold", by, meeting)
    if current.day > clock.today():
        raise MeetingError("day_ahead", day=f"{current.day:%d/%m/%Y}")
    papers = [kept(sheet) for sheet in papers_of(current, by)]
    current.frozen = papers
    current.held_by_id, current.held_at = by.user_id, clock.now()
    number = sum(len(paper["rows"]) for paper in papers)
    return _finish("hold", author, current, {"rows": number})


@transaction.atomic
def issue_conclusions(
    *, by: Actor, meeting: Meeting, number: str, day: dt.date, notice: Document | None = None
) -> Meeting:
    """Record the notice by which the conclusions were issued; no decision is added after it.

    Errors: PermissionRefused; MeetingError wrong_state, number_missing, day_in_future,
    notice_before_meeting.
    """
    current, author = _begin("issue", by, meeting)
    if day > clock.today():
        raise MeetingError("day_in_future", day=f"{day:%d/%m/%Y}")
    if day < current.day:
        raise MeetingError("notice_before_meeting", day=f"{day:%d/%m/%Y}")
    current.notice_number = words(number, "number_missing")
    current.notice_date, current.notice = day, notice
    current.issued_by_id, current.issued_at = by.user_id, clock.now()
    after: dict[str, Value] = {"number": current.notice_number, "issued_on": day.isoformat()}
    return _finish("issue", author, current, after)


@transaction.atomic
def cancel_meeting(*, by: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Cancel a meeting that was not held, with its reason.

    Errors: PermissionRefused; MeetingError wrong_state, reason_missing.
    """
    current, author = _begin("cancel", by, meeting)
    current.cancel_reason = words(reason, "reason_missing")
    return _finish("cancel", author, current, {}, current.cancel_reason)


def _begin(action: str, by: Actor, meeting: Meeting) -> tuple[Meeting, Author]:
    current = lock_meeting(meeting)
    author = author_of(by, current.body_id, covers_all=current.covers_all)
    require_state(current, [BY_ACTION[action].source])
    return current, author


def _finish(
    action: str, author: Author, current: Meeting, more: dict[str, Value], reason: str = ""
) -> Meeting:
    before: dict[str, Value] = {"state": current.state}
    current.state = BY_ACTION[action].target.value
    current.save()
    after: dict[str, Value] = {"state": current.state, **more}
    name = f"meeting.{action}"
    record(by=author, action=name, target=current, before=before, after=after, reason=reason)
    return current
