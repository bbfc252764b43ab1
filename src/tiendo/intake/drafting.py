"""Drafts from what vanban found in a text: tasks and targets in document order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import Any

from tiendo.documents.models import Passage, TextVersion
from tiendo.documents.passages import Wanted, make_passages
from tiendo.domain.likeness import match_rows
from tiendo.intake.extracts import (
    coordinating_in,
    coordinating_rows,
    dump_target,
    dump_task,
    fill_from,
    names_in,
)
from tiendo.intake.models import Draft, DraftBody, DraftKind, ExtractionRun
from tiendo.intake.naming import NamedBody, day_of, name_bodies
from vanban.models import DraftTarget, DraftTask, ParsedDocument, UnitKind


def write_drafts(run: ExtractionRun, parsed: ParsedDocument) -> list[Draft]:
    """Write the drafts of a run, in order. Call inside a transaction.

    Cost: constant number of queries, whatever the number of drafts.
    """
    items: list[DraftTask | DraftTarget] = [*parsed.tasks, *parsed.targets]
    items.sort(key=lambda item: item.span)
    read = [_dump(item) for item in items]
    bodies = name_bodies(chain.from_iterable(map(names_in, read)), day_of(run))
    drafts = [_draft(run, order, item) for order, item in enumerate(items, start=1)]
    for draft, extracted in zip(drafts, read, strict=True):
        fill_from(draft, extracted, bodies)
    Draft.objects.bulk_create(drafts, batch_size=500)
    _write_coordinating(drafts, bodies)
    _write_passages(drafts, items, run.text, parsed)
    _suggest_clauses(drafts)
    return drafts


# One draft


def _draft(run: ExtractionRun, order: int, item: DraftTask | DraftTarget) -> Draft:
    return Draft(
        run=run,
        order=order,
        kind=DraftKind.TASK if isinstance(item, DraftTask) else DraftKind.TARGET,
        part=_part(run, item),
        path=_clause_path(item),
        no=(item.no or "")[:30],
        group_title=item.group or "",
        confidence=Decimal(str(round(item.confidence, 3))),
    )


def _dump(item: DraftTask | DraftTarget) -> dict[str, Any]:
    return dump_task(item) if isinstance(item, DraftTask) else dump_target(item)


def _part(run: ExtractionRun, item: DraftTask | DraftTarget) -> str:
    """The part an item stands in; an appendix that came as a file of its own is that appendix."""
    return run.text.rendition.part if item.part == "body" else item.part


def _clause_path(item: DraftTask | DraftTarget) -> str:
    """The clause's path; the closing sentence has none that could be cited."""
    path = item.path or ""
    return "" if path == UnitKind.CLOSING.value else path[:120]


# What hangs on the drafts


def _write_coordinating(drafts: Sequence[Draft], bodies: Mapping[str, NamedBody]) -> None:
    rows: list[DraftBody] = []
    for draft in drafts:
        named = (bodies[name] for name in coordinating_in(draft.extracted))
        rows.extend(coordinating_rows(draft, named))
    DraftBody.objects.bulk_create(rows, batch_size=500)


def _write_passages(
    drafts: Sequence[Draft],
    items: Sequence[DraftTask | DraftTarget],
    version: TextVersion,
    parsed: ParsedDocument,
) -> None:
    wanted = [Wanted(item.span, item.part, item.path or item.no or "") for item in items]
    passages: Mapping[tuple[int, int], Passage] = make_passages(version, parsed.text, wanted)
    through = Draft.passages.through
    rows = [
        through(draft_id=draft.pk, passage_id=passages[(item.span.start, item.span.end)].pk)
        for draft, item in zip(drafts, items, strict=True)
        if (item.span.start, item.span.end) in passages
    ]
    through._default_manager.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _suggest_clauses(drafts: Sequence[Draft]) -> None:
    """Suggest for each appendix row the clause it carries out, so that nothing counts twice."""
    tasks = [draft for draft in drafts if draft.kind == DraftKind.TASK]
    clauses = [draft for draft in tasks if draft.part == "body"]
    rows = [draft for draft in tasks if draft.part != "body"]
    matches = match_rows([row.title for row in rows], [clause.title for clause in clauses])
    for index, match in matches.items():
        rows[index].details = clauses[match.clause]
        rows[index].details_score = Decimal(str(round(match.score, 3)))
    linked = [rows[index] for index in matches]
    Draft.objects.bulk_update(linked, ["details", "details_score"], batch_size=500)
