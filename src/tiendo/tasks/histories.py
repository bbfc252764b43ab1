"""The history of tasks as values for ``domain.status``, read in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tiendo.domain import deadlines
from tiendo.domain.history import DeadlineSet, Event, TaskHistory, UpdateNote, WorkHistory
from tiendo.domain.lifecycle import State
from tiendo.tasks.models import DeadlineChange, LifecycleEvent, Occurrence, ProgressUpdate, Task

# A task's own history has the key (task, None), that of an occurrence (task, occurrence).
_Key = tuple[int, int | None]


def task_history(task: Task) -> TaskHistory:
    """The history of one task. Cost: five queries."""
    return task_histories([task.pk])[task.pk]


def task_histories(task_ids: Iterable[int]) -> Mapping[int, TaskHistory]:
    """The histories of many tasks by their ids. Cost: five queries, however many tasks."""
    ids = list(task_ids)
    recurrences = dict(Task.objects.filter(pk__in=ids).values_list("pk", "recurrence"))
    works = _Works(ids)
    return {
        task_id: TaskHistory(
            work=works.of(task_id, None),
            is_continuous=key == deadlines.CONTINUOUS,
            is_recurring=deadlines.is_recurring(key),
            occurrences=works.occurrences_of(task_id),
        )
        for task_id, key in recurrences.items()
    }


def occurrence_histories(task: Task) -> Mapping[int, WorkHistory]:
    """The histories of the occurrences of a task by their ids. Cost: four queries."""
    return _Works([task.pk]).by_occurrence(task.pk)


def occurrence_histories_of(task_ids: Iterable[int]) -> Mapping[int, WorkHistory]:
    """The histories of the occurrences of many tasks by their ids. Cost: four queries."""
    ids = list(task_ids)
    works = _Works(ids)
    return {pk: work for task_id in ids for pk, work in works.by_occurrence(task_id).items()}


class _Works:
    """The rows of many tasks, grouped by task and occurrence."""

    def __init__(self, ids: list[int]) -> None:
        self._events: defaultdict[_Key, list[Event]] = defaultdict(list)
        self._deadlines: defaultdict[_Key, list[DeadlineSet]] = defaultdict(list)
        self._updates: defaultdict[_Key, list[UpdateNote]] = defaultdict(list)
        self._occurrences: defaultdict[int, list[int]] = defaultdict(list)
        self._read(ids)

    def of(self, task_id: int, occurrence_id: int | None) -> WorkHistory:
        key = (task_id, occurrence_id)
        return WorkHistory(
            tuple(self._events[key]), tuple(self._deadlines[key]), tuple(self._updates[key])
        )

    def occurrences_of(self, task_id: int) -> tuple[WorkHistory, ...]:
        return tuple(self.of(task_id, pk) for pk in self._occurrences[task_id])

    def by_occurrence(self, task_id: int) -> dict[int, WorkHistory]:
        return {pk: self.of(task_id, pk) for pk in self._occurrences[task_id]}

    def _read(self, ids: list[int]) -> None:
        events = LifecycleEvent.objects.filter(task_id__in=ids).order_by("recorded_at", "id")
        fields = ("task_id", "occurrence_id", "action", "to_state", "day", "recorded_at", "done_on")
        for task, occurrence, action, state, day, recorded_at, done_on in events.values_list(
            *fields
        ):
            event = Event(action, State(state), day, recorded_at, done_on)
            self._events[task, occurrence].append(event)
        changes = DeadlineChange.objects.filter(task_id__in=ids).order_by("recorded_at", "id")
        for task, occurrence, last_day, effective_on, recorded_at in changes.values_list(
            "task_id", "occurrence_id", "last_day", "effective_on", "recorded_at"
        ):
            change = DeadlineSet(last_day, effective_on, recorded_at)
            self._deadlines[task, occurrence].append(change)
        updates = ProgressUpdate.objects.filter(task_id__in=ids, takes_back__isnull=True)
        for task, occurrence, day, recorded_at, taken_back_at in updates.order_by(
            "recorded_at", "id"
        ).values_list(
            "task_id", "occurrence_id", "as_of", "recorded_at", "taken_back_by__recorded_at"
        ):
            self._updates[task, occurrence].append(UpdateNote(day, recorded_at, taken_back_at))
        laid = Occurrence.objects.filter(task_id__in=ids).order_by("last_day", "id")
        for task, pk in laid.values_list("task_id", "pk"):
            self._occurrences[task].append(pk)
