"""Review actions that change which drafts there are: split, merge, link a row to its clause."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import F

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, State
from tiendo.intake.drafting import set_lead
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.locks import current_draft, mark_reviewed, open_run, trace
from tiendo.intake.models import Draft, DraftBody, DraftState, ExtractionRun
from tiendo.intake.naming import NamedBody, day_of
from tiendo.intake.review import drafts_of
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import expand_group

_OPEN = (DraftState.PROPOSED, DraftState.ACCEPTED)
_COPIED = (
    "run_id",
    "kind",
    "part",
    "path",
    "no",
    "group_title",
    "product",
    "lead_id",
    "lead_group_id",
    "lead_text",
    "deciding_text",
    "deadline_raw",
    "deadline_keys",
    "last_day",
    "unit",
    "values",
    "confidence",
    "extracted",
    "details_id",
)


def split_draft(*, draft: Draft, version: int, titles: Sequence[str], by: Actor) -> Sequence[Draft]:
    """Make one draft into several (one clause, three funds), each with its passages and bodies.

    Errors: PermissionRefused; EditedMeanwhile; ReviewRefused (split_needs_two, wrong_state).
    """
    author = by.require("draft.review")
    wanted = [title.strip() for title in titles if title.strip()]
    if len(wanted) < 2:
        raise ReviewRefused("split_needs_two")
    with transaction.atomic():
        run = open_run(draft.run_id)
        current = current_draft(draft, version)
        _require_open(current)
        return _replace(run, current, [(title, None) for title in wanted], author)


def expand_lead(*, draft: Draft, version: int, by: Actor) -> Sequence[Draft]:
    """Make one draft for each body that its generic lead stands for ("UBND các phường").

    The bodies are those of the document's date, followed to those of today.
    Errors: PermissionRefused; EditedMeanwhile; ReviewRefused (no_group, empty_group, wrong_state).
    """
    author = by.require("draft.review")
    with transaction.atomic():
        run = open_run(draft.run_id)
        current = current_draft(draft, version)
        _require_open(current)
        if current.lead_group is None:
            raise ReviewRefused("no_group", {"draft": str(current)})
        bodies = expand_group(current.lead_group, day_of(run))
        if not bodies:
            raise ReviewRefused("empty_group", {"group": current.lead_text})
        return _replace(run, current, [(current.title, body) for body in bodies], author)


def _replace(
    run: ExtractionRun,
    draft: Draft,
    wanted: Sequence[tuple[str, Organisation | None]],
    author: Author,
) -> Sequence[Draft]:
    """Put parts in a draft's place: each a title, and a lead where it has its own."""
    later = Draft.objects.filter(run=run, order__gt=draft.order)
    later.update(order=F("order") + len(wanted))
    parts = [_part_of(draft, title, step) for step, (title, _lead) in enumerate(wanted, start=1)]
    for part, (_title, lead) in zip(parts, wanted, strict=True):
        if lead is not None:
            set_lead(part, NamedBody(lead.name, lead))
    Draft.objects.bulk_create(parts)
    _copy_related(draft, parts)
    draft.state = DraftState.SPLIT
    mark_reviewed([draft], author)
    draft.save()
    after: State = {"into": [part.pk for part in parts]}
    trace(author, "draft.split", run, [draft], after=after)
    return parts


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
            _require_open(draft)
        for draft in merged:
            _pour(draft, target)
        mark_reviewed([target, *merged], author)
        Draft.objects.bulk_update(merged, ["state", "merged_into", *_REVIEWED])
        target.save()
        after: State = {"merged": [draft.pk for draft in merged]}
        trace(author, "draft.merged", run, [target], after=after)
    return target


def link_to_clause(*, draft: Draft, version: int, path: str, by: Actor) -> Draft:
    """Say which clause of the body a draft carries out; an empty path says none.

    Errors: PermissionRefused; EditedMeanwhile; ReviewRefused (clause_not_found, links_to_itself).
    """
    author = by.require("draft.review")
    with transaction.atomic():
        run = open_run(draft.run_id)
        current = current_draft(draft, version)
        before: State = {"details": current.details_id}
        current.details = _clause(run, current, path.strip())
        current.details_score = None
        mark_reviewed([current], author)
        current.save()
        after: State = {"details": current.details_id}
        trace(author, "draft.linked", run, [current], before=before, after=after)
    return current


_REVIEWED = ("reviewed_by", "reviewed_at", "version")


def _clause(run: ExtractionRun, draft: Draft, path: str) -> Draft | None:
    if not path:
        return None
    clause = Draft.objects.filter(
        run=run, part="body", kind=draft.kind, path__iexact=path.rstrip(".)")
    ).first()
    if clause is None:
        raise ReviewRefused("clause_not_found", {"path": path})
    if clause.pk == draft.pk:
        raise ReviewRefused("links_to_itself")
    return clause


def _require_open(draft: Draft) -> None:
    if draft.state not in _OPEN:
        label = DraftState(draft.state).label
        raise ReviewRefused("wrong_state", {"draft": str(draft), "state": label})


def _part_of(draft: Draft, title: str, step: int) -> Draft:
    copied = {name: getattr(draft, name) for name in _COPIED}
    return Draft(**copied, title=title, order=draft.order + step, split_from=draft)


def _copy_related(draft: Draft, parts: Sequence[Draft]) -> None:
    passages = list(draft.passages.all())
    bodies = list(draft.coordinating.all())
    for part in parts:
        part.passages.set(passages)
        DraftBody.objects.bulk_create(
            DraftBody(
                draft=part,
                order=body.order,
                raw_text=body.raw_text,
                organisation_id=body.organisation_id,
                group_id=body.group_id,
            )
            for body in bodies
        )


def _pour(source: Draft, target: Draft) -> None:
    """Give the target what it lacks and the source has, and all its passages."""
    target.passages.add(*source.passages.all())
    if target.lead_id is None and target.lead_group_id is None:
        target.lead, target.lead_group = source.lead, source.lead_group
        target.lead_text = source.lead_text or target.lead_text
    if not target.deadline_keys:
        target.deadline_raw, target.last_day = source.deadline_raw, source.last_day
        target.deadline_keys = source.deadline_keys
    target.product = target.product or source.product
    target.deciding_text = target.deciding_text or source.deciding_text
    _pour_bodies(source, target)
    source.state = DraftState.MERGED
    source.merged_into = target


def _pour_bodies(source: Draft, target: Draft) -> None:
    present = {body.raw_text for body in target.coordinating.all()}
    start = len(present)
    new = [body for body in source.coordinating.all() if body.raw_text not in present]
    DraftBody.objects.bulk_create(
        DraftBody(
            draft=target,
            order=start + index,
            raw_text=body.raw_text,
            organisation_id=body.organisation_id,
            group_id=body.group_id,
        )
        for index, body in enumerate(new)
    )
