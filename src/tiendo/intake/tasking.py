"""One accepted draft as a task: its bodies, its deadline and the passages it answers to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tiendo.accounts.actor import Actor
from tiendo.documents.models import Passage
from tiendo.domain.deadlines import join_rules
from tiendo.intake.models import Draft, DraftBody
from tiendo.programmes.models import PlanSection, Programme
from tiendo.tasks.actions import create_task
from tiendo.tasks.models import Task


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """A draft with what approval decided about the task it becomes. Missing: ``parent`` is None
    for a task that is no part of another."""

    draft: Draft
    programme: Programme
    section: PlanSection | None
    code: str
    order: int
    parent: Task | None = None


def split_keys(keys: Sequence[str]) -> tuple[str, str]:
    """The deadline key and the recurrence among a draft's keys; empty where there is none."""
    dated = [key for key in keys if not key.startswith("R:")]
    return (dated[-1] if dated else ""), join_rules(keys)


def passages_of(draft: Draft) -> list[Passage]:
    """The passages a task comes from: the draft's own, then those of the clause it carries out."""
    own = list(draft.passages.all())
    clause = list(draft.details.passages.all()) if draft.details is not None else []
    return list(dict.fromkeys((*own, *clause)))


def make_task(plan: TaskPlan, by: Actor) -> Task:
    """Create the task of one accepted draft; a lead known only as text is kept as text."""
    draft = plan.draft
    deadline_key, recurrence = split_keys(draft.deadline_keys)
    return create_task(
        programme=plan.programme,
        section=plan.section,
        code=plan.code,
        order=plan.order,
        title=draft.title,
        product=draft.product,
        deadline_key=deadline_key,
        deadline_raw=draft.deadline_raw,
        last_day=draft.last_day,
        recurrence=recurrence,
        deciding_text=draft.deciding_text,
        lead=draft.lead or draft.lead_group or draft.lead_text or None,
        coordinating=[body.organisation or body.group or body.raw_text for body in _others(draft)],
        passages=passages_of(draft),
        parent=plan.parent,
        by=by,
    )


def _others(draft: Draft) -> list[DraftBody]:
    """The coordinating bodies without the lead, each once."""
    seen = {("o", draft.lead_id), ("g", draft.lead_group_id)}
    others: list[DraftBody] = []
    for body in draft.coordinating.all():
        keys = {("o", body.organisation_id), ("g", body.group_id)} - {("o", None), ("g", None)}
        if keys & seen:
            continue
        seen |= keys
        others.append(body)
    return others
