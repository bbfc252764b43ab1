"""What a report says of measures: confirmed figures as of its day, and where targets stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Case, IntegerField, QuerySet, Value, When

from tiendo.accounts.actor import Actor
from tiendo.indicators.breakdowns import items_of
from tiendo.indicators.definitions import is_asked_of
from tiendo.indicators.known_values import Figure, entries_known, figure_known
from tiendo.indicators.models import (
    Indicator,
    IndicatorVersion,
    Observation,
    ObservationName,
    Origin,
)
from tiendo.indicators.trajectories import (
    Trajectory,
    TrajectoryFilter,
    find_trajectories,
    is_not_due,
    latest_figures,
    version_on,
    versions_of,
)
from tiendo.organisations.models import Level
from tiendo.reporting.facts.tasks import Subject
from tiendo.reporting.models import ValueState

OBSERVATION = "indicators.observation"
_LIVE = re.compile(r"(?<![a-z])indicator:([A-Z][A-Z0-9]*(?:[._-][A-Z0-9]+)*)")
_REFERENCE = re.compile(r"\[([A-Z][A-Z0-9._-]*)")


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with the definition of its period, the entries behind it and what it counts by
    name."""

    figure: Figure
    version: IndicatorVersion
    observations: tuple[int, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """What is known of an indicator. ``own``: the figure of the body reported on; ``parts``: its
    figures told apart, by the codes of their items; ``of_bodies``: those of all bodies.

    Missing: ``own`` is None where nothing is known; ``lacking`` says why. ``is_asked``: there is to
    be a figure of the body.
    """

    code: str
    version: IndicatorVersion
    own: Told | None
    parts: Mapping[frozenset[str], Told]
    of_bodies: tuple[Told, ...]
    lacking: ValueState
    is_asked: bool


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """The indicators a report tells of, by their codes, and the dimensions they are told apart by.

    Shape: ``dimensions`` by code, each with its items as pairs of code and name in their order.
    """

    indicators: Mapping[str, IndicatorFact]
    dimensions: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def read_indicators(by: Actor, subject: Subject, codes: Collection[str]) -> MeasureFacts:
    """The figures of indicators as the compiler may see them: entered ones once they are confirmed,
    computed ones of what was known.

    Cost: about eight queries, twenty where some are computed, whatever the number of figures.
    """
    found = list(Indicator.objects.filter(code__in=codes))
    versions = versions_of([row.pk for row in found], subject.known_at)
    known = [row for row in found if versions.get(row.pk)]
    current = {row.pk: version_on(versions[row.pk], subject.as_of) for row in known}
    told = _Told(by, subject, versions)
    entered = told.entered({pk for pk, v in current.items() if v.origin == Origin.ENTERED})
    body = subject.body.pk if subject.body else None
    whose = {pk: body or version.standing_for_all for pk, version in current.items()}
    computed = told.computed(
        {(pk, whose[pk]) for pk, v in current.items() if v.origin != Origin.ENTERED}
    )
    return MeasureFacts(
        {
            row.code: _fact(
                row, current[row.pk], subject, whose[row.pk], entered[row.pk], computed.get(row.pk)
            )
            for row in known
        },
        _dimensions(current.values()),
    )


def read_targets(by: Actor, subject: Subject, codes: Sequence[str] = ()) -> list[Trajectory]:
    """The targets of the programme with their verdicts, of confirmed figures alone; of some
    indicators, of the body where the report is a body's. Cost: five queries."""
    wanted = frozenset(
        Indicator.objects.filter(code__in=codes).values_list("pk", flat=True) if codes else ()
    )
    if codes and not wanted:
        return []
    narrowed = TrajectoryFilter(
        programme=subject.programme.pk,
        body=subject.body.pk if subject.body else None,
        indicators=wanted,
    )
    reader, day, known_at = _confirmed_reader(by), subject.as_of, subject.known_at
    return find_trajectories(reader, narrowed, day, known_at, confirmed=True)


def _confirmed_reader(by: Actor) -> Actor:
    """The person as one who reads confirmed figures alone: a report tells no others, whoever
    composes it."""
    only = frozenset({"indicator.view"})
    posts = tuple(replace(post, permissions=post.permissions & only) for post in by.posts)
    # Not replaced: that of a request is read when it is asked for, and is no dataclass itself.
    return Actor(by.user_id, by.username, posts)


def told_of(by: Actor, subject: Subject, row: Trajectory) -> Told | None:
    """The figure a verdict is made of, with the entries behind it; None where there is none.

    Cost: none for entered figures, two queries for computed ones.
    """
    if row.figure is None:
        return None
    if row.figure.observation is not None:
        return Told(row.figure, row.figure_version, (row.figure.observation,))
    inputs = _inputs(by, subject, row.figure, row.figure_version)
    return Told(row.figure, row.figure_version, inputs)


class _Told:
    """Reads figures with what stands behind them."""

    def __init__(
        self, by: Actor, subject: Subject, versions: Mapping[int, Sequence[IndicatorVersion]]
    ) -> None:
        self._by = by
        self._subject = subject
        self._versions = versions

    def entered(self, indicators: Collection[int]) -> defaultdict[int, list[Told]]:
        """The last confirmed figure of each indicator, body and breakdown. Cost: two queries."""
        rows = list(_latest(self._confirmed().filter(indicator__in=indicators)))
        names = _names_of([row.pk for row in rows])
        found: defaultdict[int, list[Told]] = defaultdict(list)
        for row in rows:
            figure = figure_known(row, self._subject.known_at)
            version = self._version(figure)
            found[row.indicator_id].append(Told(figure, version, (row.pk,), names.get(row.pk, ())))
        return found

    def computed(self, series: Collection[tuple[int, int]]) -> dict[int, Told]:
        """The last figure of computed indicators, by indicator, with the entries they rest on."""
        if not series:
            return {}
        subject = self._subject
        reader = _confirmed_reader(self._by)
        figures = latest_figures(reader, series, subject.as_of, subject.known_at, confirmed=True)
        return {
            indicator: Told(
                figure,
                self._version(figure),
                _inputs(self._by, subject, figure, self._version(figure)),
            )
            for (indicator, _body), figure in figures.items()
        }

    def _confirmed(self) -> QuerySet[Observation]:
        subject = self._subject
        known = entries_known(self._by, subject.as_of, subject.known_at)
        return known.filter(confirmed_at__lt=subject.known_at).select_related("organisation")

    def _version(self, figure: Figure) -> IndicatorVersion:
        return version_on(self._versions[figure.indicator], figure.period.end)


def _inputs(
    by: Actor, subject: Subject, figure: Figure, version: IndicatorVersion
) -> tuple[int, ...]:
    """The entries of the period that a formula names, of the body or of those right below."""
    here = entries_known(by, subject.as_of, subject.known_at).filter(
        indicator__code__in=set(_REFERENCE.findall(version.formula)),
        breakdown="",
        period_start__lte=figure.period.end,
        period_end__gte=figure.period.start,
    )
    rows = here.order_by("pk").values_list("pk", "organisation")
    own = [pk for pk, body in rows if body == figure.organisation.pk]
    below = here.filter(organisation__parent=figure.organisation).values_list("pk", flat=True)
    return tuple(own or below.order_by("pk"))


def _latest(rows: QuerySet[Observation]) -> QuerySet[Observation]:
    """The last of each place: one that is a number before any that says why there is none."""
    is_number = When(value__isnull=False, then=Value(0))
    numbers_first = Case(is_number, default=Value(1), output_field=IntegerField())
    place = ("indicator_id", "organisation_id", "breakdown")
    return rows.order_by(*place, numbers_first, "-period_end", "-period_start").distinct(*place)


def _names_of(observations: Collection[int]) -> Mapping[int, tuple[str, ...]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = ObservationName.objects.filter(observation__in=observations)
    for row in rows.select_related("organisation").order_by("observation", "order"):
        place = row.place or _commune(row)
        found[row.observation_id].append(f"{row.name}, {place}" if place else row.name)
    return {pk: tuple(names) for pk, names in found.items()}


def _commune(row: ObservationName) -> str:
    """The commune a thing lies in ("xã Ea Trang"); "" where it is the commune itself, or none."""
    if row.organisation is None or row.organisation.level != Level.COMMUNE:
        return ""
    name = row.organisation.name.removeprefix("Ủy ban nhân dân ")
    return "" if name.casefold() == row.name.casefold() else name


def _fact(
    row: Indicator,
    version: IndicatorVersion,
    subject: Subject,
    body: int,
    entered: Iterable[Told],
    computed: Told | None,
) -> IndicatorFact:
    told = list(entered)
    own = {_items(each): each for each in told if each.figure.organisation.pk == body}
    wholes = [each for each in told if not each.figure.breakdown]
    is_late = is_not_due(version, subject.as_of)
    return IndicatorFact(
        code=row.code,
        version=version,
        own=computed or own.get(frozenset()),
        parts={items: each for items, each in own.items() if items},
        of_bodies=tuple(sorted(wholes, key=lambda each: bytes(each.figure.organisation.sort_key))),
        lacking=ValueState.NOT_DUE if is_late else ValueState.NO_DATA,
        is_asked=subject.body is None or is_asked_of(version, subject.body),
    )


def _items(told: Told) -> frozenset[str]:
    return frozenset(items_of(told.figure.breakdown).values())


def _dimensions(
    versions: Iterable[IndicatorVersion],
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    chosen = IndicatorVersion.objects.filter(pk__in=[each.pk for each in versions])
    return {
        dimension.code: tuple((item.code, item.name) for item in dimension.items.all())
        for version in chosen.prefetch_related("dimensions__items")
        for dimension in version.dimensions.all()
    }


def asked_codes(options: Iterable[object]) -> Iterator[str]:
    """The codes of indicators that plain options name: in lists called so, and as live values."""
    for each in options:
        if isinstance(each, str):
            yield from _LIVE.findall(each)
        elif isinstance(each, Mapping):
            yield from asked_codes(each.values())
            listed = each.get("indicators", ())
            yield from (listed if isinstance(listed, list | tuple) else ())
        elif isinstance(each, list | tuple):
            yield from asked_codes(each)
