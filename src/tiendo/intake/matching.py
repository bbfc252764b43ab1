"""Drafts of a document against the live tasks of others: what says the same is entered once.

Here tasks are proposed; ``matching_decisions`` keeps what a reviewer decides, and
``matching_effects`` lets it act on the tasks when the run is approved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.duties import Duty, DutyIndex
from tiendo.domain.parameters import parameter_on
from tiendo.intake.appendices import repeated_task
from tiendo.intake.models import Draft, DraftKind, DraftMatch, DraftState, ExtractionRun
from tiendo.intake.supplementing import Difference, compare
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.models import ProgrammeState
from tiendo.tasks.first_days import first_day
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task
from tiendo.tasks.queries import search, visible_tasks

OPEN = (DraftState.PROPOSED, DraftState.ACCEPTED)
# What may still be changed or added to; a task done or set aside for good is not.
STANDING = (
    Lifecycle.DRAFT,
    Lifecycle.LIVE,
    Lifecycle.CLAIMED,
    Lifecycle.UNIT_APPROVED,
    Lifecycle.SUSPENDED,
    Lifecycle.UMBRELLA,
)
MOST_FOUND = 10


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task that a draft may repeat: how like it is, and what the draft says otherwise.

    Missing: ``score`` is None for a task found by searching.
    """

    task: Task
    score: Decimal | None
    differences: Sequence[Difference]
    is_earlier: bool

    @property
    def percent(self) -> int | None:
        """The likeness in percent."""
        return None if self.score is None else round(self.score * 100)

    @property
    def lacks_bodies(self) -> bool:
        """Whether the draft names coordinating bodies that the task has not."""
        return any(difference.code == "coordinating" for difference in self.differences)


# Proposing


