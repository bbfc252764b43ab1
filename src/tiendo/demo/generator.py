"""The seeded generator: a programme of any size with its bodies, tasks, updates and evidence.

The same seed gives the same values. ``fill_by_actions`` plays them through the actions people use,
``fill_in_bulk`` writes what the actions would have written; a test compares the two. Recurring
tasks get their occurrences, but no work on them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from django.db import transaction

from tiendo.audit.trail import SYSTEM
from tiendo.demo import bulk, bulk_tasks
from tiendo.demo.acting import Player
from tiendo.demo.history import facts_of, live_tasks, parts_of, write_stories
from tiendo.demo.inventing import PROVINCE, NewTask, Size, invent_sections, invent_tasks
from tiendo.demo.people import COMMITTEE, COORDINATOR, DEPARTMENT, OFFICE, Crew, make_accounts
from tiendo.demo.steps import Step
from tiendo.domain import clock
from tiendo.organisations.loading import load_province
from tiendo.organisations.models import Kind, Organisation
from tiendo.programmes.actions import add_section, create_programme
from tiendo.programmes.models import PlanSection, Programme
from tiendo.tasks.actions import create_task, go_live_many, open_occurrences
from tiendo.tasks.models import Task
from tiendo.tasks.spans import audit_spans

__all__ = ["PROVINCE", "Ground", "Size", "fill_by_actions", "fill_in_bulk", "lay_ground"]
_BATCH = 500
_LEADING_KINDS = (
    Kind.DEPARTMENT,
    Kind.COMMITTEE_OFFICE,
    Kind.POLICE,
    Kind.TELECOM,
    Kind.UNIVERSITY,
    Kind.COMMUNE,
    Kind.WARD,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What tasks are laid on: a programme with its sections, the bodies that lead, the people."""

    programme: Programme
    sections: tuple[PlanSection, ...]
    bodies: tuple[Organisation, ...]
    crew: Crew
    live_on: dt.date


def lay_ground(*, size: Size, password: str, begins_on: dt.date) -> Ground:
    """Load the province, add the demo's accounts and the staff of the bodies, start a programme.

    Tasks go live on the day after ``begins_on``, which lies before today.
    """
    since = begins_on - dt.timedelta(days=60)
    crew = Crew(on=clock.today(), since=since)
    with clock.at(clock.local_noon(since)), transaction.atomic():
        load_province(by=SYSTEM)
        make_accounts(password, since)
        bodies = _leading_bodies(size.bodies)
        crew.hire(bodies)
        bulk_tasks.hire_officers(bodies, size.officers, by=crew.named("quantri"), since=since)
    with clock.at(clock.local_noon(begins_on)), transaction.atomic():
        programme, sections = _start_programme(crew, begins_on)
    return Ground(programme, sections, bodies, crew, begins_on + dt.timedelta(days=1))


def fill_by_actions(ground: Ground, *, size: Size, seed: int) -> int:
    """Make the tasks and play their stories through the actions; the number of steps."""
    by = ground.crew.named("dieuphoi")
    with clock.at(clock.local_noon(ground.programme.starts_on)):
        made = [_create(ground, new) for new in _invent(ground, size, seed)]
    _go_live(made, ground)
    steps = _stories(ground, size, seed)
    parts = {part.task.code: part for part in parts_of(live_tasks(ground.programme))}
    count = Player(ground.crew, parts, lays_occurrences=False).play(steps)
    open_occurrences(by=by.require("task.go_live"))
    return count


def fill_in_bulk(ground: Ground, *, size: Size, seed: int) -> int:
    """Write what ``fill_by_actions`` would have written; the number of steps."""
    by = ground.crew.named("dieuphoi")
    with clock.at(clock.local_noon(ground.programme.starts_on)), transaction.atomic():
        news = [(new, _resolved(ground, new)) for new in _invent(ground, size, seed)]
        made = bulk_tasks.create_tasks(ground.programme, news, by)
    _go_live(made, ground)
    steps = _stories(ground, size, seed)
    parts = {part.task.code: part for part in parts_of(live_tasks(ground.programme))}
    with transaction.atomic():
        bulk.play(steps, parts, ground.crew)
    audit_spans([task.pk for task in made])
    open_occurrences(by=by.require("task.go_live"))
    return len(steps)


def _invent(ground: Ground, size: Size, seed: int) -> list[NewTask]:
    weights = [20 if body.kind == Kind.DEPARTMENT else 4 for body in ground.bodies]
    slugs = [body.slug for body in ground.bodies]
    paths = [section.path for section in ground.sections]
    rng = Random(seed)  # noqa: S311 - plausible data, no secret
    leads = dict(zip(slugs, weights, strict=True))
    return list(invent_tasks(size, rng, leads, paths, ground.live_on))


def _stories(ground: Ground, size: Size, seed: int) -> list[Step]:
    parts = parts_of(live_tasks(ground.programme))
    facts = [replace(facts_of(part), has_files=False, due_days=()) for part in parts]
    return write_stories(facts, clock.today(), seed, size.rhythm)


def _go_live(tasks: Sequence[Task], ground: Ground) -> None:
    by = ground.crew.named("dieuphoi")
    with clock.at(clock.local_noon(ground.live_on)):
        for start in range(0, len(tasks), _BATCH):
            go_live_many(tasks=tasks[start : start + _BATCH], by=by)


def _resolved(
    ground: Ground, new: NewTask
) -> tuple[PlanSection, Organisation, tuple[Organisation, ...]]:
    bodies = {body.slug: body for body in ground.bodies}
    section = next(section for section in ground.sections if section.path == new.section)
    return section, bodies[new.lead], tuple(bodies[slug] for slug in new.coordinating)


def _create(ground: Ground, new: NewTask) -> Task:
    section, lead, coordinating = _resolved(ground, new)
    return create_task(
        programme=ground.programme,
        section=section,
        **new.facts(),
        lead=lead,
        coordinating=coordinating,
        by=ground.crew.named("dieuphoi"),
    )


def _leading_bodies(count: int) -> tuple[Organisation, ...]:
    """The bodies that lead: the demo's own first, then as many others as wanted."""
    alive = Organisation.objects.filter(validity__contains=clock.today(), is_provisional=False)
    first = [COORDINATOR, OFFICE, DEPARTMENT]
    own = sorted(alive.filter(slug__in=first), key=lambda body: first.index(body.slug))
    others = alive.filter(kind__in=_LEADING_KINDS).exclude(slug__in=first).order_by("pk")
    return (*own, *others[: max(0, count - len(own))])


def _start_programme(crew: Crew, begins_on: dt.date) -> tuple[Programme, tuple[PlanSection, ...]]:
    by = crew.named("dieuphoi")
    named = Organisation.objects.in_bulk([COMMITTEE, COORDINATOR], field_name="slug")
    programme = create_programme(
        title="Chương trình chuyển đổi số của tỉnh",
        short_title="Chương trình chuyển đổi số",
        owner=named[COMMITTEE],
        coordinator=named[COORDINATOR],
        starts_on=begins_on,
        by=by,
    )
    sections = tuple(
        add_section(programme=programme, path=path, title=title, order=order, by=by)
        for order, (path, title) in enumerate(invent_sections(), start=1)
    )
    return programme, sections
