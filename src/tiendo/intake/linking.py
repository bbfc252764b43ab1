"""An appendix row and the clause it carries out: one duty, in two places, counted once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State
from tiendo.domain.likeness import Likeness, likely_clauses
from tiendo.intake.appendices import clauses_for
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.locks import current_draft, drafts_of, mark_reviewed, open_run, trace
from tiendo.intake.models import Draft, ExtractionRun


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


def confirm_links(
    *, run: ExtractionRun, by: Actor, draft_ids: Collection[int] = (), least: Decimal | None = None
) -> Sequence[Draft]:
    """Confirm the suggested clauses of these rows, or of all rows at least this like theirs.

    Errors: PermissionRefused; ReviewRefused(not_in_review).
    """
    author = by.require("draft.review")
    with transaction.atomic():
        run = open_run(run.pk)
        if least is None:
            rows = [row for row in drafts_of(run, draft_ids) if row.details_score is not None]
        else:
            rows = list(Draft.objects.filter(run=run, details_score__gte=least).order_by("order"))
        for row in rows:
            row.details_score = None
        mark_reviewed(rows, author)
        fields = ["details_score", "reviewed_by", "reviewed_at", "version"]
        Draft.objects.bulk_update(rows, fields, batch_size=500)
        if rows:
            after: State = {"least": None if least is None else str(least)}
            trace(author, "draft.link_confirmed", run, rows, after=after)
    return rows


def candidates_for(draft: Draft, words: str = "") -> Sequence[tuple[Draft, Likeness]]:
    """The numbered clauses most like a row, or like the words searched for, likeliest first."""
    clauses = [clause for clause in clauses_for(draft.run) if clause.path and clause.pk != draft.pk]
    likely = likely_clauses(words or draft.title, [clause.title for clause in clauses])
    return [(clauses[found.clause], found) for found in likely]


def _clause(run: ExtractionRun, draft: Draft, path: str) -> Draft | None:
    if not path:
        return None
    wanted = path.rstrip(".)").casefold()
    for clause in clauses_for(run):
        if clause.path.casefold() == wanted and clause.kind == draft.kind:
            if clause.pk == draft.pk:
                raise ReviewRefused("links_to_itself")
            return clause
    raise ReviewRefused("clause_not_found", path=path)
