"""What stands behind a figure, as its page prints it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from tiendo.reporting.lineage import NOUNS, Record
from tiendo.reporting.lineage.records import SourceClause
from tiendo.reporting.models import Figure
from tiendo.reporting.recomputing import is_comparable, is_same, recompute
from tiendo.workspace.access import PageRequest


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A source clause with the name of its place and the address of its document."""

    quote: str
    place: str
    url: str


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record with the address of its page and its clauses."""

    record: Record
    url: str
    clauses: tuple[ClauseRow, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """A figure computed again now: as printed, and whether it is the same. ``printed`` is "" where
    the report would no longer have it."""

    printed: str
    is_same: bool


def record_rows(records: Iterable[Record]) -> list[RecordRow]:
    """The records that are told; those hidden are counted apart."""
    return [
        RecordRow(record, _url(record), tuple(_clause(each) for each in record.clauses))
        for record in records
        if not record.is_hidden
    ]


def _url(record: Record) -> str:
    if record.page is None:
        return ""
    name, args = record.page
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _clause(clause: SourceClause) -> ClauseRow:
    place = ", ".join(
        filter(None, (f"tr. {clause.page}" if clause.page else "", clause.path, clause.document))
    )
    return ClauseRow(clause.quote, place, reverse("document", args=[clause.document_id]))


def noun_of(figure: Figure) -> str:
    """What the records of a figure are."""
    return str(NOUNS.get(figure.record_type, figure.record_type))


def compute_again(request: PageRequest, figure: Figure) -> Again | None:
    """The figure by what is known now; None where the asker may not compute it."""
    now = recompute(request.actor, figure.report)
    if now is None or not is_comparable(request.actor, figure):
        return None
    measure = now.get(figure.key)
    if measure is None:
        return Again("", is_same=False)
    return Again(measure.printed, is_same(figure, measure))
