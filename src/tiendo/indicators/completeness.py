"""Whether bodies enter what is asked of them, and in time.

A figure is expected of a body for each indicator that it reports, in each period on whose last day
both the definition and the body are there; the one figure of a subject is expected of the owner,
once, where the subject is there too. Parts of a breakdown are not counted on their own.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    When,
)

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.periods import Cadence, Period
from tiendo.indicators.asked import (
    AskedKind,
    asks_on,
    definitions_asking,
    figure_asked,
    was_asked,
)
from tiendo.indicators.definitions import holds_on
from tiendo.indicators.entry_periods import Timing, Timings
from tiendo.indicators.models import IndicatorVersion, Observation
from tiendo.organisations.models import Kind, Organisation


class Part(StrEnum):
    """What an expected figure counts under."""

    ON_TIME = "on_time"
    LATE = "late"
    # Not entered: past its last day, or still in time.
    MISSING = "missing"
    AWAITED = "awaited"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many figures are expected of a body for a period, and what became of them.

    ``declared`` of those entered say, with a reason, that there is no figure.
    """

    on_time: int = 0
    late: int = 0
    missing: int = 0
    awaited: int = 0
    declared: int = 0

    @property
    def expected(self) -> int:
        """All that is asked for."""
        return self.on_time + self.late + self.missing + self.awaited

    @property
    def entered(self) -> int:
        """What came in, in time or late."""
        return self.on_time + self.late

    @property
    def due(self) -> int:
        """What came in or should have: all but what is still in time."""
        return self.expected - self.awaited

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.on_time + other.on_time,
            self.late + other.late,
            self.missing + other.missing,
            self.awaited + other.awaited,
            self.declared + other.declared,
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """One figure that is expected, and what became of it. ``body``: whose figure it is."""

    version: IndicatorVersion
    body: Organisation
    period: Period
    part: Part
    observation: int | None = None


Counts = dict[tuple[int, dt.date], Tally]


def counted_bodies(actor: Actor) -> QuerySet[Organisation]:
    """The bodies whose counts a person may see, in Vietnamese order: every one for who oversees,
    those whose figures one enters or confirms for others. Ended ones had periods of their own."""
    bodies = Organisation.objects.exclude(kind=Kind.DIVISION).order_by("sort_key", "pk")
    if actor.may("observation.view_all"):
        return bodies
    own = actor.bodies_for("observation.enter") | actor.bodies_for("observation.confirm")
    return bodies.filter(pk__in=own)


def completeness(
    bodies: Sequence[Organisation],
    cadence: Cadence,
    periods: Sequence[Period],
    day: dt.date,
    known_at: dt.datetime | None = None,
) -> Counts:
    """What was entered of what is expected on a day, by body and first day of the period.

    Shape: bodies that nothing is expected of have no entry. Cost: two queries.
    """
    versions = list(definitions_asking(cadence, periods))
    moment, timings = _moment(day, known_at), Timings(day)
    entered = _entered(bodies, versions, cadence, periods, moment)
    found: Counts = {}
    for period in periods:
        kinds = _kinds(versions, period)
        for body in bodies:
            if holds_on(body.validity, period.end):
                tally = _tally(kinds, body, period, entered, timings)
                if tally.expected:
                    found[body.pk, period.start] = tally
    return found


def _moment(day: dt.date, known_at: dt.datetime | None) -> dt.datetime:
    end = clock.end_of(day)
    return min(end, known_at) if known_at else end


def _kinds(versions: Iterable[IndicatorVersion], period: Period) -> Counter[AskedKind]:
    found: Counter[AskedKind] = Counter()
    for version in versions:
        if asks_on(version, period.end):
            found[AskedKind.of(version)] += 1
    return found


@dataclass(frozen=True, slots=True)
class _Came:
    """What came in of a body for a period under a closing rule."""

    entered: int
    late: int
    declared: int


def _tally(
    kinds: Counter[AskedKind],
    body: Organisation,
    period: Period,
    entered: dict[tuple[int, dt.date, str], _Came],
    timings: Timings,
) -> Tally:
    expected: Counter[str] = Counter()
    for kind, number in kinds.items():
        if kind.asks(body):
            expected[kind.closing] += number
    whole = Tally()
    for closing, number in expected.items():
        came = entered.get((body.pk, period.start, closing), _Came(0, 0, 0))
        whole += _split(number, came, timings.of(closing, period))
    return whole


