"""The dictionary as it stood on a day: each indicator with its latest value and nearest target."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models import Value as Constant
from django.db.models.functions import Coalesce

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.indicators.aims import targets_on
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.known_values import Figure, entries_known, figures_by_id, values_on
from tiendo.indicators.models import IndicatorVersion, Target, ValueState
from tiendo.indicators.recomputing import figures_apart

# What an indicator may lack.
WITHOUT_TARGET, WITHOUT_VALUE, UNMEASURED = "no_target", "no_value", "unmeasured"
SORTS = {
    "code": ("indicator__code",),
    "name": ("folded", "indicator__code"),
    "owner": ("indicator__owner__sort_key", "indicator__code"),
    "frequency": ("frequency", "indicator__code"),
}


@dataclass(frozen=True, slots=True)
class IndicatorFilter:
    """What the dictionary is narrowed to; empty values narrow nothing.

    ``body``: whose values and targets are looked at; ``lacks``: UNMEASURED are indicators with a
    target of a body that has no value.
    """

    text: str = ""
    owner: int | None = None
    body: int | None = None
    programme: int | None = None
    state: str = ""
    origin: str = ""
    frequency: str = ""
    is_verified: bool | None = None
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of the list; ``figure_version`` is the definition of the figure's own period.

    Missing: no value known, no target in force.
    """

    version: IndicatorVersion
    figure: Figure | None
    target: Target | None
    figure_version: IndicatorVersion


def definitions_on(day: dt.date, known_at: dt.datetime | None = None) -> QuerySet[IndicatorVersion]:
    """The definition of each indicator that stands on a day, as known at a moment: the last one
    begun; of an indicator that begins later, today also its first. Cost: no query of its own."""
    known = IndicatorVersion.objects.all()
    if known_at is not None:
        known = known.filter(decided_at__lt=known_at)
    same = known.filter(indicator=OuterRef("indicator"))
    begun = same.filter(validity__startswith__lte=day).order_by("-number").values("pk")[:1]
    chosen: Any = Subquery(begun)
    if day >= clock.today():
        chosen = Coalesce(chosen, Subquery(same.order_by("number").values("pk")[:1]))
    return known.filter(pk=chosen)


def select_indicators(
    actor: Actor,
    narrowed: IndicatorFilter,
    day: dt.date,
    known_at: dt.datetime | None = None,
    sort: str = "code",
) -> QuerySet[IndicatorVersion]:
    """The definitions of the indicators asked for. Cost: no query of its own, but those of
    ``figures_apart`` where a body or what lacks figures is asked for."""
    found = definitions_on(day, known_at).select_related("indicator__owner")
    if not actor.may("indicator.view"):
        return found.none()
    for word in fold(narrowed.text).split():
        found = found.filter(Q(folded__contains=word) | Q(indicator__code__icontains=word))
    given = {
        "indicator__owner": narrowed.owner,
        "indicator__state": narrowed.state,
        "origin": narrowed.origin,
        "frequency": narrowed.frequency,
    }
    found = found.filter(**{name: value for name, value in given.items() if value})
    if narrowed.is_verified is not None:
        found = found.filter(is_verified=narrowed.is_verified)
    found = _of_targets(actor, found, narrowed, day, known_at)
    return found.order_by(*_ordering(sort))


def _ordering(sort: str) -> Sequence[Any]:
    fields = SORTS.get(sort.removeprefix("-"), SORTS["code"])
    return [f"-{fields[0]}" if sort.startswith("-") else fields[0], *fields[1:]]


def _of_targets(
    actor: Actor,
    found: QuerySet[IndicatorVersion],
    narrowed: IndicatorFilter,
    day: dt.date,
    known_at: dt.datetime | None,
) -> QuerySet[IndicatorVersion]:
    here = {"indicator": OuterRef("indicator")}
    targets = targets_on(day, known_at).filter(**here)
    figures = _figures(actor, day, known_at).filter(**here)
    if narrowed.body is not None:
        targets = targets.filter(organisation=narrowed.body)
        figures = figures.filter(organisation=narrowed.body)
    has_figures = Q(Exists(figures))
    if narrowed.body is not None or narrowed.lacks == WITHOUT_VALUE:
        bodies = None if narrowed.body is None else [narrowed.body]
        apart = figures_apart(actor, day, known_at, bodies=bodies)
        numbers = {each.indicator for each in apart if each.value is not None}
        has_figures |= Q(indicator__in=numbers)
    if narrowed.body is not None:
        found = found.filter(Q(Exists(targets)) | has_figures)
    if narrowed.programme is not None:
        found = found.filter(Exists(targets.filter(programme=narrowed.programme)))
    if narrowed.lacks == WITHOUT_TARGET:
        found = found.filter(~Exists(targets))
    if narrowed.lacks == WITHOUT_VALUE:
        found = found.filter(~has_figures)
    if narrowed.lacks == UNMEASURED:
        found = found.filter(Exists(targets.filter(_unmeasured(actor, day, known_at))))
    return found


