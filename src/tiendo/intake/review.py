"""Review actions: decide on drafts one or many at once, edit one, fill many.

Each locks the run, so that an approval under way and a review never cross, and leaves one event.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State
from tiendo.intake.deadlines import read_deadline
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.extracts import coordinating_rows, set_lead
from tiendo.intake.locks import (
    current_draft,
    drafts_of,
    mark_reviewed,
    open_run,
    require_state,
    trace,
)
from tiendo.intake.matching_decisions import release
from tiendo.intake.merging import take_back
from tiendo.intake.models import Draft, DraftBody, DraftState, ExtractionRun
from tiendo.intake.naming import NamedBody, day_of, name_bodies
from tiendo.intake.splitting import put_together
from vanban.bodies import split_bodies

# decision → the states it may be taken from, the state it leads to
DECISIONS: dict[str, tuple[frozenset[str], DraftState]] = {
    "accept": (
        frozenset({DraftState.PROPOSED, DraftState.ORIENTATION, DraftState.REJECTED}),
        DraftState.ACCEPTED,
    ),
    "orientation": (
        frozenset({DraftState.PROPOSED, DraftState.ACCEPTED, DraftState.REJECTED}),
        DraftState.ORIENTATION,
    ),
    "reject": (
        frozenset({DraftState.PROPOSED, DraftState.ACCEPTED, DraftState.ORIENTATION}),
        DraftState.REJECTED,
    ),
    "restore": (
        frozenset(
            {
                DraftState.ACCEPTED,
                DraftState.ORIENTATION,
                DraftState.REJECTED,
                DraftState.MERGED,
                DraftState.SPLIT,
            }
        ),
        DraftState.PROPOSED,
    ),
}

EVENTS = {
    "accept": "draft.accepted",
    "orientation": "draft.orientation",
    "reject": "draft.rejected",
    "restore": "draft.restored",
}


@dataclass(frozen=True, slots=True)
class DraftChanges:
    """All a reviewer may write in a draft. Lists of bodies are as typed, split by ";"."""

    title: str
    product: str = ""
    lead_text: str = ""
    coordinating_text: str = ""
    deciding_text: str = ""
    deadline_raw: str = ""


@dataclass(frozen=True, slots=True)
class Filling:
    """Values for many drafts at once; an empty one leaves the field as it is."""

    lead_text: str = ""
    deciding_text: str = ""
    deadline_raw: str = ""
    product: str = ""
    only_empty: bool = True


def decide_drafts(
    *, run: ExtractionRun, draft_ids: Collection[int], decision: str, by: Actor
) -> Sequence[Draft]:
    """Accept, reject, restore drafts, or mark them as orientation; those already there stay.

    A restored merge takes back what it gave; a restored split takes its parts in again.
    Errors: PermissionRefused; ReviewRefused (not_in_review; wrong_state and parts_in_use, then
    none is changed).
    """
    author = by.require("draft.review")
    sources, target = DECISIONS[decision]
    with transaction.atomic():
        open_run(run.pk)
        drafts = [d for d in drafts_of(run, draft_ids) if d.state != target]
        for draft in drafts:
            require_state(draft, sources)
        before: State = {"states": [*sorted({draft.state for draft in drafts})]}
        release(draft for draft in drafts if draft.state != DraftState.PROPOSED)
        for draft in drafts:
            _undo(draft)
            draft.state = target
            draft.differs = draft.differs if decision == "restore" else []
        mark_reviewed(drafts, author)
        Draft.objects.bulk_update(drafts, _DECIDED_FIELDS, batch_size=500)
        if drafts:
            after: State = {"state": target.value}
            trace(author, EVENTS[decision], run, drafts, before=before, after=after)
    return drafts


def edit_draft(*, draft: Draft, version: int, changes: DraftChanges, by: Actor) -> Draft:
    """Write what a reviewer left in a draft.

    Errors: PermissionRefused; EditedMeanwhile with the draft as it stands; ReviewRefused
    (not_in_review, impossible_date, title_empty).
    """
    author = by.require("draft.review")
    if not changes.title.strip():
        raise ReviewRefused("title_empty")
    with transaction.atomic():
        run = open_run(draft.run_id)
        current = current_draft(draft, version)
        before = draft_state(current)
        _apply(current, run, changes)
        mark_reviewed([current], author)
        current.save()
        trace(author, "draft.edited", run, [current], before=before, after=draft_state(current))
    return current


def fill_drafts(
    *, run: ExtractionRun, draft_ids: Collection[int], filling: Filling, by: Actor
) -> Sequence[Draft]:
    """Fill lead, deadline, product and deciding body of many drafts; those that changed.

    Errors: PermissionRefused; ReviewRefused (not_in_review, impossible_date).
    """
    author = by.require("draft.review")
    with transaction.atomic():
        run = open_run(run.pk)
        lead = _named(run, [filling.lead_text]).get(filling.lead_text.strip())
        drafts = [d for d in drafts_of(run, draft_ids) if _fill(d, filling, lead)]
        mark_reviewed(drafts, author)
        Draft.objects.bulk_update(drafts, _FILLED_FIELDS, batch_size=500)
        if drafts:
            after: State = {
                "lead": filling.lead_text,
                "deciding": filling.deciding_text,
                "deadline": filling.deadline_raw,
                "product": filling.product,
                "only_empty": filling.only_empty,
            }
            trace(author, "draft.filled", run, drafts, after=after)
    return drafts


def adopt_body(*, run: ExtractionRun, text: str, by: Actor) -> int:
    """Name again the drafts that keep a body only as this text; the number of names now known.

    To be called after the body was added or given an alias. Errors: as ``fill_drafts``.
    """
    author = by.require("draft.review")
    with transaction.atomic():
        run = open_run(run.pk)
        body = _named(run, [text]).get(text.strip())
        if body is None or not body.is_known:
            return 0
        drafts = list(Draft.objects.filter(run=run, lead_text=text, lead=None, lead_group=None))
        for draft in drafts:
            set_lead(draft, body)
        mark_reviewed(drafts, author)
        Draft.objects.bulk_update(drafts, _FILLED_FIELDS, batch_size=500)
        unknown = DraftBody.objects.filter(draft__run=run, raw_text=text, organisation=None)
        named = unknown.filter(group=None).update(organisation=body.organisation, group=body.group)
        after: State = {
            "text": text,
            "drafts": [draft.pk for draft in drafts],
            "coordinating": named,
        }
        trace(author, "draft.body_adopted", run, (), after=after)
    return len(drafts) + named


def draft_state(draft: Draft) -> State:
    """A draft's fields as the trail keeps them."""
    return {
        "title": draft.title,
        "product": draft.product,
        "lead": draft.lead_id,
        "lead_group": draft.lead_group_id,
        "lead_text": draft.lead_text,
        "deciding": draft.deciding_text,
        "deadline": [*draft.deadline_keys],
        "state": draft.state,
    }


