"""Changing regimes, cycles and duties: each action in one transaction, with its event."""

from tiendo.regimes.actions.asking import AdHocFacts, request_ad_hoc
from tiendo.regimes.actions.calendar import CalendarEdit, Edited, edit_calendar, preview_edit
from tiendo.regimes.actions.cycles import begin_event_cycle, close_cycle, reopen_cycle
from tiendo.regimes.actions.duties import move_duty, release_duty
from tiendo.regimes.actions.facts import (
    LevelFacts,
    RegimeFacts,
    VersionFacts,
    check_version,
)
from tiendo.regimes.actions.writing import create_regime, end_regime, revise_regime

__all__ = [
    "AdHocFacts",
    "CalendarEdit",
    "Edited",
    "LevelFacts",
    "RegimeFacts",
    "VersionFacts",
    "begin_event_cycle",
    "check_version",
    "close_cycle",
    "create_regime",
    "edit_calendar",
    "end_regime",
    "move_duty",
    "preview_edit",
    "release_duty",
    "reopen_cycle",
    "request_ad_hoc",
    "revise_regime",
]
