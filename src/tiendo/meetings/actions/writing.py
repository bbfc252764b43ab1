"""What every action on a meeting shares: the lock, the check of its state, its words."""

from __future__ import annotations

from collections.abc import Iterable

from tiendo.domain.meetings import MeetingState
from tiendo.meetings.errors import MeetingError
from tiendo.meetings.models import Meeting, State


def lock_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it is now, locked. Call it inside the action's transaction."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body__parent", "chair")
    return rows.get(pk=meeting.pk)


def require_state(meeting: Meeting, allowed: Iterable[MeetingState]) -> None:
    """Go on only in some states. Errors: MeetingError wrong_state."""
    if MeetingState(meeting.state) not in set(allowed):
        raise MeetingError("wrong_state", state=str(State(meeting.state).label))


def words(text: str, code: str) -> str:
    """The words typed. Errors: MeetingError where there are none."""
    if not text.strip():
        raise MeetingError(code)
    return text.strip()