_DECIDED_FIELDS = [
    "state",
    "merged_into",
    "gave",
    "repeats",
    "differs",
    "reviewed_by",
    "reviewed_at",
    "version",
]
_FILLED_FIELDS = [
    "lead",
    "lead_group",
    "lead_text",
    "deciding_text",
    "deadline_raw",
    "deadline_keys",
    "last_day",
    "product",
    "reviewed_by",
    "reviewed_at",
    "version",
]


def _undo(draft: Draft) -> None:
    """Undo the merge or the split that a draft went into."""
    if draft.state == DraftState.MERGED:
        take_back(draft)
    elif draft.state == DraftState.SPLIT:
        put_together(draft)


def _named(run: ExtractionRun, texts: Sequence[str]) -> dict[str, NamedBody]:
    return dict(name_bodies((text.strip() for text in texts), day_of(run)))


def _apply(draft: Draft, run: ExtractionRun, changes: DraftChanges) -> None:
    names = [n.strip() for n in split_bodies(changes.coordinating_text) if n.strip()]
    named = _named(run, [changes.lead_text, *names])
    draft.title = changes.title.strip()
    draft.product = changes.product.strip()
    draft.deciding_text = changes.deciding_text.strip()[:200]
    set_lead(draft, named.get(changes.lead_text.strip()))
    _set_deadline(draft, changes.deadline_raw)
    draft.coordinating.all().delete()
    DraftBody.objects.bulk_create(
        coordinating_rows(draft, (named[n] for n in dict.fromkeys(names)))
    )


def _set_deadline(draft: Draft, raw: str) -> None:
    if " ".join(raw.split()) == draft.deadline_raw:
        return
    deadline = read_deadline(raw)
    draft.deadline_raw = deadline.raw
    draft.deadline_keys = list(deadline.keys)
    draft.last_day = deadline.last_day


def _fill(draft: Draft, filling: Filling, lead: NamedBody | None) -> bool:
    """Put the values into one draft; whether anything changed."""
    before = draft_state(draft)
    has_lead = draft.lead_id is not None or draft.lead_group_id is not None
    if lead is not None and not (filling.only_empty and has_lead):
        set_lead(draft, lead)
    if filling.deadline_raw and not (filling.only_empty and draft.deadline_keys):
        _set_deadline(draft, filling.deadline_raw)
    if filling.product and not (filling.only_empty and draft.product):
        draft.product = filling.product.strip()
    if filling.deciding_text and not (filling.only_empty and draft.deciding_text):
        draft.deciding_text = filling.deciding_text.strip()[:200]
    return before != draft_state(draft)
