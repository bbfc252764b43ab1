"""What was read of an item, kept as JSON with its draft, and a draft's fields filled from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tiendo.intake.deciding import deciding_body
from tiendo.intake.models import Draft, DraftBody, DraftKind, Obligation
from tiendo.intake.naming import NamedBody
from vanban.models import Deadline, DraftTarget, DraftTask, Span, TargetValue

Json = dict[str, Any]
# What two readings of the same words can give differently, in the order it is shown.
COMPARED = ("title", "lead", "coordinating", "deadline", "product", "values", "duties")


def dump_task(item: DraftTask) -> Json:
    """A task as read, with the split its clause offers."""
    return {
        "span": _pair(item.span),
        "text": item.text,
        "leads": list(item.leads),
        "coordinating": list(item.coordinating),
        "generic": list(item.generic),
        "deadline_raw": item.deadline_raw or "; ".join(d.raw for d in item.deadlines),
        "deadlines": [_dump_deadline(deadline) for deadline in item.deadlines],
        "product": item.product,
        "obligation": item.obligation.value,
        "reports_to": item.reports_to,
        "duties": [dump_task(duty) for duty in item.duties],
        "field_spans": _spans(item.field_spans),
    }


def dump_target(item: DraftTarget) -> Json:
    """A target as read."""
    return {
        "span": _pair(item.span),
        "metric": item.metric,
        "unit": item.unit,
        "unit_base": item.unit_base,
        "values": {horizon: _dump_value(value) for horizon, value in item.values.items()},
        "lead": item.lead,
        "obligation": item.obligation.value,
        "field_spans": _spans(item.field_spans),
    }


def names_in(extracted: Json) -> Iterator[str]:
    """The bodies that an item and its duties name."""
    yield from extracted.get("leads", ())
    yield from extracted.get("coordinating", ())
    if extracted.get("lead"):
        yield str(extracted["lead"])
    for duty in extracted.get("duties", ()):
        yield from names_in(duty)


def fill_from(draft: Draft, extracted: Json, bodies: Mapping[str, NamedBody]) -> None:
    """Fill a draft's fields with what was read; its coordinating bodies are apart. Not saved."""
    draft.extracted = extracted
    draft.obligation = str(extracted.get("obligation") or Obligation.MUST)
    if draft.kind == DraftKind.TASK:
        _fill_task(draft, extracted, bodies)
    else:
        _fill_target(draft, extracted, bodies)


def coordinating_in(extracted: Json) -> Sequence[str]:
    """The names of the coordinating bodies: leads after the first, then those named as such."""
    names = (*extracted.get("leads", ())[1:], *extracted.get("coordinating", ()))
    return list(dict.fromkeys(names))


def set_lead(draft: Draft, body: NamedBody | None) -> None:
    """Give a draft its lead body; None clears it."""
    draft.lead_text = body.text if body else ""
    draft.lead = body.organisation if body else None
    draft.lead_group = body.group if body else None


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


def differences(earlier: Json, later: Json) -> list[str]:
    """The codes of what two readings of an item give differently, in ``COMPARED``'s order."""
    return [code for code in COMPARED if _compared(earlier, code) != _compared(later, code)]


# Filling


def _fill_task(draft: Draft, extracted: Json, bodies: Mapping[str, NamedBody]) -> None:
    deadlines = extracted.get("deadlines", ())
    days = [dt.date.fromisoformat(d["last_day"]) for d in deadlines if d["last_day"]]
    draft.title = extracted["text"]
    draft.product = extracted.get("product") or ""
    draft.deciding_text = deciding_body(draft.product, draft.title)
    draft.deadline_raw = (extracted.get("deadline_raw") or "")[:200]
    draft.deadline_keys = [d["key"][:40] for d in deadlines]
    draft.last_day = max(days, default=None)
    draft.reports_to = (extracted.get("reports_to") or "")[:250]
    leads = extracted.get("leads", ())
    set_lead(draft, bodies[leads[0]] if leads else None)


def _fill_target(draft: Draft, extracted: Json, bodies: Mapping[str, NamedBody]) -> None:
    draft.title = extracted["metric"]
    draft.unit = (extracted.get("unit") or "")[:60]
    draft.values = extracted["values"]
    lead = extracted.get("lead")
    set_lead(draft, bodies[lead] if lead else None)


# Comparing


def _compared(extracted: Json, code: str) -> object:
    """One field in a form in which spaces do not count."""
    if code == "title":
        return _words(extracted.get("text") or extracted.get("metric"))
    if code == "lead":
        leads = list(extracted.get("leads", ()))[:1] or [extracted.get("lead")]
        return _words(leads[0])
    if code == "coordinating":
        return [_words(name) for name in coordinating_in(extracted)]
    if code == "deadline":
        return [deadline["key"] for deadline in extracted.get("deadlines", ())]
    if code == "duties":
        return len(extracted.get("duties", ()))
    found = extracted.get(code)
    return found if isinstance(found, dict) else _words(found)


def _words(value: object) -> str:
    return " ".join(str(value or "").split())


# Writing


def _dump_deadline(deadline: Deadline) -> Json:
    last_day = deadline.last_day
    return {
        "key": deadline.key,
        "raw": deadline.raw,
        "last_day": last_day.isoformat() if last_day else None,
    }


def _dump_value(value: TargetValue) -> Json:
    high = None if value.high is None else str(value.high)
    return {"comparator": value.comparator.value, "value": str(value.value), "high": high}


def _spans(spans: Mapping[str, Span]) -> dict[str, list[int]]:
    return {name: _pair(span) for name, span in spans.items()}


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]
