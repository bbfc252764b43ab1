"""Reading regimes, cycles and duties: who owes what, where each stands, how many are in time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, Prefetch, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Least

from tiendo.accounts.actor import Actor
from tiendo.domain.parameters import parameter_on
from tiendo.domain.regime_words import cycle_name
from tiendo.domain.report_duties import (
    OPENS_DAYS,
    SOON_DAYS,
    DutyCounts,
    DutyState,
    count_duties,
)
from tiendo.regimes.models import Cycle, Regime, RegimeVersion, ReportDuty, SubmissionState

# Duties that bring their ``state``.
Stated = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class DutyFilter:
    """What duties are narrowed to: last days from one to another, and what they are of.

    Missing: None and "" narrow nothing; released duties are left out unless asked for by state.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    regime: int | None = None
    programme: int | None = None
    body: int | None = None
    cycle: int | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """The duties of one report that are due on one day, counted."""

    last_day: dt.date
    cycle: int
    label: str
    title: str
    due_words: str
    counts: DutyCounts


def visible_duties(actor: Actor) -> QuerySet[ReportDuty]:
    """The duties a person may see: all with the view of all, else those of the own bodies."""
    if actor.may("submission.view_all"):
        return ReportDuty.objects.all()
    return ReportDuty.objects.filter(body_id__in=actor.bodies_for("submission.view"))


def calendar_of(actor: Actor, chosen: DutyFilter, on: dt.date) -> Stated:
    """The duties a person sees with their ``state`` on a day, by last day.

    Each brings its cycle, regime, body, addressee and what was handed in. Cost: one query.
    """
    rows = _narrowed(visible_duties(actor), chosen, on)
    return rows.select_related(
        "body", "addressee", "submission", "cycle__version__regime__programme"
    ).order_by("last_day", "cycle_id", "body__sort_key", "pk")


def duties_of_body(body: int, on: dt.date) -> Stated:
    """What a body owes and owed, with the ``state`` on a day, the nearest day first."""
    rows = with_state(ReportDuty.objects.filter(body_id=body), on)
    related = ("addressee", "submission", "cycle__version__regime")
    return rows.exclude(state=DutyState.RELEASED).select_related(*related)


def with_state(rows: QuerySet[ReportDuty], on: dt.date) -> Stated:
    """The duties with their ``state``, as ``domain.report_duties.duty_state`` computes it."""
    soon = on + dt.timedelta(days=parameter_on(SOON_DAYS, on))
    opens = on + dt.timedelta(days=parameter_on(OPENS_DAYS, on))
    is_open = ~Q(cycle__asked="") | Q(first_of__lte=opens)
    unsent = (
        When(Q(cycle__closed_at__isnull=False) | Q(last_day__lt=on), Value("missing")),
        When(last_day__lte=soon, then=Value("due_soon")),
        When(is_open, then=Value("open")),
    )
    sent = Q(submission__state=SubmissionState.SENT)
    return rows.annotate(
        first_of=Least("last_day", "cycle__closing_on"),
        state=Case(
            When(released_at__isnull=False, then=Value("released")),
            When(
                submission__state__in=(SubmissionState.ACCEPTED, SubmissionState.RETURNED),
                then=F("submission__state"),
            ),
            When(sent & Q(submission__is_late=True), then=Value("sent_late")),
            When(sent, then=Value("sent")),
            *unsent,
            default=Value("not_open"),
            output_field=CharField(),
        ),
    )


def count_by_cycle(rows: Stated) -> dict[int, DutyCounts]:
    """The counts of duties that bring their ``state``, by cycle. Cost: one query."""
    found: dict[int, list[tuple[str, bool, int, int]]] = defaultdict(list)
    for cycle, *row in _grouped(rows, "cycle_id"):
        state, late, back, number = row
        found[cycle].append((state, late, back, number))
    return {cycle: count_duties(group) for cycle, group in found.items()}


def count_by_report(rows: Stated) -> list[ReportCounts]:
    """Duties that bring their ``state`` counted by last day and cycle. Cost: one query."""
    named = ("last_day", "cycle_id", "cycle__label", "cycle__version__regime__title", "due_words")
    found: dict[tuple[Any, ...], list[tuple[str, bool, int, int]]] = defaultdict(list)
    for *key, state, late, back, number in _grouped(rows, *named):
        found[tuple(key)].append((state, late, back, number))
    reports = [
        ReportCounts(day, cycle, label, title, words, count_duties(group))
        for (day, cycle, label, title, words), group in found.items()
    ]
    return sorted(reports, key=lambda row: (row.last_day, row.title, row.cycle, row.due_words))


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """The duties of one body, regime or cycle, counted; ``key`` is its id."""

    key: int
    name: str
    counts: DutyCounts


