"""What people do with meetings. Each action is one transaction with its audit event inside."""

from tiendo.meetings.actions.deciding import (
    NewDecision,
    record_decision,
    remove_decision,
)
from tiendo.meetings.actions.giving import give_decision
from tiendo.meetings.actions.moving import cancel_meeting, hold_meeting, issue_conclusions
from tiendo.meetings.actions.preparing import MeetingFacts, edit_meeting, prepare_meeting

__all__ = [
    "MeetingFacts",
    "NewDecision",
    "cancel_meeting",
    "edit_meeting",
    "give_decision",
    "hold_meeting",
    "issue_conclusions",
    "prepare_meeting",
    "record_decision",
    "remove_decision",
]
