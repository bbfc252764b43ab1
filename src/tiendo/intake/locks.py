"""The run under review, held for one action, so that approval and review never cross."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.intake.errors import EditedMeanwhile, ReviewRefused
from tiendo.intake.models import Draft, DraftState, ExtractionRun, RunState


def open_run(run_id: int) -> ExtractionRun:
    """The run, locked until the transaction ends. Errors: ReviewRefused(not_in_review)."""
    run = (
        ExtractionRun.objects.select_for_update(of=("self",))
        .select_related("text__rendition__document")
        .get(pk=run_id)
    )
    if run.state != RunState.REVIEW:
        raise ReviewRefused("not_in_review")
    return run


def current_draft(draft: Draft, version: int) -> Draft:
    """The draft as stored, if nobody changed it since ``version``. Errors: EditedMeanwhile."""
    current = Draft.objects.select_related("lead", "lead_group", "details").get(pk=draft.pk)
    if current.version != version:
        raise EditedMeanwhile(current)
    return current


def drafts_of(run: ExtractionRun, draft_ids: Collection[int]) -> list[Draft]:
    """The drafts of a run with these ids, in order; ids of other runs are left out."""
    return list(Draft.objects.filter(run=run, pk__in=draft_ids).order_by("order"))


def require_state(draft: Draft, states: Collection[str]) -> None:
    """Go on only with a draft in one of the states. Errors: ReviewRefused(wrong_state)."""
    if draft.state not in states:
        label = DraftState(draft.state).label
        raise ReviewRefused("wrong_state", draft=str(draft), state=label)


def mark_reviewed(drafts: Sequence[Draft], author: Author) -> None:
    """Note on each draft who reviewed it and when, and count the write. Does not save."""
    now = clock.now()
    for draft in drafts:
        draft.reviewed_by_id = author.user_id
        draft.reviewed_at = now
        draft.version += 1


def trace(
    author: Author,
    action: str,
    run: ExtractionRun,
    drafts: Sequence[Draft],
    *,
    before: State | None = None,
    after: State | None = None,
) -> None:
    """One event for one action: on the draft where it is one, else on the run with their ids."""
    if len(drafts) == 1:
        record(by=author, action=action, target=drafts[0], before=before, after=after)
        return
    listed: State = {"drafts": [draft.pk for draft in drafts], **dict(after or {})}
    record(by=author, action=action, target=run, before=before, after=listed)