# What duties are counted by: the columns that name a group, and its order.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "body": ("body_id", "body__name", "body__sort_key"),
    "regime": ("cycle__version__regime_id", "cycle__version__regime__title"),
    "cycle": (
        "cycle_id",
        "cycle__version__regime__title",
        "cycle__period_end",
        "cycle__label",
    ),
}


def count_by_group(rows: Stated, group: str) -> list[GroupCounts]:
    """Duties that bring their ``state`` counted by body, regime or cycle, those with most missing
    first, then most late; cycles as they follow each other. Cost: one query."""
    named = GROUPS[group]
    found: dict[tuple[Any, ...], list[tuple[str, bool, int, int]]] = defaultdict(list)
    for *key, state, late, back, number in _grouped(rows, *named):
        found[tuple(key)].append((state, late, back, number))
    counted = [(key, count_duties(rows)) for key, rows in found.items()]
    if group == "cycle":
        counted.sort(key=lambda row: (row[0][1], row[0][2]))
    else:
        counted.sort(key=lambda row: (-row[1].missing, -row[1].late, *map(str, row[0][:0:-1])))
    return [GroupCounts(key[0], _group_name(group, key), counts) for key, counts in counted]


def _group_name(group: str, key: tuple[Any, ...]) -> str:
    return f"{key[1]}, {cycle_name(key[3])}" if group == "cycle" else str(key[1])


def count_all(rows: Stated) -> DutyCounts:
    """The counts of duties that bring their ``state``. Cost: one query."""
    return count_duties((state, late, back, number) for state, late, back, number in _grouped(rows))


def count_cycles(actor: Actor, cycles: Iterable[Cycle], on: dt.date) -> dict[int, DutyCounts]:
    """The counts of some cycles by id, of what a person sees. Cost: one query."""
    wanted = visible_duties(actor).filter(cycle__in=[cycle.pk for cycle in cycles])
    counted = count_by_cycle(with_state(wanted, on))
    return {cycle.pk: counted.get(cycle.pk, count_duties(())) for cycle in cycles}


def list_regimes(
    *, programme: int | None = None, kind: str = "", include_ended: bool = False
) -> QuerySet[Regime]:
    """The regimes by title with their versions and levels. Cost: three queries."""
    rows = Regime.objects.select_related("programme").prefetch_related(versions_with_levels())
    if programme is not None:
        rows = rows.filter(programme=programme)
    if kind:
        rows = rows.filter(kind=kind)
    return rows if include_ended else rows.filter(is_ended=False)


def versions_with_levels() -> Prefetch[str, QuerySet[RegimeVersion], str]:
    """The versions of regimes, the newest first, with who reports to whom."""
    versions = RegimeVersion.objects.order_by("-number").select_related(
        "outline__outline", "basis_document", "created_by"
    )
    levels = "levels__group", "levels__body", "levels__addressee"
    return Prefetch("versions", versions.prefetch_related(*levels))


def cycles_of(regime: Regime, on: dt.date) -> QuerySet[Cycle]:
    """The cycles of a regime whose period has begun by a day, the latest first."""
    cycles = Cycle.objects.filter(version__regime=regime, period_start__lte=on)
    return cycles.select_related("version").order_by("-period_end", "-pk")


def cycles_ahead(regime: Regime, on: dt.date) -> QuerySet[Cycle]:
    """The open cycles of a regime whose period begins after a day, the nearest first."""
    ahead = Cycle.objects.filter(version__regime=regime, period_start__gt=on)
    cycles = ahead.filter(closed_at=None)
    return cycles.order_by("period_end", "pk")


def cycle_with_regime(pk: int) -> Cycle:
    """A cycle with its version and regime. Errors: Cycle.DoesNotExist."""
    related = ("version__regime__programme", "version__outline__outline", "trigger")
    return Cycle.objects.select_related(*related).get(pk=pk)


def _narrowed(rows: QuerySet[ReportDuty], chosen: DutyFilter, on: dt.date) -> Stated:
    fields = {
        "last_day__gte": chosen.since,
        "last_day__lte": chosen.until,
        "cycle": chosen.cycle,
        "cycle__version__regime": chosen.regime,
        "cycle__version__regime__programme": chosen.programme,
        "body": chosen.body,
    }
    given = {name: value for name, value in fields.items() if value is not None}
    found = with_state(rows.filter(**given), on)
    if chosen.state:
        return found.filter(state=chosen.state)
    return found.exclude(state=DutyState.RELEASED)


def _grouped(rows: Stated, *more: str) -> Iterator[tuple[Any, ...]]:
    """(…, state, whether late, returns, how many) of duties that bring their ``state``."""
    late = Coalesce("submission__is_late", Value(False))
    counted = rows.order_by().annotate(late=late).values(*more, "state", "late")
    counted = counted.annotate(back=Coalesce(Sum("submission__returns"), 0), number=Count("pk"))
    return iter(counted.values_list(*more, "state", "late", "back", "number"))
