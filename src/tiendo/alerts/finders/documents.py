"""Bases replaced or repealed: a document the work rests on has lost its force to one in stock."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import F, Q

from tiendo.alerts.finders.found import Found
from tiendo.alerts.people import People
from tiendo.alerts.rulebook import RuleBook
from tiendo.documents.models import Document, DocumentLink
from tiendo.domain.alerts import Finding, Rule, basis_replaced
from tiendo.domain.clock import local_day
from tiendo.programmes.models import Programme, ProgrammeState
from tiendo.tasks.models import ChangeRequest, ChangeState, Lifecycle, TaskSource

PROGRAMME_TYPE = Programme._meta.label_lower
# How vanban names the relations that end the force of a document.
ENDING = ("replaces", "repeals")
# The relations by which a document rests on another one.
RESTING = ("based_on", "implements")
_AT_WORK = (Lifecycle.LIVE, Lifecycle.CLAIMED, Lifecycle.UNIT_APPROVED)


@dataclass(frozen=True, slots=True)
class _Ended:
    """That a document lost its force, by which other one, known since when."""

    number: str
    by_number: str
    by_id: int
    relation: str
    since: dt.date


def find_replaced_bases(
    book: RuleBook, people: People, only: frozenset[int] | None = None
) -> Iterator[Found]:
    """The active programmes of which the document, one it is based on, one its tasks answer to, or
    one that decided a change of its tasks was replaced or repealed.

    One alert for each programme, for the body that coordinates it. Cost: six queries.
    """
    ended = _ended(book.on)
    if not ended:
        return
    programmes = Programme.objects.filter(state=ProgrammeState.ACTIVE)
    bases, sources = _bases(frozenset(ended)), _sources(frozenset(ended))
    decisions = _decisions(frozenset(ended))
    for programme in programmes.order_by("pk"):
        document_id = programme.document_id or 0
        rests_on = dict.fromkeys(
            (
                document_id,
                *bases[document_id],
                *sources[programme.pk],
                *decisions[programme.pk],
            )
        )
        lost = [ended[base] for base in rests_on if base in ended]
        given = book.thresholds(Rule.BASIS_REPLACED, programme.pk)
        # A programme that itself replaced its predecessor rests on what it says of itself.
        lost = [each for each in lost if each.by_id != document_id]
        if not lost or not given["on"]:
            continue
        finding = basis_replaced(min(each.since for each in lost), book.on, given)
        if finding is not None:
            yield _found(programme, _with_words(finding, lost))


def _found(programme: Programme, finding: Finding) -> Found:
    return Found(
        rule=Rule.BASIS_REPLACED,
        object_type=PROGRAMME_TYPE,
        object_id=programme.pk,
        title=programme.short_title,
        finding=finding,
        body_id=programme.coordinator_id,
        programme_id=programme.pk,
    )


def _with_words(finding: Finding, lost: list[_Ended]) -> Finding:
    """The finding with the numbers of the documents; every further one is told anew."""
    first = lost[0]
    facts = {
        **finding.facts,
        "number": first.number,
        "by_number": first.by_number,
        "by_document": first.by_id,
        "relation": first.relation,
        "documents": len(lost),
    }
    return Finding(finding.level, facts, stage=len(lost))


def _ended(on: dt.date) -> Mapping[int, _Ended]:
    """The documents in stock that another one in stock replaces or repeals, by id. A draft ends
    nothing; a document known before its day of issue counts from that day."""
    rows = (
        DocumentLink.objects.filter(relation__in=ENDING, cited__isnull=False)
        .exclude(Q(citing__number="") | Q(citing=F("cited")))
        .filter(Q(citing__issued_on__isnull=True) | Q(citing__issued_on__lte=on))
        .order_by("citing__created_at", "pk")
        .values_list(
            "cited_id",
            "cited__number_raw",
            "citing__number_raw",
            "citing_id",
            "relation",
            "citing__created_at",
            "citing__issued_on",
        )
    )
    ended: dict[int, _Ended] = {}
    for cited, number, by_number, by_id, relation, created_at, issued_on in rows:
        since = max(local_day(created_at), issued_on or dt.date.min)
        if cited is not None and since <= on:
            ended.setdefault(cited, _Ended(number, by_number, by_id, relation, since))
    return ended


def _bases(ended: frozenset[int]) -> Mapping[int, list[int]]:
    """Which of the ended documents each document rests on."""
    links = DocumentLink.objects.filter(relation__in=RESTING, cited_id__in=ended)
    bases: dict[int, list[int]] = defaultdict(list)
    for citing, cited in (
        links.order_by("citing_id", "cited_id").values_list("citing_id", "cited_id").distinct()
    ):
        if cited is not None:
            bases[citing].append(cited)
    return bases


def _sources(ended: frozenset[int]) -> Mapping[int, list[int]]:
    """Which of the ended documents the tasks at work of each programme come from or answer to."""
    rows = TaskSource.objects.filter(
        task__lifecycle__in=_AT_WORK, passage__text__rendition__document_id__in=ended
    )
    sources: dict[int, list[int]] = defaultdict(list)
    pairs = rows.order_by().values_list(
        "task__programme_id", "passage__text__rendition__document_id"
    )
    for programme_id, document_id in sorted(pairs.distinct()):
        sources[programme_id].append(document_id)
    return sources


def _decisions(ended: frozenset[int]) -> Mapping[int, list[int]]:
    """Which of the ended documents decided a change, in force, of tasks at work of each programme:
    by number and day, as the decision names them."""
    named: dict[tuple[str, dt.date | None], int] = {}
    documents = Document.objects.filter(pk__in=ended).order_by("pk")
    for pk, number, printed, day in documents.values_list(
        "pk", "number", "number_raw", "issued_on"
    ):
        named |= {(number.casefold(), day): pk, (printed.casefold(), day): pk}
    rows = ChangeRequest.objects.filter(
        state=ChangeState.APPLIED,
        task__lifecycle__in=_AT_WORK,
        decision_date__in={day for _number, day in named},
    )
    decisions: dict[int, list[int]] = defaultdict(list)
    fields = ("programme_id", "decision_document", "decision_date")
    for programme_id, number, day in rows.order_by().values_list(*fields).distinct():
        document_id = named.get((number.strip().casefold(), day))
        if document_id is not None:
            decisions[programme_id].append(document_id)
    return decisions
