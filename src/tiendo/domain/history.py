"""What happened to a task, as values: the only input of ``domain.status``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from tiendo.domain.lifecycle import State


@dataclass(frozen=True, slots=True)
class Event:
    """One action on the lifecycle: the state it led to, from which day, known since when.

    Missing: ``done_on`` is set by claims and confirmations only.
    """

    action: str
    state: State
    day: dt.date
    recorded_at: dt.datetime
    done_on: dt.date | None = None

    @property
    def holds_from(self) -> dt.date:
        """The first day of the new state: a confirmed task is done from the product's day on."""
        if self.state is State.CONFIRMED and self.done_on is not None:
            return self.done_on
        return self.day


@dataclass(frozen=True, slots=True)
class DeadlineSet:
    """A last day in force from a day on, known since a moment; None: no deadline by date."""

    last_day: dt.date | None
    effective_on: dt.date
    recorded_at: dt.datetime


@dataclass(frozen=True, slots=True)
class UpdateNote:
    """That a progress update speaks about a day, known since a moment.

    Missing: ``taken_back_at`` is None for one that stands.
    """

    day: dt.date
    recorded_at: dt.datetime
    taken_back_at: dt.datetime | None = None

    def known_at(self, moment: dt.datetime) -> UpdateNote:
        """The note before what was not yet known of it."""
        if self.taken_back_at is None or self.taken_back_at <= moment:
            return self
        return replace(self, taken_back_at=None)


@dataclass(frozen=True, slots=True)
class WorkHistory:
    """The history of a task done once, or of one occurrence. Each tuple in recorded order."""

    events: tuple[Event, ...]
    deadlines: tuple[DeadlineSet, ...] = ()
    updates: tuple[UpdateNote, ...] = ()

    def known_at(self, moment: dt.datetime) -> WorkHistory:
        """What of it was recorded by a moment."""
        return WorkHistory(
            tuple(event for event in self.events if event.recorded_at <= moment),
            tuple(change for change in self.deadlines if change.recorded_at <= moment),
            tuple(note.known_at(moment) for note in self.updates if note.recorded_at <= moment),
        )

    def moments(self) -> set[dt.datetime]:
        """When something became known."""
        recorded = {event.recorded_at for event in self.events}
        recorded |= {change.recorded_at for change in self.deadlines}
        recorded |= {note.taken_back_at for note in self.updates if note.taken_back_at}
        return recorded | {note.recorded_at for note in self.updates}


@dataclass(frozen=True, slots=True)
class TaskHistory:
    """The history of a task. ``occurrences`` belong to a recurring task, in order of last days."""

    work: WorkHistory
    is_continuous: bool = False
    is_recurring: bool = False
    occurrences: tuple[WorkHistory, ...] = ()

    def known_at(self, moment: dt.datetime) -> TaskHistory:
        """What of it was recorded by a moment; occurrences not laid by then are absent."""
        known = (occurrence.known_at(moment) for occurrence in self.occurrences)
        return replace(
            self,
            work=self.work.known_at(moment),
            occurrences=tuple(occurrence for occurrence in known if occurrence.events),
        )

    def moments(self) -> tuple[dt.datetime, ...]:
        """When something became known, in order."""
        parts: tuple[WorkHistory, ...] = (self.work, *self.occurrences)
        return tuple(sorted(set().union(*(part.moments() for part in parts))))
