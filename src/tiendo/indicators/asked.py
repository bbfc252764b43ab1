"""Whom definitions ask for figures, in numbers and in the database.

The one figure of a subject is asked of the owner of its indicator, each other of the body it is of.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, When
from psycopg.types.range import Range

from tiendo.domain.periods import Cadence, Period
from tiendo.indicators.definitions import holds_on, reports
from tiendo.indicators.models import IndicatorVersion, Origin
from tiendo.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class AskedKind:
    """Definitions that ask the same bodies for figures of the same days.

    Missing: ``kinds`` None where it is the ``owner`` alone.
    """

    closing: str
    kinds: frozenset[str] | None
    level: str
    owner: int

    @classmethod
    def of(cls, version: IndicatorVersion) -> AskedKind:
        """That of a definition."""
        group = version.reporters
        if group is None:
            return cls(version.closing, None, "", version.indicator.owner_id)
        return cls(version.closing, frozenset(group.kinds), group.level, 0)

    def asks(self, body: Organisation) -> bool:
        """Whether figures are asked of a body."""
        if self.kinds is None:
            return self.owner == body.pk
        return body.kind in self.kinds and (not self.level or body.level == self.level)


# A frequency, who is asked, the subject of one figure, the number of definitions.
CountedKind = tuple[Cadence, AskedKind, int | None, int]


def kinds_of(versions: QuerySet[IndicatorVersion]) -> Iterator[CountedKind]:
    """Whom definitions of figures that are entered ask, counted. Cost: one query."""
    owner = Case(
        When(subject__isnull=False, then=F("indicator__owner")), output_field=IntegerField()
    )
    group = "reporters__kinds", "reporters__level"
    rows = (
        versions.filter(origin=Origin.ENTERED)
        .order_by()
        .annotate(owner=owner)
        .values_list("frequency", "closing", *group, "owner", "subject")
        .annotate(number=Count("pk"))
    )
    for frequency, closing, kinds, level, own, subject, number in rows:
        asked = None if kinds is None else frozenset(kinds)
        yield Cadence(frequency), AskedKind(closing, asked, level or "", own or 0), subject, number


def frequencies_asked(bodies: Collection[Organisation], day: dt.date) -> Counter[Cadence]:
    """How many figures the definitions of a day ask of bodies, by frequency. Cost: one query."""
    found: Counter[Cadence] = Counter()
    for cadence, kind, _subject, number in kinds_of(
        IndicatorVersion.objects.filter(validity__contains=day)
    ):
        asked = number * sum(kind.asks(body) for body in bodies)
        found.update({cadence: asked} if asked else {})
    return found


def definitions_asking(cadence: Cadence, periods: Sequence[Period]) -> QuerySet[IndicatorVersion]:
    """The definitions of figures entered so often that hold in some periods, by code. Cost: none of
    its own."""
    days = Range(periods[0].start, periods[-1].end, "[]")
    rows = IndicatorVersion.objects.filter(
        frequency=cadence, origin=Origin.ENTERED, validity__overlap=days
    )
    related = rows.select_related("indicator", "reporters", "subject")
    return related.order_by("indicator__code", "number")


def asks_on(version: IndicatorVersion, day: dt.date) -> bool:
    """Whether a definition, and the subject it may have, are there on a day. Cost: none where the
    subject is fetched."""
    subject = version.subject
    is_there = subject is None or holds_on(subject.validity, day)
    return is_there and holds_on(version.validity, day)


def figure_asked(version: IndicatorVersion, body: Organisation) -> Organisation | None:
    """The body whose figure is asked of a body; None where nothing is."""
    if version.reporters is None:
        return version.subject if version.indicator.owner_id == body.pk else None
    return body if reports(body, version) else None


def was_asked(cadence: Cadence, bodies: Collection[int]) -> Q:
    """That the definition of the period's last day asked one of some bodies for an observation,
    and that they, and whom it is of, were there then."""
    version, there = "indicator__versions", "validity__contains"
    of_kind = Q(**{f"{version}__reporters__kinds__contains": [F("organisation__kind")]})
    of_level = Q(**{f"{version}__reporters__level": ""}) | Q(
        **{f"{version}__reporters__level": F("organisation__level")}
    )
    of_subject = Q(
        **{f"{version}__subject": F("organisation"), f"indicator__owner__{there}": F("period_end")},
        indicator__owner__in=bodies,
    )
    return Q(
        of_subject | of_kind & of_level & Q(organisation__in=bodies),
        **{
            f"{version}__{there}": F("period_end"),
            f"{version}__origin": Origin.ENTERED,
            f"{version}__frequency": cadence,
            f"organisation__{there}": F("period_end"),
        },
    )