def _unmeasured(actor: Actor, day: dt.date, known_at: dt.datetime | None) -> Q:
    """That the body of a target has no value of its indicator. Cost: as ``figures_apart``."""
    place = {"indicator": OuterRef("indicator"), "organisation": OuterRef("organisation")}
    unmeasured = Q(~Exists(_figures(actor, day, known_at).filter(**place)))
    bodies = targets_on(day, known_at).values("organisation")
    indicators = targets_on(day, known_at).values("indicator")
    for each in figures_apart(actor, day, known_at, indicators=indicators, bodies=bodies):
        if each.value is not None:
            unmeasured &= ~Q(indicator=each.indicator, organisation=each.organisation)
    return unmeasured


def unmeasured_targets(
    actor: Actor, day: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Target]:
    """The targets in force whose body has no value. Cost: as ``figures_apart``."""
    return targets_on(day, known_at).filter(_unmeasured(actor, day, known_at))


def _figures(actor: Actor, day: dt.date, known_at: dt.datetime | None) -> QuerySet[Any]:
    """The figures of the whole, told as numbers: values, or entries at a moment."""
    if known_at is None:
        return values_on(actor, day).filter(breakdown="", state=ValueState.VALUE)
    return entries_known(actor, day, known_at).filter(breakdown="", value__isnull=False)


def read_rows(
    actor: Actor,
    versions: QuerySet[IndicatorVersion],
    narrowed: IndicatorFilter,
    day: dt.date,
    known_at: dt.datetime | None = None,
) -> list[IndicatorRow]:
    """Definitions with value and target: those of the body asked for, else of the subject or the
    owner, else the newest of any body. Cost: four queries."""
    figures = _any_figures(actor, day, known_at)
    latest = _of_whom(figures, narrowed.body, ("-period_end", "-period_start", "organisation"))
    nearest = _of_whom(targets_on(day, known_at), narrowed.body, _nearest(day))
    chosen = list(versions.annotate(figure_id=latest, target_id=nearest))
    known = figures_by_id([row.figure_id for row in chosen if row.figure_id], known_at)
    apart = _by_indicator(actor, [row.indicator_id for row in chosen], narrowed, day, known_at)
    aims = Target.objects.select_related("organisation", "programme").in_bulk(
        [row.target_id for row in chosen if row.target_id]
    )
    past = _all_versions(chosen)
    return [
        IndicatorRow(row, figure, aims.get(row.target_id), _version_of(figure, row, past))
        for row in chosen
        for figure in (_latest(row, known.get(row.figure_id), apart[row.indicator_id]),)
    ]


def _by_indicator(
    actor: Actor,
    indicators: Collection[int],
    narrowed: IndicatorFilter,
    day: dt.date,
    known_at: dt.datetime | None,
) -> defaultdict[int, list[Figure]]:
    """The figures that no table holds. Cost: as ``figures_apart``."""
    bodies = None if narrowed.body is None else [narrowed.body]
    found: defaultdict[int, list[Figure]] = defaultdict(list)
    for each in figures_apart(actor, day, known_at, indicators=indicators, bodies=bodies):
        found[each.indicator].append(each)
    return found


def _latest(row: IndicatorVersion, stored: Figure | None, apart: Sequence[Figure]) -> Figure | None:
    """The newest of all: of the subject or the owner before others, as ``_of_whom``."""
    figures = [*apart, stored] if stored else apart

    def place(figure: Figure) -> tuple[bool, dt.date, dt.date]:
        is_own = figure.organisation.pk == row.standing_for_all
        return is_own, figure.period.end, figure.period.start

    return max(figures, key=place, default=None)


def _all_versions(chosen: Sequence[IndicatorVersion]) -> Definitions:
    versions: defaultdict[int, list[IndicatorVersion]] = defaultdict(list)
    found = IndicatorVersion.objects.filter(indicator__in={row.indicator_id for row in chosen})
    for version in found.order_by("indicator", "number"):
        versions[version.indicator_id].append(version)
    return Definitions(dict(versions))


def _version_of(
    figure: Figure | None, row: IndicatorVersion, past: Definitions
) -> IndicatorVersion:
    if figure is None:
        return row
    try:
        return past.on(row.indicator, figure.period)
    except IndicatorError:
        return row


def _any_figures(actor: Actor, day: dt.date, known_at: dt.datetime | None) -> QuerySet[Any]:
    """As ``_figures``, with those that say that there is none."""
    if known_at is None:
        return values_on(actor, day).filter(breakdown="")
    return entries_known(actor, day, known_at).filter(breakdown="")


def _of_whom(rows: QuerySet[Any, Model], body: int | None, ordering: Sequence[Any]) -> Any:
    """The first of an indicator's rows: of one body, else of its subject or owner before others."""
    here = rows.filter(indicator=OuterRef("indicator")).order_by(*ordering)
    if body is not None:
        return Subquery(here.filter(organisation=body).values("pk")[:1])
    own = here.filter(organisation=Coalesce(OuterRef("subject"), OuterRef("indicator__owner")))
    return Coalesce(Subquery(own.values("pk")[:1]), Subquery(here.values("pk")[:1]))


def _nearest(day: dt.date) -> Sequence[Any]:
    """Targets to come first, the nearest of them; then those without a day; then past ones."""
    group = Case(
        When(last_day__gte=day, then=Constant(0)),
        When(last_day__isnull=True, then=Constant(1)),
        default=Constant(2),
        output_field=IntegerField(),
    )
    return group, F("last_day").asc(nulls_last=True), "pk"
