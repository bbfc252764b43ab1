"""Merging: several drafts of one duty go into one, and come out of it again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.locks import drafts_of, mark_reviewed, open_run, require_state, trace
from tiendo.intake.models import Draft, DraftBody, DraftState, ExtractionRun

_OPEN = (DraftState.PROPOSED, DraftState.ACCEPTED)
_MERGED_FIELDS = ("state", "merged_into", "gave", "reviewed_by", "reviewed_at", "version")
# What a draft can give: the fields that go together, of which the first says whether it is there.
_GIVEN: dict[str, tuple[str, ...]] = {
    "lead": ("lead_text", "lead_id", "lead_group_id"),
    "deadline": ("deadline_keys", "deadline_raw", "last_day"),
    "product": ("product",),
    "deciding": ("deciding_text",),
}
_NOTHING: dict[str, object] = {"lead_id": None, "lead_group_id": None, "last_day": None}


def merge_drafts(*, run: ExtractionRun, into: Draft, others: Collection[int], by: Actor) -> Draft:
    """Let other drafts go into one; it gains their passages, and their data where it has none.

    Errors: PermissionRefused; ReviewRefused (merge_needs_two, wrong_state, not_in_review).
    """
    author = by.require("draft.review")
    with transaction.atomic():
        open_run(run.pk)
        target = Draft.objects.get(pk=into.pk, run=run)
        merged = [d for d in drafts_of(run, others) if d.pk != target.pk and d.kind == target.kind]
        if not merged:
            raise ReviewRefused("merge_needs_two")
        for draft in (target, *merged):
            require_state(draft, _OPEN)
        for draft in merged:
            _pour(draft, target)
        mark_reviewed([target, *merged], author)
        Draft.objects.bulk_update(merged, _MERGED_FIELDS)
        target.save()
        after: State = {"merged": [draft.pk for draft in merged]}
        trace(author, "draft.merged", run, [target], after=after)
    return target


def take_back(draft: Draft) -> None:
    """Take out of another draft what a merged one gave, where nobody changed it since.

    Call inside the transaction of the action; the merged draft itself is not saved.
    """
    target = draft.merged_into
    if target is None:
        return
    target.passages.remove(*draft.gave.get("passages", ()))
    target.coordinating.filter(pk__in=draft.gave.get("bodies", ())).delete()
    for group in draft.gave.get("fields", ()):
        names = _GIVEN[group]
        if all(getattr(target, name) == getattr(draft, name) for name in names):
            _empty(target, names)
    target.version += 1
    target.save()
    draft.merged_into, draft.gave = None, {}


def _pour(source: Draft, target: Draft) -> None:
    """Give the target what it lacks and the source has, all its passages, and note what."""
    present = set(target.passages.values_list("pk", flat=True))
    passages = [p.pk for p in source.passages.all() if p.pk not in present]
    target.passages.add(*passages)
    fields = [group for group, names in _GIVEN.items() if _give(source, target, names)]
    source.gave = {"passages": passages, "fields": fields, "bodies": _pour_bodies(source, target)}
    source.state = DraftState.MERGED
    source.merged_into = target


def _give(source: Draft, target: Draft, names: Sequence[str]) -> bool:
    if getattr(target, names[0]) or not getattr(source, names[0]):
        return False
    for name in names:
        setattr(target, name, getattr(source, name))
    return True


def _empty(target: Draft, names: Sequence[str]) -> None:
    for name in names:
        blank: object = [] if name == "deadline_keys" else ""
        setattr(target, name, _NOTHING.get(name, blank))


def _pour_bodies(source: Draft, target: Draft) -> list[int]:
    """Add the coordinating bodies the target lacks; the ids of the rows made."""
    present = {body.raw_text for body in target.coordinating.all()}
    start = len(present)
    new = [body for body in source.coordinating.all() if body.raw_text not in present]
    rows = DraftBody.objects.bulk_create(
        DraftBody(
            draft=target,
            order=start + index,
            raw_text=body.raw_text,
            organisation_id=body.organisation_id,
            group_id=body.group_id,
        )
        for index, body in enumerate(new)
    )
    return [row.pk for row in rows]
