"""Which bodies owe a plan of their own for a programme, who issued it, and what it covers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from tiendo.documents.models import Document
from tiendo.documents.queries import search_documents
from tiendo.domain.collation import fold
from tiendo.domain.filing import FilingState, filing_state
from tiendo.organisations.models import BodyGroup, Kind, Organisation
from tiendo.programmes.models import PlanFiling, Programme
from tiendo.tasks.models import Assignment, Lifecycle, Part, PlanCoverage, Task

MOST_OFFERED = 50
_WORKING = (Part.LEAD, Part.COORDINATE)
_NOT_GIVEN = (Lifecycle.DRAFT, Lifecycle.CANCELLED, Lifecycle.SUPERSEDED)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the tasks a body leads its plan covers."""

    covered: int = 0
    assigned: int = 0


@dataclass(frozen=True, slots=True)
class BodyFiling:
    """A body that owes a plan. Missing: ``filing`` is None where none was issued by the day."""

    body: Organisation
    filing: PlanFiling | None
    state: FilingState


@dataclass(frozen=True, slots=True)
class FilingBoard:
    """The bodies that owe a plan, and how many stand where."""

    rows: tuple[BodyFiling, ...]
    counts: Mapping[FilingState, int]

    @property
    def total(self) -> int:
        """How many bodies owe a plan."""
        return sum(self.counts.values())


def filing_board(
    programme: Programme,
    on: dt.date,
    *,
    state: FilingState | None = None,
    text: str = "",
    known_at: dt.datetime | None = None,
) -> FilingBoard:
    """Every body that owes a plan on a day, in Vietnamese order; the counts are of all of them.

    ``state`` and ``text`` narrow the rows; ``known_at``: by what was recorded until then. Cost:
    four queries.
    """
    known = filings_in_force(programme, known_at)
    filings = {
        filing.organisation_id: filing
        for filing in known.filter(is_withdrawn=False, issued_on__lte=on)
    }
    rows = [
        _row(body, filings.get(body.pk), programme.filing_last_day, on)
        for body in bodies_owing(programme, on, filings)
    ]
    counts = Counter(row.state for row in rows)
    words = fold(text).split()
    shown = (row for row in rows if state is None or row.state is state)
    named = (row for row in shown if all(word in fold(str(row.body)) for word in words))
    return FilingBoard(tuple(named), dict(counts))


def _row(
    body: Organisation, filing: PlanFiling | None, last_day: dt.date | None, on: dt.date
) -> BodyFiling:
    issued_on = filing.issued_on if filing else None
    return BodyFiling(body, filing, filing_state(issued_on, last_day, on))


def bodies_owing(
    programme: Programme, on: dt.date, filed: Iterable[int] = ()
) -> QuerySet[Organisation]:
    """The bodies with a part in the programme on a day, themselves or as one of a group, and those
    of ``filed``; a division counts as its body, the issuer of the programme owes nothing.

    Cost: two queries, and its own.
    """
    held = Assignment.objects.filter(
        task__programme=programme, part__in=_WORKING, validity__contains=on
    ).exclude(task__lifecycle__in=_NOT_GIVEN)
    direct = list(
        held.filter(organisation__isnull=False).values_list(
            "organisation_id", "organisation__kind", "organisation__parent_id"
        )
    )
    bodies = {(parent if kind == Kind.DIVISION and parent else pk) for pk, kind, parent in direct}
    members = Q(pk__in=[*bodies, *filed])
    for group in BodyGroup.objects.filter(pk__in=held.values("group")):
        of_level = Q(level=group.level) if group.level else Q()
        members |= Q(kind__in=group.kinds, is_provisional=False) & of_level
    found = Organisation.objects.filter(members, validity__contains=on)
    return found.exclude(pk=programme.owner_id).order_by("sort_key", "pk")


def filings_in_force(
    programme: Programme, known_at: dt.datetime | None = None
) -> QuerySet[PlanFiling]:
    """The latest version of each filing of a programme that was known, withdrawn ones included."""
    rows = PlanFiling.objects.filter(programme=programme)
    if known_at is None:
        rows = rows.filter(corrected_by__isnull=True)
    else:
        rows = rows.filter(recorded_at__lte=known_at).exclude(
            corrected_by__recorded_at__lte=known_at
        )
    return rows.select_related("document", "own_programme", "recorded_by")


def filing_in_force(programme: Programme, organisation: Organisation) -> PlanFiling | None:
    """The latest version of a body's filing. Cost: one query."""
    return filings_in_force(programme).filter(organisation=organisation).first()


def versions_of(programme: Programme, organisation: Organisation) -> QuerySet[PlanFiling]:
    """Every version of a body's filing, the newest first."""
    rows = PlanFiling.objects.filter(programme=programme, organisation=organisation)
    return rows.select_related("recorded_by").order_by("-version")


def rows_of_body(programme: Programme, organisation: Organisation, on: dt.date) -> QuerySet[Task]:
    """The tasks of a programme that a body or a division of it leads on a day, in plan order."""
    house = Q(organisation=organisation) | Q(
        organisation__kind=Kind.DIVISION, organisation__parent=organisation
    )
    led = Assignment.objects.filter(house, part=Part.LEAD, validity__contains=on)
    return _counted(
        Task.objects.filter(programme=programme, pk__in=led.values("task")), on
    ).order_by("order", "pk")


def _counted(tasks: QuerySet[Task], on: dt.date) -> QuerySet[Task]:
    """The rows of the plan itself: given, in the race, and no part of another row on a day."""
    aside = (*_NOT_GIVEN, Lifecycle.UMBRELLA)
    return tasks.exclude(lifecycle__in=aside).filter(
        Q(subtask_during__isnull=True) | ~Q(subtask_during__contains=on)
    )


def coverage_of(
    programme: Programme, filings: Mapping[int, PlanFiling | None], on: dt.date
) -> Mapping[int, Coverage]:
    """How far the plans of bodies cover the tasks they lead, by body. Cost: two queries."""
    leading = Assignment.objects.filter(
        organisation_id__in=list(filings),
        part=Part.LEAD,
        validity__contains=on,
        task__in=_counted(Task.objects.filter(programme=programme), on),
    )
    assigned = dict(leading.order_by().values_list("organisation_id").annotate(Count("task")))
    kept = [filing.pk for filing in filings.values() if filing is not None]
    covering = PlanCoverage.objects.filter(
        filing__in=kept,
        task__assignments__organisation_id=F("filing__organisation_id"),
        task__assignments__in=leading,
    )
    covered = dict(
        covering.order_by().values_list("filing__organisation_id").annotate(Count("task"))
    )
    return {body: Coverage(covered.get(body, 0), assigned.get(body, 0)) for body in filings}


def plan_documents(body: Organisation, since: dt.date, sought: str = "") -> list[int]:
    """The ids of the registered documents that may be a body's plan: those with the words looked
    for, else those it issued since a day; the newest first. Cost: one query."""
    documents = Document.objects.exclude(number_raw="")
    if sought.strip():
        documents = search_documents(documents, sought)
    else:
        documents = documents.filter(issuer=body, issued_on__gte=since)
    return list(documents.order_by("-issued_on", "-pk").values_list("pk", flat=True)[:MOST_OFFERED])
