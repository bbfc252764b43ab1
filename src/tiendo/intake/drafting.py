"""Drafts from what vanban found in a text: tasks and targets in document order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tiendo.documents.models import Passage, TextVersion
from tiendo.documents.passages import Wanted, make_passages
from tiendo.intake.deadlines import of_deadlines
from tiendo.intake.likeness import match_rows
from tiendo.intake.models import Draft, DraftBody, DraftKind, ExtractionRun
from tiendo.intake.naming import NamedBody, day_of, name_bodies
from vanban.models import (
    Deadline,
    DraftTarget,
    DraftTask,
    ParsedDocument,
    Span,
    TargetValue,
    UnitKind,
)

_BODY = (
    r"((?:Ban Thường vụ |Chủ tịch |Thường trực )?"
    r"(?:UBND|HĐND|[ỦU][ỷy] ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân)"
    r"(?: (?:tỉnh|thành phố|cấp xã|xã|phường))?"
    r"|(?:Ban Thường vụ )?(?:Tỉnh ủy|Thành ủy)|Thủ tướng Chính phủ|Chính phủ"
    r"|(?:Sở|Bộ|Công an|Ban) [^;.()]{3,80}?(?=$|[;.()]| ban hành| phê duyệt| công bố))"
)
# A product names who issues it; a title only whom the work is submitted to.
_ISSUED_BY = re.compile(rf"(?:của|do|trình) {_BODY}")
_SUBMITTED_TO = re.compile(rf"(?:T|t)rình {_BODY}")
Json = dict[str, Any]


def write_drafts(run: ExtractionRun, parsed: ParsedDocument) -> int:
    """Write the drafts of a run; the number written. Call inside a transaction.

    Cost: constant number of queries, whatever the number of drafts.
    """
    items: list[DraftTask | DraftTarget] = [*parsed.tasks, *parsed.targets]
    items.sort(key=lambda item: item.span)
    bodies = name_bodies(_names(items), day_of(run))
    drafts = [_draft(run, order, item, bodies) for order, item in enumerate(items, start=1)]
    Draft.objects.bulk_create(drafts, batch_size=500)
    _write_coordinating(drafts, items, bodies)
    _write_passages(drafts, items, run.text, parsed)
    _suggest_clauses(drafts)
    return len(drafts)


def deciding_body(product: str, title: str) -> str:
    """Who decides or issues the product, where the words say so ("Kế hoạch của UBND tỉnh")."""
    found = _ISSUED_BY.search(product) or _SUBMITTED_TO.search(title)
    return found.group(1).strip()[:200] if found else ""


# One draft


def _draft(
    run: ExtractionRun,
    order: int,
    item: DraftTask | DraftTarget,
    bodies: Mapping[str, NamedBody],
) -> Draft:
    draft = Draft(
        run=run,
        order=order,
        part=_part(run, item),
        path=_clause_path(item),
        no=(item.no or "")[:30],
        group_title=item.group or "",
        confidence=Decimal(str(round(item.confidence, 3))),
    )
    if isinstance(item, DraftTask):
        _fill_task(draft, item, bodies)
    else:
        _fill_target(draft, item, bodies)
    return draft


def _part(run: ExtractionRun, item: DraftTask | DraftTarget) -> str:
    """The part an item stands in; an appendix that came as a file of its own is that appendix."""
    return run.text.rendition.part if item.part == "body" else item.part


def _clause_path(item: DraftTask | DraftTarget) -> str:
    """The clause's path; the closing sentence has none that could be cited."""
    path = item.path or ""
    return "" if path == UnitKind.CLOSING.value else path[:120]


def _fill_task(draft: Draft, item: DraftTask, bodies: Mapping[str, NamedBody]) -> None:
    deadline = of_deadlines(item.deadline_raw or _raw_of(item.deadlines), item.deadlines)
    draft.kind = DraftKind.TASK
    draft.title = item.text
    draft.product = item.product or ""
    draft.deciding_text = deciding_body(draft.product, item.text)
    draft.deadline_raw = deadline.raw
    draft.deadline_keys = list(deadline.keys)
    draft.last_day = deadline.last_day
    if item.leads:
        set_lead(draft, bodies[item.leads[0]])
    draft.extracted = _extracted_task(item)


def _raw_of(deadlines: Iterable[Deadline]) -> str:
    return "; ".join(deadline.raw for deadline in deadlines)


def _fill_target(draft: Draft, item: DraftTarget, bodies: Mapping[str, NamedBody]) -> None:
    draft.kind = DraftKind.TARGET
    draft.title = item.metric
    draft.unit = (item.unit or "")[:60]
    draft.values = {horizon: _value(value) for horizon, value in item.values.items()}
    if item.lead:
        set_lead(draft, bodies[item.lead])
    draft.extracted = {
        "span": _pair(item.span),
        "metric": item.metric,
        "unit": item.unit,
        "values": draft.values,
        "lead": item.lead,
        "obligation": item.obligation,
        "field_spans": _spans(item.field_spans),
    }


def set_lead(draft: Draft, body: NamedBody | None) -> None:
    """Give a draft its lead body; None clears it."""
    draft.lead_text = body.text if body else ""
    draft.lead = body.organisation if body else None
    draft.lead_group = body.group if body else None


def _value(value: TargetValue) -> Json:
    high = None if value.high is None else str(value.high)
    return {"comparator": value.comparator.value, "value": str(value.value), "high": high}


def _extracted_task(item: DraftTask) -> Json:
    return {
        "span": _pair(item.span),
        "text": item.text,
        "leads": list(item.leads),
        "coordinating": list(item.coordinating),
        "deadline_raw": item.deadline_raw,
        "deadlines": [
            {"key": d.key, "raw": d.raw, "last_day": d.last_day and d.last_day.isoformat()}
            for d in item.deadlines
        ],
        "product": item.product,
        "field_spans": _spans(item.field_spans),
    }


def _spans(spans: Mapping[str, Span]) -> dict[str, list[int]]:
    return {name: _pair(span) for name, span in spans.items()}


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


# What hangs on the drafts


def _names(items: Iterable[DraftTask | DraftTarget]) -> Iterator[str]:
    for item in items:
        if isinstance(item, DraftTask):
            yield from (*item.leads, *item.coordinating)
        elif item.lead:
            yield item.lead


def _write_coordinating(
    drafts: Sequence[Draft],
    items: Sequence[DraftTask | DraftTarget],
    bodies: Mapping[str, NamedBody],
) -> None:
    rows: list[DraftBody] = []
    for draft, item in zip(drafts, items, strict=True):
        if isinstance(item, DraftTask):
            names = dict.fromkeys((*item.leads[1:], *item.coordinating))
            rows.extend(coordinating_rows(draft, (bodies[name] for name in names)))
    DraftBody.objects.bulk_create(rows, batch_size=500)


def coordinating_rows(draft: Draft, bodies: Iterable[NamedBody]) -> list[DraftBody]:
    """The rows of a draft's coordinating bodies, in the order given."""
    return [
        DraftBody(
            draft=draft,
            order=order,
            raw_text=body.text,
            organisation=body.organisation,
            group=body.group,
        )
        for order, body in enumerate(bodies)
    ]


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
