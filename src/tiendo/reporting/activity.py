"""What happened in a period: work finished, proposals made, documents issued."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import vanban
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.tasks.models import Evidence, EvidenceKind, LifecycleEvent, ProgressUpdate
from vanban.quantities import format_number

OTHER_TYPE = "Văn bản khác"


@dataclass(frozen=True, slots=True)
class Finished:
    """Work confirmed with its product's day in a period: tasks done once, and occurrences.

    ``days`` holds the product's day of each task done once.
    """

    days: Mapping[int, dt.date]
    occurrence_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What an update of a body proposes."""

    update_id: int
    task_id: int
    body: str
    text: str


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A document given as evidence, once however often it was given. Missing: ``issued_on``."""

    type_name: str
    number: str
    issued_on: dt.date | None
    evidence_ids: tuple[int, ...]


def finished_in(task_ids: Iterable[int], period: Period | None, known_at: dt.datetime) -> Finished:
    """The work whose last known step is a confirmation, with the day of the product in the period.

    Cost: one query.
    """
    if period is None:
        return Finished({}, ())
    latest = (
        LifecycleEvent.objects.filter(task_id__in=list(task_ids), recorded_at__lte=known_at)
        .order_by("task_id", "occurrence_id", "-recorded_at", "-id")
        .distinct("task_id", "occurrence_id")
        .values_list("task_id", "occurrence_id", "action", "done_on")
    )
    done = [
        (task, occurrence, day)
        for task, occurrence, action, day in latest
        if action == "confirm" and day is not None and day in period
    ]
    return Finished(
        days={task: day for task, occurrence, day in done if occurrence is None},
        occurrence_ids=tuple(occurrence for _, occurrence, _ in done if occurrence is not None),
    )


def proposals_in(
    task_ids: Iterable[int], period: Period | None, known_at: dt.datetime
) -> tuple[Note, ...]:
    """The proposals reported for the days of a period. Cost: one query."""
    if period is None:
        return ()
    rows = (
        ProgressUpdate.objects.filter(
            task_id__in=list(task_ids),
            as_of__gte=period.start,
            as_of__lte=period.end,
            recorded_at__lte=known_at,
        )
        .exclude(taken_back_by__recorded_at__lte=known_at)
        .order_by("as_of", "id")
        .values_list("pk", "task_id", "organisation__name", "proposal")
    )
    proposals = (Note(pk, task, body, one_line(words)) for pk, task, body, words in rows)
    return tuple(note for note in proposals if note.text)


def issued_in(
    task_ids: Iterable[int], period: Period | None, known_at: dt.datetime
) -> tuple[IssuedDocument, ...]:
    """The documents given as evidence and issued in a period, by type, then by day and number.

    A document given without its date counts by the day on which it was given. Cost: one query.
    """
    if period is None:
        return ()
    rows = Evidence.objects.filter(
        task_id__in=list(task_ids), kind=EvidenceKind.DOCUMENT, added_at__lte=known_at
    ).values_list("pk", "document_number", "document_date", "added_at")
    found: defaultdict[tuple[str, dt.date | None], list[int]] = defaultdict(list)
    for pk, number, issued_on, added_at in rows:
        if (issued_on or clock.local_day(added_at)) in period:
            found[canonical(number), issued_on].append(pk)
    _join_undated(found)
    documents = [
        IssuedDocument(type_of(number), number, issued_on, tuple(ids))
        for (number, issued_on), ids in found.items()
    ]
    return tuple(sorted(documents, key=_by_type_and_day))


def _join_undated(found: dict[tuple[str, dt.date | None], list[int]]) -> None:
    """Count what was given without its date as the one document of that number with a date."""
    for number in [number for number, day in found if day is None and number]:
        dated = [key for key in found if key[0] == number and key[1] is not None]
        if len(dated) == 1:
            found[dated[0]] += found.pop((number, None))


def percents_on(task_ids: Sequence[int], on: dt.date, known_at: dt.datetime) -> Mapping[int, str]:
    """How far each task was said to be, by its latest update; none where that gave no number.

    Cost: one query.
    """
    latest = (
        ProgressUpdate.objects.filter(
            task_id__in=task_ids, as_of__lte=on, recorded_at__lte=known_at
        )
        .order_by("task_id", "-as_of", "-recorded_at", "-id")
        .distinct("task_id")
        .values_list("task_id", "percent")
    )
    return {task: f"{_exact(percent)}%" for task, percent in latest if percent is not None}


def type_of(number: str) -> str:
    """The type of a document by its symbol: "518/QĐ-UBND" is a Quyết định."""
    found = next(iter(vanban.find_citations(number)), None)
    return (found and found.type) or OTHER_TYPE


@lru_cache(maxsize=8192)
def canonical(number: str) -> str:
    """A symbol as it is officially written: "57-NQ-TW" is "57-NQ/TW"; what is none stays."""
    tight = re.sub(r"\s+", "", number).replace("–", "-")
    cited = tuple(vanban.find_citations(f"văn bản số {tight}"))
    return cited[0].number if len(cited) == 1 and cited[0].number else one_line(number)


def one_line(words: str) -> str:
    """The words on one line: a paragraph of a document is one line of its source."""
    return " ".join(words.split())


def _by_type_and_day(document: IssuedDocument) -> tuple[bool, str, dt.date, str]:
    is_other = document.type_name == OTHER_TYPE
    return is_other, document.type_name, document.issued_on or dt.date.min, document.number


def _exact(percent: Decimal) -> str:
    whole = percent.to_integral_value()
    return format_number(whole if percent == whole else percent.normalize())
