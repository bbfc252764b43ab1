"""Approving a run: its accepted drafts become tasks of one programme, once; then they go live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.domain import clock
from tiendo.intake.appendices import covered_elsewhere, outline_for, repeated_task
from tiendo.intake.errors import ApprovalRefused
from tiendo.intake.marks import count_missing, covered_clauses
from tiendo.intake.matching_effects import act_on_task, check_matches, parent_of
from tiendo.intake.models import Draft, DraftKind, DraftState, ExtractionRun, RunState
from tiendo.intake.plan_parts import PlanPart, plan_parts, task_codes
from tiendo.intake.tasking import TaskPlan, make_task, passages_of
from tiendo.organisations.models import Organisation
from tiendo.programmes.actions import add_section, create_programme
from tiendo.programmes.models import PlanSection, Programme
from tiendo.tasks.actions import add_sources
from tiendo.tasks.models import Task


@dataclass(frozen=True, slots=True)
class NewProgramme:
    """What a programme made by an approval needs to be told."""

    title: str
    short_title: str
    owner: Organisation
    coordinator: Organisation
    starts_on: dt.date
    ends_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approval made: the programme, its tasks, and how many still lack which mark.

    ``covered`` counts clauses carried out by appendix rows, which make no task of their own.
    """

    programme: Programme
    tasks: tuple[Task, ...]
    lacking: Mapping[str, int]
    covered: int
    targets: int


def approve_run(*, run: ExtractionRun, programme: Programme | NewProgramme, by: Actor) -> Approval:
    """Turn the accepted task drafts of a run into tasks in lifecycle draft, once.

    Clauses that an accepted appendix row carries out make no task; their passages go to the row's.
    Drafts that repeat a task which stands already, as rows of a later appendix or clauses of a
    better reading do, make no second one; their passages become sources of that task. So it is with
    drafts that a reviewer matched with a live task of another document.
    Tasks without a lead stay drafts with their "6 rõ" marks. Targets stay drafts with passages.
    Errors: PermissionRefused; ApprovalRefused (already_approved, not_ready, nothing_accepted,
    programme_exists, match_ended); TaskError of matched tasks.
    Cost: constant queries for reading, a few for each task made.
    """
    author = by.require("draft.review")
    with transaction.atomic():
        locked = _lock(run.pk)
        drafts = _accepted(locked)
        check_matches(drafts)
        covered = covered_clauses(drafts) | covered_elsewhere(locked)
        tasks_of_run = [d for d in drafts if d.kind == DraftKind.TASK]
        standing = {d.pk: task for d in tasks_of_run if (task := repeated_task(d))}
        repeated = standing.keys()
        working = [d for d in tasks_of_run if d.pk not in covered | repeated]
        if not working and not repeated:
            raise ApprovalRefused("nothing_accepted")
        target = _programme(locked, programme, by)
        tasks = _make_tasks(locked, target, working, by)
        for draft in (d for d in tasks_of_run if d.pk in repeated):
            add_sources(task=standing[draft.pk], passages=passages_of(draft), by=by)
            act_on_task(draft=draft, document=locked.text.rendition.document, by=by)
        _close(locked, target, by)
        covered = covered & {d.pk for d in drafts} | repeated
        after: State = {"programme": target.pk, "tasks": len(tasks), "covered": len(covered)}
        record(by=author, action="intake.approved", target=locked, after=after)
    targets = sum(draft.kind == DraftKind.TARGET for draft in drafts)
    return Approval(target, tuple(tasks), count_missing(working), len(covered), targets)


def _lock(run_id: int) -> ExtractionRun:
    run = (
        ExtractionRun.objects.select_for_update(of=("self",))
        .select_related("text__rendition__document", "programme")
        .get(pk=run_id)
    )
    if run.state == RunState.APPROVED:
        assert run.approved_at is not None  # noqa: S101 - the database holds the two together
        when = run.approved_at.astimezone(clock.LOCAL_ZONE).strftime("%H:%M %d/%m/%Y")
        raise ApprovalRefused("already_approved", when=when, programme=str(run.programme))
    if run.state != RunState.REVIEW:
        raise ApprovalRefused("not_ready")
    return run


def _accepted(run: ExtractionRun) -> list[Draft]:
    return list(
        Draft.objects.filter(run=run, state=DraftState.ACCEPTED)
        .select_related(
            "lead", "lead_group", "repeats", "details__task", "details__repeats", "match__task"
        )
        .prefetch_related("passages", "coordinating__organisation", "coordinating__group")
        .order_by("order")
    )


def _programme(run: ExtractionRun, wanted: Programme | NewProgramme, by: Actor) -> Programme:
    if isinstance(wanted, Programme):
        return wanted
    document = run.text.rendition.document
    existing = Programme.objects.filter(document=document).first()
    if existing is not None:
        raise ApprovalRefused("programme_exists", programme=str(existing))
    return create_programme(
        title=wanted.title,
        short_title=wanted.short_title,
        document=document,
        owner=wanted.owner,
        coordinator=wanted.coordinator,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        by=by,
    )


def _make_tasks(
    run: ExtractionRun, programme: Programme, drafts: Sequence[Draft], by: Actor
) -> list[Task]:
    parts = plan_parts(outline_for(run), drafts)
    taken = Task.objects.filter(programme=programme).values_list("code", flat=True)
    codes = task_codes(drafts, taken)
    sections = _sections(programme, parts, by)
    tasks: list[Task] = []
    for order, draft in enumerate(drafts, start=1):
        section = sections.get(parts[draft.pk].path) if draft.pk in parts else None
        plan = TaskPlan(draft, programme, section, codes[draft.pk], order, parent_of(draft))
        draft.task = make_task(plan, by)
        tasks.append(draft.task)
    Draft.objects.bulk_update(drafts, ["task"], batch_size=500)
    return tasks


def _sections(
    programme: Programme, parts: Mapping[int, PlanPart], by: Actor
) -> Mapping[str, PlanSection]:
    """The sections by path, those of the programme and the new ones."""
    sections = {section.path: section for section in programme.sections.all()}
    wanted = {part.path: part for part in parts.values() if part.path not in sections}
    for part in sorted(wanted.values(), key=lambda part: part.order):
        sections[part.path] = add_section(
            programme=programme, path=part.path, title=part.title, order=part.order, by=by
        )
    return sections


def _close(run: ExtractionRun, programme: Programme, by: Actor) -> None:
    run.state = RunState.APPROVED
    run.programme = programme
    run.approved_by_id = by.user_id
    run.approved_at = clock.now()
    run.save(update_fields=["state", "programme", "approved_by", "approved_at"])
