"""What a reviewer decides about drafts and the live tasks they sound like, until approval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State
from tiendo.domain import clock
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.locks import (
    current_draft,
    drafts_of,
    mark_reviewed,
    open_run,
    require_state,
    trace,
)
from tiendo.intake.matching import OPEN, is_earlier, may_match, standing_tasks_for
from tiendo.intake.models import Draft, DraftMatch, DraftState, ExtractionRun, MatchKind
from tiendo.tasks.models import Task

_WRITTEN = ["repeats", "state", "differs", "reviewed_by", "reviewed_at", "version"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reviewer chooses for a draft; ``task`` is the id of a standing task, None for new."""

    kind: MatchKind
    task: int | None = None
    takes_deadline: bool = False
    adds_bodies: bool = False
    score: Decimal | None = None


def match_draft(*, draft: Draft, version: int, choice: Choice, by: Actor) -> DraftMatch:
    """Say that a draft is a live task, a part of one, or new; what was said before is replaced.

    One that is the same or a part counts as accepted.
    Errors: PermissionRefused; EditedMeanwhile; ReviewRefused (not_in_review, wrong_state,
    nothing_to_match, match_task_gone, deadline_not_earlier).
    """
    author = by.require("draft.review")
    with transaction.atomic():
        run = open_run(draft.run_id)
        current = current_draft(draft, version)
        require_state(current, OPEN)
        before: State = {"task": current.repeats_id}
        task = _task(run, choice, by)
        DraftMatch.objects.filter(draft=current).delete()
        match = _decide(current, choice, task, by)
        match.save(force_insert=True)
        mark_reviewed([current], author)
        current.save(update_fields=_WRITTEN)
        trace(author, "draft.matched", run, [current], before=before, after=_facts(match))
    return match


def match_many(
    *, run: ExtractionRun, chosen: Mapping[int, tuple[int, Decimal]], by: Actor
) -> Sequence[Draft]:
    """Say of many drafts (by id) that each is the task (by id) it is this like.

    Drafts decided on meanwhile stay as they are. Errors: PermissionRefused; ReviewRefused
    (not_in_review, match_task_gone: then none is changed).
    """
    author = by.require("draft.review")
    with transaction.atomic():
        locked = open_run(run.pk)
        decided = set(DraftMatch.objects.filter(draft__run=locked).values_list("draft", flat=True))
        waiting = [d for d in drafts_of(locked, chosen) if d.pk not in decided]
        drafts = [draft for draft in waiting if may_match(draft)]
        wanted = {chosen[draft.pk][0] for draft in drafts}
        tasks = standing_tasks_for(locked, by).in_bulk(wanted)
        if wanted - tasks.keys():
            raise ReviewRefused("match_task_gone")
        matches = [_same(draft, chosen[draft.pk], tasks, by) for draft in drafts]
        DraftMatch.objects.bulk_create(matches)
        mark_reviewed(drafts, author)
        Draft.objects.bulk_update(drafts, _WRITTEN, batch_size=500)
        if drafts:
            after: State = {"tasks": [draft.repeats_id for draft in drafts]}
            trace(author, "draft.matched", locked, drafts, after=after)
    return drafts


def undo_match(*, draft: Draft, version: int, by: Actor) -> Draft:
    """Take back what was decided about a draft and the task it sounds like; it waits again.

    Errors: PermissionRefused; EditedMeanwhile; ReviewRefused (not_in_review, no_match).
    """
    author = by.require("draft.review")
    with transaction.atomic():
        run = open_run(draft.run_id)
        current = current_draft(draft, version)
        match = DraftMatch.objects.filter(draft=current).first()
        if match is None:
            raise ReviewRefused("no_match", draft=str(current))
        before = _facts(match)
        if match.kind != MatchKind.NEW:
            current.state = DraftState.PROPOSED
        release([current])
        mark_reviewed([current], author)
        current.save(update_fields=_WRITTEN)
        trace(author, "draft.match_undone", run, [current], before=before)
    return current


def release(drafts: Iterable[Draft]) -> None:
    """Drop what was decided about drafts; they no longer repeat a task. Call inside the action.

    The drafts are not saved.
    """
    by_pk = {draft.pk: draft for draft in drafts}
    matches = DraftMatch.objects.filter(draft_id__in=by_pk)
    for draft_id in matches.filter(kind=MatchKind.SAME).values_list("draft_id", flat=True):
        by_pk[draft_id].repeats = None
    matches.delete()


def _task(run: ExtractionRun, choice: Choice, by: Actor) -> Task | None:
    if choice.kind == MatchKind.NEW:
        return None
    if choice.task is None:
        raise ReviewRefused("match_task_gone")
    task = standing_tasks_for(run, by).filter(pk=choice.task).first()
    if task is None:
        raise ReviewRefused("match_task_gone")
    return task


def _same(
    draft: Draft, chosen: tuple[int, Decimal], tasks: Mapping[int, Task], by: Actor
) -> DraftMatch:
    task_id, score = chosen
    return _decide(draft, Choice(MatchKind.SAME, task_id, score=score), tasks[task_id], by)


def _decide(draft: Draft, choice: Choice, task: Task | None, by: Actor) -> DraftMatch:
    """Change the draft as decided; neither it nor the match is saved.

    Errors: ReviewRefused (nothing_to_match, deadline_not_earlier).
    """
    if not may_match(draft):
        raise ReviewRefused("nothing_to_match", draft=str(draft))
    is_same = choice.kind == MatchKind.SAME
    takes_deadline = choice.takes_deadline and is_same
    if takes_deadline and (task is None or not is_earlier(draft, task)):
        raise ReviewRefused("deadline_not_earlier", draft=str(draft))
    draft.repeats = task if is_same else None
    if choice.kind != MatchKind.NEW:
        draft.state, draft.differs = DraftState.ACCEPTED, []
    return DraftMatch(
        draft=draft,
        kind=choice.kind,
        task=task,
        takes_deadline=takes_deadline,
        adds_bodies=choice.adds_bodies and is_same,
        score=choice.score,
        decided_by_id=by.user_id,
        decided_at=clock.now(),
    )


def _facts(match: DraftMatch) -> State:
    return {
        "kind": match.kind,
        "task": match.task_id,
        "takes_deadline": match.takes_deadline,
        "adds_bodies": match.adds_bodies,
    }
