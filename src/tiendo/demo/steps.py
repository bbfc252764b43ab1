"""One step in the story of a task: who-independent values that a player turns into records."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tiendo.domain import clock


class Act(StrEnum):
    """What a step does; each is one action on tasks."""

    NAME_OFFICER = "name_officer"
    UPDATE = "update"
    APPROVE_UPDATE = "approve_update"
    CLAIM = "claim"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    CONFIRM = "confirm"
    RETURN = "return"
    REOPEN = "reopen"
    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"
    SUPERSEDE = "supersede"
    MOVE_DEADLINE = "change_deadline"


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence: the number of an issued document, or a file with these paragraphs."""

    number: str = ""
    date: dt.date | None = None
    file_name: str = ""
    paragraphs: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One action on one task at one moment.

    ``text`` is what was done, or the reason. Missing: fields an act does not use are left empty;
    no ``percent`` is not 0.
    """

    moment: dt.datetime
    task: str
    act: Act
    text: str = ""
    percent: Decimal | None = None
    difficulty: str = ""
    proposal: str = ""
    done_on: dt.date | None = None
    proofs: tuple[Proof, ...] = ()
    document: str = ""
    last_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What a story needs to know of a live task.

    ``key`` is the task's code; ``is_shown``: somebody of its lead body signs in to the demo;
    ``has_files``: work may be proved by files. Missing: ``last_day`` is None for a task without a
    deadline by date; ``due_days`` are the occurrences of a recurring task, else empty.
    """

    key: str
    title: str
    product: str
    lead_symbol: str
    deciding: str
    live_on: dt.date
    last_day: dt.date | None = None
    is_continuous: bool = False
    is_child: bool = False
    is_shown: bool = False
    has_files: bool = True
    is_recurring: bool = False
    due_days: tuple[Due, ...] = ()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often bodies report: an update every so many days, at most so many to a task, each with
    so many documents as evidence."""

    days: int = 32
    most: int = 8
    proofs: int = 0


MONTHLY = Rhythm()


@dataclass(frozen=True, slots=True)
class Due:
    """One occurrence: from which day it can be worked on, and its last acceptable day."""

    opens_on: dt.date
    last_day: dt.date


def working_moment(day: dt.date, minutes: int) -> dt.datetime:
    """A moment of a working day, so many minutes after half past seven."""
    opening = dt.datetime.combine(day, dt.time(7, 30), clock.LOCAL_ZONE)
    return (opening + dt.timedelta(minutes=minutes)).astimezone(dt.UTC)