def to_match(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts that may repeat a task of another document: open tasks that have none yet.

    A clause that an open row carries out is left to the row.
    """
    listed = list(drafts)
    rows = (draft for draft in listed if draft.state in OPEN)
    covered = {draft.details_id for draft in rows if draft.details_id is not None}
    return [draft for draft in listed if draft.pk not in covered and may_match(draft)]


def may_match(draft: Draft) -> bool:
    """Whether a draft is an open task that has no task otherwise."""
    if draft.kind != DraftKind.TASK or draft.state not in OPEN:
        return False
    return repeated_task(draft) is None or match_of(draft) is not None


def match_of(draft: Draft) -> DraftMatch | None:
    """What was decided about a draft; None where nothing was."""
    found: DraftMatch | None = getattr(draft, "match", None)
    return found


def standing_tasks_for(run: ExtractionRun, by: Actor) -> QuerySet[Task]:
    """The tasks a person may see that a document's drafts may repeat: those that stand in a
    programme in force and do not come from the document itself."""
    document = run.text.rendition.document_id
    return (
        visible_tasks(by)
        .filter(lifecycle__in=STANDING, programme__state=ProgrammeState.ACTIVE)
        .exclude(sources__passage__text__rendition__document=document)
    )


def likely_tasks(
    run: ExtractionRun, drafts: Sequence[Draft], by: Actor, *, most: int = 3
) -> Mapping[int, Sequence[tuple[int, Decimal]]]:
    """For each draft (by id) the ids of the tasks it may repeat, likeliest first, with how like
    they are; drafts like no task are left out. Cost: two queries.
    """
    ids, index = _index(run, by)
    least = parameter_on("match_offered_percent", clock.today()) / 100
    found: dict[int, Sequence[tuple[int, Decimal]]] = {}
    for draft in drafts:
        alike = index.likest(_duty(draft), least, most)
        if alike:
            found[draft.pk] = [(ids[a.duty], Decimal(str(round(a.score, 3)))) for a in alike]
    return found


def proposals_for(
    drafts: Iterable[Draft], likely: Mapping[int, Sequence[tuple[int, Decimal | None]]]
) -> Mapping[int, Sequence[Proposal]]:
    """The proposals for these drafts with their tasks and differences. Cost: four queries."""
    shown = {pk: likely[pk] for pk in (draft.pk for draft in drafts) if pk in likely}
    tasks = _tasks(task for rows in shown.values() for task, _score in rows)
    by_pk = {draft.pk: draft for draft in drafts}
    return {
        pk: [_proposal(by_pk[pk], tasks[task], score) for task, score in rows if task in tasks]
        for pk, rows in shown.items()
    }


def find_tasks_for(draft: Draft, words: str, by: Actor) -> Sequence[int]:
    """The ids of the tasks whose code, title or product holds the words. Cost: one query."""
    found = search(standing_tasks_for(draft.run, by), words)
    return list(found.order_by("programme_id", "order").values_list("pk", flat=True)[:MOST_FOUND])


def _index(run: ExtractionRun, by: Actor) -> tuple[list[int], DutyIndex]:
    tasks = standing_tasks_for(run, by)
    rows = list(tasks.order_by("pk").values_list("pk", "code", "folded", "last_day"))
    bodies: dict[int, set[int]] = {}
    leads: dict[int, int] = {}
    held = tasks.filter(
        assignments__validity__contains=clock.today(), assignments__organisation__isnull=False
    ).values_list("pk", "assignments__part", "assignments__organisation_id")
    for pk, part, body in held:
        bodies.setdefault(pk, set()).add(body)
        if part == Part.LEAD:
            leads[pk] = body
    duties = [
        Duty(folded[len(code) :], leads.get(pk), frozenset(bodies.get(pk, ())), last_day)
        for pk, code, folded, last_day in rows
    ]
    return [row[0] for row in rows], DutyIndex(duties)


def _duty(draft: Draft) -> Duty:
    others = {body.organisation_id for body in draft.coordinating.all()} - {None}
    bodies = others | ({draft.lead_id} if draft.lead_id is not None else set())
    known = frozenset(body for body in bodies if body is not None)
    return Duty(f"{draft.title} {draft.product}", draft.lead_id, known, draft.last_day)


def _tasks(ids: Iterable[int]) -> Mapping[int, Task]:
    tasks = Task.objects.select_related("programme__document").prefetch_related(
        "assignments__organisation", "assignments__group"
    )
    return tasks.in_bulk(set(ids))


def _proposal(draft: Draft, task: Task, score: Decimal | None) -> Proposal:
    return Proposal(task, score, differences_with(draft, task), is_earlier(draft, task))


def is_earlier(draft: Draft, task: Task) -> bool:
    """Whether the draft sets an earlier last day for a task done once, not before it began."""
    if draft.last_day is None or task.recurrence or task.lifecycle == Lifecycle.SUSPENDED:
        return False
    if draft.last_day < first_day(task):
        return False
    return task.last_day is None or draft.last_day < task.last_day


def differences_with(draft: Draft, task: Task) -> list[Difference]:
    """What a draft says otherwise than the task, with the coordinating bodies the task lacks."""
    lacking = lacking_bodies(draft, task)
    found = compare(draft, task)
    if lacking:
        held = [str(a.organisation or a.group or a.raw_text) for a in _coordinating(task)]
        names = "; ".join(str(body) for body in lacking)
        found.append(Difference("coordinating", "; ".join(held), names))
    return found


def lacking_bodies(draft: Draft, task: Task) -> list[Organisation | BodyGroup]:
    """The known coordinating bodies and groups of a draft that have no part in the task."""
    present = {("o", a.organisation_id) for a in _in_force(task)}
    present |= {("g", a.group_id) for a in _in_force(task)}
    lacking: list[Organisation | BodyGroup] = []
    for body in draft.coordinating.all():
        if body.organisation is not None and ("o", body.organisation_id) not in present:
            lacking.append(body.organisation)
        elif body.group is not None and ("g", body.group_id) not in present:
            lacking.append(body.group)
    return lacking


def _in_force(task: Task) -> list[Assignment]:
    return [a for a in task.assignments.all() if a.validity.upper is None]


def _coordinating(task: Task) -> list[Assignment]:
    return [a for a in _in_force(task) if a.part == Part.COORDINATE]
