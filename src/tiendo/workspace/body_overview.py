"""How a body stands, on its own page: work beside its kind, plans, reports, difficulties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from tiendo.accounts.actor import Actor
from tiendo.domain.filing import filing_state
from tiendo.organisations.models import Kind, Organisation
from tiendo.overview.asking import Asked
from tiendo.overview.filters import LEAD, narrowed
from tiendo.overview.medians import KindMedian, median_of_kind
from tiendo.overview.sheets.filings import STATE_WORDS
from tiendo.programmes.models import PlanFiling, Programme, ProgrammeState
from tiendo.programmes.queries import list_programmes
from tiendo.reporting.formulas import TOTAL
from tiendo.reporting.models import Report
from tiendo.reporting.queries import ReportFilter, list_reports
from tiendo.tasks.models import Assignment
from tiendo.tasks.queries import OfficialCounts, official_counts, select_tasks
from tiendo.tasks.queries.difficulties import DifficultyFilter, find_difficulties
from tiendo.tasks.queries.visibility import groups_with
from tiendo.workspace.access import PageRequest, as_of, dated_url, known_at
from tiendo.workspace.scope_page import COLUMN_TILES
from tiendo.workspace.task_filters import list_url, scope_url
from tiendo.workspace.views.filings import LOOKS

REPORTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class PlanLine:
    """The plan a body owes for a programme: where it stands, with the way to it."""

    programme: str
    url: str
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class BodyWork:
    """What the page of a body says of its work.

    Missing: ``median`` is None where nothing is led, ``reports`` empty for who reads none.
    """

    counts: OfficialCounts
    median: KindMedian | None
    tiles: tuple[tuple[str, int, str, str], ...]
    scope_url: str
    taking_part_url: str
    plans: tuple[PlanLine, ...]
    reports: tuple[Report, ...]
    difficulties: int
    difficulties_url: str


def sees_work(actor: Actor, body: Organisation) -> bool:
    """Whether a person sees the work of a body as a whole: their own, or everybody's."""
    own = body.pk in actor.bodies_for("task.view")
    return actor.may("dashboard.view") and (own or actor.may("task.view_all"))


def work_of(request: PageRequest, body: Organisation) -> BodyWork | None:
    """How a body stands; None for who does not see that. Cost: eight queries at most."""
    if body.kind == Kind.DIVISION or not sees_work(request.actor, body):
        return None
    day = as_of(request)
    asked = Asked(request.actor, day, known_at(request), {LEAD: str(body.pk)})
    tasks = select_tasks(request.actor, asked.tasks, day, asked.known_at)
    counts = official_counts(tasks)
    carried = DifficultyFilter(raised_by=body.pk, state="carried")
    return BodyWork(
        counts=counts,
        median=median_of_kind(asked, body) if counts.total else None,
        tiles=tuple(_tiles(request, asked, counts)),
        scope_url=scope_url(request, asked.values),
        taking_part_url=list_url(request, co_quan=body.pk),
        plans=tuple(_plans(request, body, day)),
        reports=tuple(_reports(request, body)),
        difficulties=find_difficulties(request.actor, carried, day, asked.known_at).count(),
        difficulties_url=dated_url(
            request, "difficulty-list", noi_neu=str(body.pk), trang_thai="carried"
        ),
    )


def _tiles(
    request: PageRequest, asked: Asked, counts: OfficialCounts
) -> Iterator[tuple[str, int, str, str]]:
    yield str(TOTAL.label), counts.total, list_url(request, **asked.values), ""
    for column, code in COLUMN_TILES:
        url = list_url(request, **narrowed(asked.values, statuses=column.statuses))
        yield column.label, counts.of(*column.statuses), url, code


def _plans(request: PageRequest, body: Organisation, day: dt.date) -> Iterator[PlanLine]:
    """The plans a body owes for programmes in force in which it has a part. Cost: two queries."""
    parts = Q(organisation=body) | Q(group__in=groups_with(frozenset({body.pk})))
    parts |= Q(organisation__kind=Kind.DIVISION, organisation__parent=body)
    held = Assignment.objects.filter(parts, validity__contains=day)
    owing = Q(pk__in=held.values("task__programme")) | Q(filings__organisation=body)
    programmes = (
        list_programmes()
        .filter(owing, state=ProgrammeState.ACTIVE, starts_on__lte=day)
        .exclude(owner=body)
        .distinct()
    )
    filed = PlanFiling.objects.filter(
        organisation=body, corrected_by__isnull=True, is_withdrawn=False, issued_on__lte=day
    )
    issued = dict(filed.values_list("programme_id", "issued_on"))
    for programme in programmes:
        if not programme.is_own:
            yield _plan(request, programme, body, issued.get(programme.pk), day)


def _plan(
    request: PageRequest,
    programme: Programme,
    body: Organisation,
    issued_on: dt.date | None,
    day: dt.date,
) -> PlanLine:
    state = filing_state(issued_on, programme.filing_last_day, day)
    url = dated_url(request, "filing", programme.pk, body.slug)
    return PlanLine(programme.short_title, url, LOOKS[state], str(STATE_WORDS[state]))


def _reports(request: PageRequest, body: Organisation) -> Iterator[Report]:
    """The newest reports a body made. Cost: one query for who reads reports, none for others."""
    if request.actor.may("report.view"):
        listed = list_reports(request.actor, ReportFilter()).filter(issuer=body)
        yield from listed[:REPORTS_SHOWN]
