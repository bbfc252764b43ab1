"""Rules that say when something needs attention: values in, what was found out.

Thresholds come in as ``Thresholds``, the values in force on the day (domain/parameters/alerts.yaml,
or what the province laid down from a day on). A finding has a level: 1 for the officer, 2 for the
head of the body, 3 for the leader; and a stage, which rises where the same thing is told anew.
Missing: where a value is not known a rule finds nothing, as no data is not a fault.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Thresholds = Mapping[str, int]
Fact = int | str

OFFICER, HEAD, LEADER = 1, 2, 3
# A number of days that means "this level is not told".
NEVER = 0


class Rule(StrEnum):
    """The rules, in the order in which they are listed."""

    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    NO_UPDATE = "no_update"
    BEHIND = "behind"
    NO_EVIDENCE = "no_evidence"
    MOVED = "moved"
    NO_OFFICER = "no_officer"
    SILENT_BODY = "silent_body"
    BASIS_REPLACED = "basis_replaced"
    DIFFICULTY_UNANSWERED = "difficulty_unanswered"
    DIRECTIVE_OVERDUE = "directive_overdue"
    REPORT_DUE_SOON = "report_due_soon"
    REPORT_LATE = "report_late"


# The parameter of each threshold, by rule; every rule may be switched off by "on".
PARAMETERS: Mapping[Rule, Mapping[str, str]] = {
    Rule.DUE_SOON: {
        "on": "alert_due_soon_on",
        "first": "alert_due_soon_first_days",
        "second": "alert_due_soon_second_days",
        "last": "alert_due_soon_last_days",
        "head_within": "alert_due_soon_head_within_days",
        "leader_within": "alert_due_soon_leader_within_days",
    },
    Rule.OVERDUE: {
        "on": "alert_overdue_on",
        "head_after": "alert_overdue_head_after_days",
        "leader_after": "alert_overdue_leader_after_days",
    },
    Rule.NO_UPDATE: {
        "on": "alert_no_update_on",
        "days": "alert_no_update_days",
        "head_after": "alert_no_update_head_after_days",
        "leader_after": "alert_no_update_leader_after_days",
    },
    Rule.BEHIND: {
        "on": "alert_behind_on",
        "points": "alert_behind_points",
        "head_points": "alert_behind_head_points",
    },
    Rule.NO_EVIDENCE: {
        "on": "alert_no_evidence_on",
        "within": "alert_no_evidence_within_days",
        "head_within": "alert_no_evidence_head_within_days",
    },
    Rule.MOVED: {
        "on": "alert_moved_on",
        "times": "alert_moved_times",
        "leader_times": "alert_moved_leader_times",
    },
    Rule.NO_OFFICER: {
        "on": "alert_no_officer_on",
        "days": "name_officer_within_days",
        "leader_after": "alert_no_officer_leader_after_days",
    },
    Rule.SILENT_BODY: {
        "on": "alert_silent_body_on",
        "days": "silent_after_days",
        "leader_after": "alert_silent_body_leader_after_days",
    },
    Rule.BASIS_REPLACED: {
        "on": "alert_basis_replaced_on",
        "head_after": "alert_basis_replaced_head_after_days",
        "leader_after": "alert_basis_replaced_leader_after_days",
    },
    Rule.DIFFICULTY_UNANSWERED: {
        "on": "alert_difficulty_unanswered_on",
        "head_after": "alert_difficulty_unanswered_head_after_days",
        "leader_after": "alert_difficulty_unanswered_leader_after_days",
    },
    Rule.DIRECTIVE_OVERDUE: {
        "on": "alert_directive_overdue_on",
        "head_after": "alert_directive_overdue_head_after_days",
        "leader_after": "alert_directive_overdue_leader_after_days",
    },
    Rule.REPORT_DUE_SOON: {
        "on": "alert_report_due_soon_on",
        "first_worked": "alert_report_due_soon_first_days",
        "last_worked": "alert_report_due_soon_last_days",
    },
    Rule.REPORT_LATE: {
        "on": "alert_report_late_on",
        "head_after": "alert_report_late_head_after_days",
        "leader_after": "alert_report_late_leader_after_days",
    },
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: whom it concerns by level, the stage, and the figures behind it."""

    level: int
    facts: Mapping[str, Fact]
    stage: int = 1


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the rules ask about one piece of work still to be done by its lead body.

    ``starts_on`` is the day it went live, or on which its occurrence opened; ``moves`` how often
    its deadline was moved, the last time on ``moved_on``.
    Missing: ``due_on``, ``updated_on``, ``percent`` and ``moved_on`` are None where there is none.
    """

    starts_on: dt.date
    due_on: dt.date | None = None
    updated_on: dt.date | None = None
    percent: Decimal | None = None
    evidence: int = 0
    moves: int = 0
    has_officer: bool = True


TaskRule = Callable[[TaskFacts, dt.date, Thresholds], Finding | None]


def due_soon(task: TaskFacts, on: dt.date, given: Thresholds) -> Finding | None:
    """The last day is near: told at three distances, each a stage of its own."""
    if task.due_on is None or not 0 <= (left := (task.due_on - on).days) <= given["first"]:
        return None
    stage = 1 + (left <= given["second"]) + (left <= given["last"])
    level = _level_within(left, given["head_within"], given["leader_within"])
    return Finding(level, {"days_left": left, "due_on": task.due_on.isoformat()}, stage)


def overdue(task: TaskFacts, on: dt.date, given: Thresholds) -> Finding | None:
    """The last day has passed and nothing was claimed."""
    return past_deadline(task.due_on, on, given)


def past_deadline(due_on: dt.date | None, on: dt.date, given: Thresholds) -> Finding | None:
    """A day by which something was owed has passed; told higher the longer it lasts."""
    if due_on is None or (late := (on - due_on).days) <= 0:
        return None
    return Finding(_level_after(late, given), {"days_late": late, "due_on": due_on.isoformat()})


def no_update(task: TaskFacts, on: dt.date, given: Thresholds) -> Finding | None:
    """Nothing was reported for so many days, counted from the start where nothing ever was."""
    since = max(task.updated_on or task.starts_on, task.starts_on)
    silent = (on - since).days
    if silent <= given["days"]:
        return None
    facts: dict[str, Fact] = {"days_silent": silent, "allowed_days": given["days"]}
    if task.updated_on is not None:
        facts["updated_on"] = task.updated_on.isoformat()
    return Finding(_level_after(silent - given["days"], given), facts)


def behind(task: TaskFacts, on: dt.date, given: Thresholds) -> Finding | None:
    """The percentage reported lies further behind the time elapsed than allowed (in points).

    Missing: without a percentage or a deadline nothing is behind. Past the deadline it is overdue.
    """
    if task.percent is None or task.due_on is None or on > task.due_on:
        return None
    whole = (task.due_on - task.starts_on).days
    if whole <= 0:
        return None
    elapsed = 100 * max((on - task.starts_on).days, 0) // whole
    gap = elapsed - int(task.percent)
    if gap <= given["points"]:
        return None
    level = HEAD if given["head_points"] != NEVER and gap > given["head_points"] else OFFICER
    return Finding(level, {"percent": int(task.percent), "elapsed_percent": elapsed, "gap": gap})


def no_evidence(task: TaskFacts, on: dt.date, given: Thresholds) -> Finding | None:
    """Said to be complete, or near its last day, and nothing proves it."""
    if task.evidence:
        return None
    left = None if task.due_on is None else (task.due_on - on).days
    is_complete = task.percent == 100
    is_near = left is not None and 0 <= left <= given["within"]
    if not (is_complete or is_near):
        return None
    facts: dict[str, Fact] = {} if task.percent is None else {"percent": int(task.percent)}
    if left is None or not is_near:
        return Finding(OFFICER, facts)
    return Finding(_level_within(left, given["head_within"], NEVER), facts | {"days_left": left})


def moved(task: TaskFacts, on: dt.date, given: Thresholds) -> Finding | None:
    """The deadline was moved more often than bearable; every further time is told anew."""
    if task.moves <= given["times"]:
        return None
    top = given["leader_times"]
    level = LEADER if top != NEVER and task.moves > top else HEAD
    return Finding(level, {"moves": task.moves, "allowed_moves": given["times"]}, task.moves)


def no_officer(task: TaskFacts, on: dt.date, given: Thresholds) -> Finding | None:
    """The lead body has named nobody who still works there, within the days allowed."""
    waiting = (on - task.starts_on).days
    if task.has_officer or waiting <= given["days"]:
        return None
    level = _level_after(waiting - given["days"], {"head_after": 1, **given})
    return Finding(max(level, HEAD), {"days_waiting": waiting, "allowed_days": given["days"]})


TASK_RULES: Mapping[Rule, TaskRule] = {
    Rule.DUE_SOON: due_soon,
    Rule.OVERDUE: overdue,
    Rule.NO_UPDATE: no_update,
    Rule.BEHIND: behind,
    Rule.NO_EVIDENCE: no_evidence,
    Rule.MOVED: moved,
    Rule.NO_OFFICER: no_officer,
}


def silent_body(
    spoke_on: dt.date | None, starts_on: dt.date, open_tasks: int, on: dt.date, given: Thresholds
) -> Finding | None:
    """A body with open tasks reported nothing on any of them for so many days.

    Missing: ``spoke_on`` is None where it never did; then days count from its oldest open task.
    """
    silent = (on - (spoke_on or starts_on)).days
    if not open_tasks or silent <= given["days"]:
        return None
    level = _level_after(silent - given["days"], {"head_after": 1, **given})
    facts: dict[str, Fact] = {
        "days_silent": silent,
        "allowed_days": given["days"],
        "open_tasks": open_tasks,
    }
    if spoke_on is not None:
        facts["updated_on"] = spoke_on.isoformat()
    return Finding(max(level, HEAD), facts)


def report_due_soon(
    last_day: dt.date, days_left: int, on: dt.date, given: Thresholds
) -> Finding | None:
    """The last day of a report not yet sent is near: told at two distances of working days.

    Units: ``days_left`` are the working days after today up to the last one. The second time the
    head is told too.
    """
    if on > last_day or days_left > given["first_worked"]:
        return None
    is_last = days_left <= given["last_worked"]
    facts: dict[str, Fact] = {"working_days_left": days_left, "due_on": last_day.isoformat()}
    return Finding(HEAD if is_last else OFFICER, facts, 1 + is_last)


def basis_replaced(since: dt.date, on: dt.date, given: Thresholds) -> Finding | None:
    """A document the work rests on was replaced or repealed by one in stock, known ``since``."""
    days = (on - since).days
    return None if days < 0 else Finding(_level_after(days, given), {"days_known": days})


def _level_after(days: int, given: Thresholds) -> int:
    """The level after so many days; NEVER leaves a level out."""
    leader_after, head_after = given["leader_after"], given["head_after"]
    if leader_after != NEVER and days >= leader_after:
        return LEADER
    return HEAD if head_after != NEVER and days >= head_after else OFFICER


def _level_within(left: int, head_within: int, leader_within: int) -> int:
    """The level with so many days left; NEVER leaves a level out."""
    if leader_within != NEVER and left <= leader_within:
        return LEADER
    return HEAD if head_within != NEVER and left <= head_within else OFFICER
