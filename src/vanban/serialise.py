"""A parsed document as one JSON object, described by ``schema/parsed-document.v1.json``."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from typing import TypeAlias

from vanban.models import (
    BodyMention,
    Citation,
    Deadline,
    DraftTarget,
    DraftTask,
    Found,
    Header,
    Issue,
    Money,
    ParsedDocument,
    Percentage,
    Recipient,
    Signer,
    Span,
    TargetValue,
    Text,
    Unit,
    UnitKind,
)

SCHEMA_VERSION = 1
Json: TypeAlias = "str | int | float | bool | None | list[Json] | dict[str, Json]"
JsonObject: TypeAlias = "dict[str, Json]"

_UNLISTED = {UnitKind.BULLET, UnitKind.NOTE, UnitKind.CLOSING}
# Horizons that a row of targets always shows, as most programmes set them.
_USUAL_HORIZONS = ("2030", "2045")


def load_schema() -> JsonObject:
    """The JSON Schema of what ``to_json`` gives."""
    source = files("vanban").joinpath("schema/parsed-document.v1.json")
    schema: JsonObject = json.loads(source.read_text(encoding="utf-8"))
    return schema


def to_json(parsed: ParsedDocument) -> JsonObject:
    """The document as plain JSON values. Spans are ``[start, end]`` in code points of the text.

    Bullets and notes are not part of the outline and stand in ``bullets``.
    """
    units = parsed.outline
    return {
        "schema_version": SCHEMA_VERSION,
        "text": _text(parsed.text),
        "header": _header(parsed.header),
        "outline": [_unit(unit) for unit in units if unit.kind not in _UNLISTED],
        "bullets": [_unit(unit) for unit in units if unit.kind in _UNLISTED],
        "citations": [_citation(item) for item in parsed.citations],
        "deadlines": [_deadline(item) for item in parsed.deadlines],
        "money": [_money(item) for item in parsed.money],
        "percentages": [_percentage(item) for item in parsed.percentages],
        "bodies": [_body(item) for item in parsed.bodies],
        "tasks": [_task(item) for item in parsed.tasks],
        "targets": [_target(item) for item in parsed.targets],
        "rows": _rows(parsed),
        "recipients": [_recipient(item) for item in parsed.recipients],
        "signer": None if parsed.signer is None else _signer(parsed.signer),
        "issues": [_issue(item) for item in (*parsed.text.issues, *_own_issues(parsed))],
    }


def _own_issues(parsed: ParsedDocument) -> Iterable[Issue]:
    """Issues of parsing; a pipeline may have copied those of the reader."""
    return (issue for issue in parsed.issues if issue not in parsed.text.issues)


def _span(span: Span | None) -> Json:
    return None if span is None else [span.start, span.end]


def _spans(spans: Mapping[str, Span]) -> JsonObject:
    return {name: _span(span) for name, span in spans.items()}


def _found(item: Found) -> JsonObject:
    return {"span": _span(item.span), "part": item.part, "confidence": item.confidence}


def _list(names: Iterable[str]) -> Json:
    return list(names)


def _text(text: Text) -> JsonObject:
    return {
        "sha256": hashlib.sha256(text.content.encode()).hexdigest(),
        "length": len(text.content),
        "file_sha256": text.sha256,
        "media_type": text.media_type,
        "reader": text.reader,
    }


def _header(header: Header) -> JsonObject:
    return {
        "number": header.number,
        "number_raw": header.number_raw,
        "date": header.date.isoformat() if header.date else None,
        "date_raw": header.date_raw,
        "type": header.type,
        "title": header.title,
        "issuer": header.issuer,
        "parent": header.parent,
        "place": header.place,
        "addressees": _list(header.addressees),
        "urgency": header.urgency,
        "secrecy": header.secrecy,
        "is_draft": header.is_draft,
        "field_spans": _spans(header.field_spans),
        **_found(header),
    }


def _unit(unit: Unit) -> JsonObject:
    return {
        "marker": unit.marker,
        "path": unit.path,
        "level": unit.level,
        "kind": unit.kind.value,
        "title": unit.title,
        "own_span": _span(unit.own_span),
        **_found(unit),
    }


def _citation(item: Citation) -> JsonObject:
    return {
        "number": item.number,
        "number_raw": item.number_raw,
        "date": item.date.isoformat() if item.date else None,
        "raw": item.raw,
        "type": item.type,
        "issuer": item.issuer,
        "clause": item.clause,
        "relation": item.relation.value,
        **_found(item),
    }


def _deadline(item: Deadline) -> JsonObject:
    last_day = item.last_day.isoformat() if item.last_day else None
    return {"key": item.key, "last_day": last_day, "raw": item.raw, **_found(item)}


def _money(item: Money) -> JsonObject:
    return {"value_vnd": item.value_vnd, "raw": item.raw, **_found(item)}


def _percentage(item: Percentage) -> JsonObject:
    return {"ratio": float(item.ratio), "raw": item.raw, **_found(item)}


def _body(item: BodyMention) -> JsonObject:
    return {
        "name": item.name,
        "raw": item.raw,
        "is_generic": item.is_generic,
        "is_known": item.is_known,
        **_found(item),
    }


def _task(task: DraftTask) -> JsonObject:
    return {
        "lead": _list(task.leads),
        "coordinating": _list(task.coordinating),
        "text": task.text,
        "path": task.path,
        "no": task.no,
        "group": task.group,
        "deadline_raw": task.deadline_raw,
        "deadlines": [_deadline(item) for item in task.deadlines],
        "product": task.product,
        "field_spans": _spans(task.field_spans),
        **_found(task),
    }


def _target(target: DraftTarget) -> JsonObject:
    return {
        "metric": target.metric,
        "unit": target.unit,
        "values": {horizon: _value(value) for horizon, value in target.values.items()},
        "lead": target.lead,
        "path": target.path,
        "no": target.no,
        "group": target.group,
        "obligation": target.obligation,
        "field_spans": _spans(target.field_spans),
        **_found(target),
    }


def _value(value: TargetValue | None) -> Json:
    if value is None:
        return None
    high = None if value.high is None else float(value.high)
    return {"comparator": value.comparator.value, "value": float(value.value), "high": high}


def _recipient(item: Recipient) -> JsonObject:
    return {"text": item.text, **_found(item)}


def _signer(signer: Signer) -> JsonObject:
    return {
        "authority": _list(signer.authority),
        "position": signer.position,
        "name": signer.name,
        **_found(signer),
    }


def _issue(issue: Issue) -> JsonObject:
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "span": _span(issue.span),
        "params": dict(issue.params),
    }


# Rows of appendix tables as printed, one object per row


def _rows(parsed: ParsedDocument) -> JsonObject:
    content, in_table = parsed.text.content, _table_finder(parsed.text)
    return {
        "tasks": [_task_row(task, content) for task in parsed.tasks if in_table(task)],
        "targets": [_target_row(target) for target in parsed.targets if in_table(target)],
    }


def _table_finder(text: Text) -> Callable[[Found], bool]:
    """Whether an item lies in a table of data, by looking up the table before its start."""
    spans = sorted(table.span for table in text.tables if not table.is_layout)
    starts = [span.start for span in spans]

    def in_table(item: Found) -> bool:
        at = bisect_right(starts, item.span.start) - 1
        return at >= 0 and item.span.end <= spans[at].end

    return in_table


def _task_row(task: DraftTask, content: str) -> JsonObject:
    lead = task.field_spans.get("lead")
    printed = "; ".join(task.leads) if lead is None else " ".join(lead.of(content).split())
    return {
        "no": task.no,
        "group": task.group,
        "text": task.text,
        "lead": printed or None,
        "coordinating": _list(task.coordinating),
        "deadline_raw": task.deadline_raw,
        "deadlines": [deadline.key for deadline in task.deadlines],
        "product": task.product,
        "part": task.part,
    }


def _target_row(target: DraftTarget) -> JsonObject:
    horizons = dict.fromkeys((*_USUAL_HORIZONS, *target.values))
    return {
        "no": target.no,
        "group": target.group,
        "metric": target.metric,
        "unit": target.unit,
        **{horizon: _value(target.values.get(horizon)) for horizon in horizons},
        "lead": target.lead,
        "part": target.part,
    }