def _split(number: int, came: _Came, timing: Timing | None) -> Tally:
    """The figures expected under one closing rule; nothing is, before its days have begun."""
    if timing is None or (timing is Timing.FUTURE and not came.entered):
        return Tally()
    left = number - came.entered
    return Tally(
        on_time=came.entered - came.late,
        late=came.late,
        missing=left if timing is Timing.LATE else 0,
        awaited=0 if timing is Timing.LATE else left,
        declared=came.declared,
    )


def _entered(
    bodies: Sequence[Organisation],
    versions: Sequence[IndicatorVersion],
    cadence: Cadence,
    periods: Sequence[Period],
    moment: dt.datetime,
) -> dict[tuple[int, dt.date, str], _Came]:
    """What came in of what was expected, by body asked, period and closing rule. Cost: one query.

    The subject's figures are found by their body, which the database has an index for.
    """
    asked = {body.pk for body in bodies}
    subjects = {row.subject_id for row in versions if row.indicator.owner_id in asked}
    rows = (
        _first_entries(asked | subjects, periods, moment)
        .filter(was_asked(cadence, asked))
        .annotate(
            asked=Case(
                When(indicator__versions__subject__isnull=False, then=F("indicator__owner")),
                default=F("organisation"),
            )
        )
        .values_list("asked", "period_start", "indicator__versions__closing")
        .annotate(
            entered=Count("pk"),
            late=Count("pk", filter=Q(is_late=True)),
            declared=Count("pk", filter=_declares(moment)),
        )
    )
    return {
        (body, start, closing): _Came(entered, late, declared)
        for body, start, closing, entered, late, declared in rows
    }


def _first_entries(
    bodies: Set[int | None], periods: Sequence[Period], moment: dt.datetime
) -> QuerySet[Observation]:
    """The first revision of each figure: it tells whether the figure came in time."""
    return Observation.objects.filter(
        revision=1,
        breakdown="",
        organisation__in=bodies - {None},
        period_start__in=[period.start for period in periods],
        entered_at__lte=moment,
    ).order_by()


def _declares(moment: dt.datetime) -> Q:
    """That the revision in force at a moment declares that there is no figure."""
    latest = Observation.objects.filter(
        Q(corrected_by__isnull=True) | Q(corrected_by__entered_at__gt=moment),
        indicator=OuterRef("indicator"),
        organisation=OuterRef("organisation"),
        period_start=OuterRef("period_start"),
        period_end=OuterRef("period_end"),
        breakdown="",
        entered_at__lte=moment,
        is_missing=True,
    )
    return Q(Exists(latest))


def expected_of(
    body: Organisation,
    cadence: Cadence,
    period: Period,
    day: dt.date,
    known_at: dt.datetime | None = None,
) -> Iterator[Expected]:
    """Each figure that is expected of a body for a period, its own or that of a subject, in order
    of the indicators' codes: what stands behind the counts. Cost: two queries."""
    if not holds_on(body.validity, period.end):
        return
    timings, asked = Timings(day), []
    for version in definitions_asking(cadence, [period]):
        whose = figure_asked(version, body) if asks_on(version, period.end) else None
        if whose is not None:
            asked.append((version, whose))
    came = _came(asked, period, _moment(day, known_at))
    for version, whose in asked:
        row = came.get((version.indicator_id, whose.pk))
        timing = timings.of(version.closing, period)
        if timing is None or (timing is Timing.FUTURE and row is None):
            continue
        if row is not None:
            part = Part.LATE if row.is_late else Part.ON_TIME
        else:
            part = Part.MISSING if timing is Timing.LATE else Part.AWAITED
        yield Expected(version, whose, period, part, row.pk if row else None)


def _came(
    asked: Iterable[tuple[IndicatorVersion, Organisation]], period: Period, moment: dt.datetime
) -> dict[tuple[int, int], Observation]:
    """The first entries of a period of bodies asked, by indicator and body. Cost: one query."""
    bodies = {body.pk for _version, body in asked}
    rows = _first_entries(bodies, [period], moment).filter(period_end=period.end)
    return {(row.indicator_id, row.organisation_id): row for row in rows}
