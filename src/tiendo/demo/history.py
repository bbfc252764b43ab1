"""Months of plausible work on the live tasks of a programme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random

from tiendo.demo.acting import Part, Player
from tiendo.demo.casting import cast
from tiendo.demo.people import DEPARTMENT, Crew
from tiendo.demo.reading import live_bodies
from tiendo.demo.steps import MONTHLY, Due, Rhythm, Step, TaskFacts
from tiendo.demo.stories import tell
from tiendo.domain import clock
from tiendo.domain.deadlines import CONTINUOUS, Recurrence, is_recurring, parse_recurrence
from tiendo.domain.periods import ONE_DAY, period_around
from tiendo.programmes.models import Programme
from tiendo.tasks import parties
from tiendo.tasks.models import Lifecycle, Task
from tiendo.tasks.models import Part as TaskPart

SEED = 146


def replay(tasks: Sequence[Task], crew: Crew, say: Callable[[int, int], None]) -> int:
    """Tell and play the stories of live tasks up to yesterday; returns the number of steps.

    Call inside a transaction. ``say`` hears how many steps of how many are taken.
    """
    parts = {part.task.code: part for part in parts_of(tasks)}
    with clock.at(clock.local_noon(crew.since)):
        crew.hire(live_bodies(tasks))
    steps = write_stories([facts_of(part) for part in parts.values()], clock.today(), SEED)
    return Player(crew, parts).play(steps, lambda count: say(count, len(steps)))


def live_tasks(programme: Programme) -> list[Task]:
    """The tasks of a programme that are live, in the order of the plan."""
    live = Task.objects.filter(programme=programme, lifecycle=Lifecycle.LIVE)
    return list(live.order_by("order", "pk"))


def write_stories(
    tasks: Iterable[TaskFacts], today: dt.date, seed: int, rhythm: Rhythm = MONTHLY
) -> list[Step]:
    """The steps of all tasks in order of time; the same seed gives the same steps."""
    facts = list(tasks)
    rng = Random(seed)  # noqa: S311 - plausible data, no secret
    roles = cast(facts, today, rng)
    told = (tell(each, roles.get(each.key), today, rng, rhythm) for each in facts)
    steps = [step for steps in told for step in steps]
    return sorted(steps, key=lambda step: step.moment)


def parts_of(tasks: Iterable[Task]) -> Iterator[Part]:
    """The tasks with known lead and confirmer. Cost: one query."""
    chosen = list(tasks)
    held = parties.parties_of([task.pk for task in chosen], clock.today())
    for task in chosen:
        row = held.get(task.pk, parties.Parties())
        lead = row.first(TaskPart.LEAD)
        if row.lead_id is not None and row.confirmer_id is not None and lead is not None:
            yield Part(task, row.lead_id, row.confirmer_id, lead.organisation)


def facts_of(part: Part) -> TaskFacts:
    """What a story needs to know of a live task."""
    task = part.task
    return TaskFacts(
        key=task.code,
        title=task.title,
        product=task.product,
        lead_symbol=part.lead.symbol_code if part.lead else "",
        deciding=task.deciding_text,
        live_on=task.live_on or clock.today(),
        last_day=task.last_day,
        is_continuous=task.recurrence == CONTINUOUS,
        is_child=task.parent_id is not None,
        is_shown=part.lead is not None and part.lead.slug == DEPARTMENT,
        is_recurring=is_recurring(task.recurrence),
        due_days=tuple(_dues(task, clock.today())),
    )


def _dues(task: Task, today: dt.date) -> Iterator[Due]:
    """The occurrences that have opened by today, by the rule of the task."""
    rule = parse_recurrence(task.recurrence, task.deadline_raw)
    if rule is None or task.live_on is None:
        return
    since = task.live_on
    if task.last_day is not None:
        yield Due(min(task.live_on, task.last_day), task.last_day)
        since = max(since, _period_end(rule, task.last_day) + ONE_DAY)
    for instance in rule.instances(since, today):
        yield Due(instance.opens_on, instance.last_day)


def _period_end(rule: Recurrence, day: dt.date) -> dt.date:
    return period_around(rule.cadence, day).end
