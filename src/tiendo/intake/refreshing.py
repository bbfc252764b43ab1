"""A better reading of a file under review: drafts nobody reviewed are read anew, decisions stay.

The run over the new text takes over from the run over the earlier one. Each of its drafts that
continues a reviewed one has that person's decision and words, with what was read now kept in
``extracted``; what the two readings give differently is named in ``differs``.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.extracts import (
    coordinating_in,
    coordinating_rows,
    fill_from,
    names_in,
)
from tiendo.intake.locks import current_draft, mark_reviewed, open_run, trace
from tiendo.intake.models import (
    DismissedProblem,
    Draft,
    DraftBody,
    ExtractionRun,
    RunState,
)
from tiendo.intake.naming import day_of, name_bodies
from tiendo.intake.review import draft_state
from tiendo.intake.takeover import Takeover


def earlier_run(run: ExtractionRun) -> ExtractionRun | None:
    """The run over an earlier reading of the same file that a new run takes over from."""
    return (
        ExtractionRun.objects.filter(
            text__rendition_id=run.text.rendition_id,
            text__created_at__lte=run.text.created_at,
            state__in=(RunState.REVIEW, RunState.APPROVED),
        )
        .exclude(pk=run.pk)
        .order_by("-created_at", "-pk")
        .first()
    )


def follow(run: ExtractionRun, drafts: Sequence[Draft]) -> int:
    """Take decisions over from the earlier run, if there is one; the number of drafts that differ.

    Call inside the transaction that wrote the drafts. Cost: constant queries, and a few for each
    reviewed draft that was merged or is not read again.
    """
    found = earlier_run(run)
    if found is None:
        return 0
    earlier = ExtractionRun.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if earlier.state not in {RunState.REVIEW, RunState.APPROVED}:
        return 0
    Takeover(run, earlier, drafts).write()
    _keep_dismissed(earlier, run)
    if earlier.state == RunState.REVIEW:
        earlier.state = RunState.REPLACED
        earlier.save(update_fields=["state"])
    run.follows = earlier
    run.save(update_fields=["follows"])
    return Draft.objects.filter(run=run).exclude(differs=[]).count()


def take_new_reading(*, draft: Draft, version: int, by: Actor) -> Draft:
    """Put what the new reading gives in the place of what was kept from the earlier one.

    Errors: PermissionRefused; EditedMeanwhile; ReviewRefused (nothing_differs, not_in_review).
    """
    author = by.require("draft.review")
    with transaction.atomic():
        run = open_run(draft.run_id)
        current = _differing(draft, version)
        before = draft_state(current)
        read = current.extracted
        named = name_bodies(names_in(read), day_of(run))
        fill_from(current, read, named)
        current.coordinating.all().delete()
        rows = coordinating_rows(current, (named[name] for name in coordinating_in(read)))
        DraftBody.objects.bulk_create(rows)
        current.differs = []
        mark_reviewed([current], author)
        current.save()
        after = draft_state(current)
        trace(author, "draft.reading_taken", run, [current], before=before, after=after)
    return current


def keep_decision(*, draft: Draft, version: int, by: Actor) -> Draft:
    """Keep what stands in a draft although the new reading differs. Errors: as the other."""
    author = by.require("draft.review")
    with transaction.atomic():
        run = open_run(draft.run_id)
        current = _differing(draft, version)
        before: State = {"differs": [*current.differs]}
        current.differs = []
        mark_reviewed([current], author)
        current.save()
        trace(author, "draft.reading_put_aside", run, [current], before=before)
    return current


def _differing(draft: Draft, version: int) -> Draft:
    current = current_draft(draft, version)
    if not current.differs:
        raise ReviewRefused("nothing_differs", draft=str(current))
    return current


def _keep_dismissed(earlier: ExtractionRun, run: ExtractionRun) -> None:
    rows = earlier.dismissed.values("key", "words", "reason", "dismissed_by_id", "dismissed_at")
    DismissedProblem.objects.bulk_create(DismissedProblem(run=run, **row) for row in rows)
