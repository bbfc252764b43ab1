"""Found items as plain JSON values. Spans are ``[start, end]`` in code points of the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    Observation,
    Percentage,
    Recipient,
    Signer,
    Span,
    TargetValue,
    Unit,
)

Json: TypeAlias = "str | int | float | bool | None | list[Json] | dict[str, Json]"
JsonObject: TypeAlias = "dict[str, Json]"


def span_pair(span: Span | None) -> Json:
    return None if span is None else [span.start, span.end]


def spans(spans: Mapping[str, Span]) -> JsonObject:
    return {name: span_pair(span) for name, span in spans.items()}


def _found(item: Found) -> JsonObject:
    return {"span": span_pair(item.span), "part": item.part, "confidence": item.confidence}


def names(given: Iterable[str]) -> Json:
    return list(given)


def header_of(header: Header) -> JsonObject:
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
        "addressees": names(header.addressees),
        "urgency": header.urgency,
        "secrecy": header.secrecy,
        "is_draft": header.is_draft,
        "field_spans": spans(header.field_spans),
        **_found(header),
    }


def unit_of(unit: Unit) -> JsonObject:
    return {
        "marker": unit.marker,
        "path": unit.path,
        "level": unit.level,
        "kind": unit.kind.value,
        "title": unit.title,
        "own_span": span_pair(unit.own_span),
        **_found(unit),
    }


def citation_of(item: Citation) -> JsonObject:
    return {
        "number": item.number or None,
        "number_raw": item.number_raw or None,
        "name": item.name,
        "is_self": item.is_self,
        "date": item.date.isoformat() if item.date else None,
        "raw": item.raw,
        "type": item.type,
        "issuer": item.issuer,
        "clause": item.clause,
        "relation": item.relation.value,
        "antecedent": span_pair(item.antecedent),
        "candidates": names(item.candidates),
        **_found(item),
    }


def deadline_of(item: Deadline) -> JsonObject:
    last_day = item.last_day.isoformat() if item.last_day else None
    return {"key": item.key, "last_day": last_day, "raw": item.raw, **_found(item)}


def money_of(item: Money) -> JsonObject:
    return {
        "value_vnd": item.value_vnd,
        "raw": item.raw,
        "is_subset": item.is_subset,
        **_found(item),
    }


def percentage_of(item: Percentage) -> JsonObject:
    return {"ratio": float(item.ratio), "raw": item.raw, **_found(item)}


def observation_of(item: Observation) -> JsonObject:
    return {
        "metric": item.metric,
        "value": float(item.value),
        "unit": item.unit,
        "unit_base": item.unit_base,
        "raw": item.raw,
        "as_of": item.as_of.isoformat() if item.as_of else None,
        "period": item.period,
        "scope": item.scope,
        "is_subset": item.is_subset,
        "path": item.path,
        **_found(item),
    }


def body_of(item: BodyMention) -> JsonObject:
    return {
        "name": item.name,
        "raw": item.raw,
        "is_generic": item.is_generic,
        "is_known": item.is_known,
        **_found(item),
    }


def task_of(task: DraftTask) -> JsonObject:
    return {
        "lead": names(task.leads),
        "coordinating": names(task.coordinating),
        "text": task.text,
        "path": task.path,
        "no": task.no,
        "group": task.group,
        "deadline_raw": task.deadline_raw,
        "deadlines": [deadline_of(item) for item in task.deadlines],
        "product": task.product,
        "obligation": task.obligation.value,
        "reports_to": task.reports_to,
        "generic": names(task.generic),
        "duties": [task_of(duty) for duty in task.duties],
        "field_spans": spans(task.field_spans),
        **_found(task),
    }


def target_of(target: DraftTarget) -> JsonObject:
    return {
        "metric": target.metric,
        "unit": target.unit,
        "unit_base": target.unit_base,
        "values": {horizon: value_of(value) for horizon, value in target.values.items()},
        "lead": target.lead,
        "path": target.path,
        "no": target.no,
        "group": target.group,
        "obligation": target.obligation.value,
        "field_spans": spans(target.field_spans),
        **_found(target),
    }


def value_of(value: TargetValue | None) -> Json:
    if value is None:
        return None
    high = None if value.high is None else float(value.high)
    return {"comparator": value.comparator.value, "value": float(value.value), "high": high}


def recipient_of(item: Recipient) -> JsonObject:
    return {"text": item.text, **_found(item)}


def signer_of(signer: Signer) -> JsonObject:
    return {
        "authority": names(signer.authority),
        "position": signer.position,
        "name": signer.name,
        **_found(signer),
    }


def issue_of(issue: Issue) -> JsonObject:
    return {
        "code": issue.code,
        "severity": issue.severity.value,
        "span": span_pair(issue.span),
        "params": dict(issue.params),
    }
