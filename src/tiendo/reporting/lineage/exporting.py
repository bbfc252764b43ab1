"""The lineage of a whole report to take away: its figures, the records behind them, their sources.

What the asker may not see is only counted. Records are told once, however many figures count them,
and are read in batches, so that memory does not grow with them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources
from typing import Any, TextIO

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.reporting.formulas import formula_words
from tiendo.reporting.lineage import TRACERS, trace
from tiendo.reporting.lineage.records import Compared, Deed, Proof, Record, SourceClause
from tiendo.reporting.lineage.workings import Siblings, siblings_of, working_of
from tiendo.reporting.models import Figure, Report

FORMAT, VERSION = "tiendo-lineage", 1
BATCH = 500
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A record told under its name in the file ("tasks.task/17")."""

    name: str
    record: Record


def figures_in(report: Report) -> Iterator[Figure]:
    """The figures of a report in order, a few at a time, with their records."""
    for row in report.figures.order_by("order").iterator(chunk_size=50):
        row.report = report
        yield row


def records_in(actor: Actor, report: Report) -> Iterator[Told]:
    """Every record behind a figure once, in the order in which figures name them.

    Cost: a constant number of queries for each batch of records.
    """
    told: set[tuple[str, int]] = set()
    waiting: dict[str, list[int]] = {}
    last: Figure | None = None
    for figure in figures_in(report):
        last = figure
        pending = waiting.setdefault(figure.record_type, [])
        for pk in figure.record_ids:
            if (figure.record_type, pk) not in told:
                told.add((figure.record_type, pk))
                pending.append(pk)
        if len(pending) >= BATCH:
            yield from _told(actor, report, figure.record_type, pending)
            pending.clear()
    if last is not None:
        for record_type, pending in waiting.items():
            yield from _told(actor, report, record_type, pending)


def _told(actor: Actor, report: Report, record_type: str, ids: list[int]) -> Iterator[Told]:
    if record_type not in TRACERS:
        return
    asking = Figure(report=report, record_type=record_type, as_of=report.as_of)
    for start in range(0, len(ids), BATCH):
        for record in trace(actor, asking, ids[start : start + BATCH]):
            yield Told(f"{record_type}/{record.record_id}", record)


def schema() -> Json:
    """What a lineage file looks like, as JSON Schema."""
    source = resources.files(__package__).joinpath("schema.json").read_text(encoding="utf-8")
    held: Json = json.loads(source)
    return held


def write_json(actor: Actor, report: Report, target: TextIO) -> None:
    """Write the lineage as one JSON object, piece by piece.

    Units: values are decimal strings in their unit, ratios are ratios ("0.25").
    """
    siblings = siblings_of(report)
    head = json.dumps(_head(report), ensure_ascii=False)
    target.write(head[:-1])
    target.write(',\n"figures": [')
    _write_all(target, (_figure(each, siblings) for each in figures_in(report)))
    target.write('],\n"records": [')
    _write_all(target, (_record(each) for each in records_in(actor, report)))
    target.write("]}\n")


def _write_all(target: TextIO, rows: Iterable[Json]) -> None:
    for at, row in enumerate(rows):
        target.write(",\n" if at else "\n")
        # Not json.dump, which writes thousands of records piece by piece in Python.
        target.write(json.dumps(row, ensure_ascii=False))


def _head(report: Report) -> Json:
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": _moment(clock.now()),
        "report": {
            "id": report.pk,
            "title": report.title,
            "issuer": report.issuer.name,
            "period_start": report.period_start.isoformat(),
            "period_end": report.period_end.isoformat(),
            "as_of": report.as_of.isoformat(),
            "known_at": _moment(report.known_at),
            "state": report.state,
            "composed": report.version,
            "product_version": report.product_version,
        },
    }


def _figure(figure: Figure, siblings: Siblings) -> Json:
    return {
        "key": figure.key,
        "label": figure.label,
        "value": None if figure.value is None else _number(figure.value),
        "value_state": figure.value_state,
        "unit": figure.unit,
        "printed": figure.printed,
        "as_of": figure.as_of.isoformat(),
        "formula": figure.formula,
        "formula_words": formula_words(figure.formula),
        "working": working_of(figure, siblings),
        "record_type": figure.record_type,
        "record_ids": figure.record_ids,
    }


def _number(value: Decimal) -> str:
    whole = value.to_integral_value()
    return f"{whole if whole == value else value.normalize():f}"


def _record(told: Told) -> Json:
    record = told.record
    held: Json = {
        "type": record.record_type,
        "id": record.record_id,
        "state": record.state.value,
    }
    if record.is_hidden or not (record.title or record.code):
        return held
    return held | {
        "code": record.code,
        "title": record.title,
        "body": record.lead,
        "note": record.note,
        "status_then": record.then.value if record.then else None,
        "status_now": record.now.value if record.now else None,
        "values": [_compared(each) for each in record.values],
        "entered": _deed(record.entered),
        "confirmed": _deed(record.confirmed),
        "evidence": [_proof(each) for each in record.proofs],
        "clauses": [_clause(each) for each in record.clauses],
    }


def _compared(value: Compared) -> Json:
    return {"label": str(value.label), "then": value.then, "now": value.now}


def _deed(deed: Deed | None) -> Json | None:
    if deed is None:
        return None
    return {"by": deed.by, "body": deed.body, "at": _moment(deed.at)}


def _proof(proof: Proof) -> Json:
    return {"words": proof.words, "document": proof.document_id, "sha256": proof.sha256}


def _clause(clause: SourceClause) -> Json:
    return {
        "quote": clause.quote,
        "document": clause.document,
        "document_id": clause.document_id,
        "path": clause.path,
        "page": clause.page,
    }


def _moment(at: dt.datetime) -> str:
    return at.astimezone(clock.LOCAL_ZONE).isoformat(timespec="seconds")
