"""What there is to choose for a picture, and what it is drawn of where nothing was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tiendo.domain.periods import Period
from tiendo.indicators.models import Indicator, IndicatorVersion, Target
from tiendo.organisations.models import Level, Organisation
from tiendo.overview.asking import Asked
from tiendo.overview.pictures import reading
from tiendo.overview.pictures.asking import (
    BODY,
    GROUP,
    INDICATOR,
    PERIOD,
    NotAsked,
    find_indicator,
    group_bodies,
    period_of,
    valid_in,
)


class Among(StrEnum):
    """Of which indicators a picture can be drawn."""

    ANY = "any"
    REPORTED = "reported"  # by several bodies, each for itself
    COMMUNES = "communes"


@dataclass(frozen=True, slots=True)
class Offered:
    """An indicator to choose. ``is_aimed``: somebody set a target for it."""

    pk: int
    code: str
    name: str
    is_aimed: bool


def offered_indicators(asked: Asked, among: Among) -> list[Offered]:
    """The indicators whose figures the person sees and of which the picture can be drawn, by
    code; where several bodies report none, all that have figures. Cost: two queries, or three."""
    bodies = group_bodies("xa") if among is Among.COMMUNES else None
    versions = reading.latest_versions(reading.measured_indicators(asked, bodies))
    rows = list(versions.values_list("indicator", "indicator__code", "name", "reporters"))
    if among is Among.REPORTED:
        rows = [row for row in rows if row[3] is not None] or rows
    aimed = set(Target.objects.order_by().values_list("indicator", flat=True).distinct())
    found = [Offered(pk, code, name, pk in aimed) for pk, code, name, _reporters in rows]
    return sorted(found, key=lambda each: each.code)


def settled(asked: Asked, offered: Sequence[Offered]) -> Asked:
    """The same with an indicator: the first with a target, as it tells most, else the first."""
    if asked.values.get(INDICATOR) or not offered:
        return asked
    first = next((each for each in offered if each.is_aimed), offered[0])
    return replace(asked, values={**asked.values, INDICATOR: str(first.pk)})


def chosen_definition(asked: Asked) -> IndicatorVersion:
    """The definition of the indicator asked for. Cost: two queries. Errors: NotAsked."""
    indicator = find_indicator(asked.values)
    version = reading.definition_on(indicator, asked.day) if indicator else None
    if version is None:
        raise NotAsked(_("Chọn một chỉ tiêu để vẽ."))
    return version


def given_body(asked: Asked) -> Organisation | None:
    """The body asked for. Cost: at most one query."""
    given = asked.values.get(BODY)
    return Organisation.objects.filter(pk=given).first() if given else None


def chosen_body(asked: Asked, version: IndicatorVersion) -> Organisation:
    """The body asked for, else whose figure it is; of an indicator that each body reports the
    first that has figures. Cost: at most one query."""
    body = given_body(asked)
    if body is None and version.reporters is not None:
        measured = reading.measured_bodies(asked, version.indicator_id)
        body = Organisation.objects.filter(pk__in=measured).order_by("sort_key", "pk").first()
    return body or version.subject or version.indicator.owner


def chosen_period(asked: Asked, version: IndicatorVersion) -> Period:
    """The period asked for, else the last one with figures. Errors: NotAsked."""
    given = period_of(asked.values.get(PERIOD, ""))
    found = given or reading.last_periods(asked, [version.indicator_id]).get(version.indicator_id)
    if found is None:
        raise NotAsked(_("Chỉ tiêu này chưa có số liệu của kỳ nào. Chọn chỉ tiêu khác."))
    return found


def chosen_bodies(
    asked: Asked, version: IndicatorVersion, period: Period | None
) -> list[Organisation]:
    """The bodies of the group asked for, else those that report, else those with figures."""
    group = asked.values.get(GROUP)
    there = valid_in(period) if period else reading.is_there(asked.day)
    if group:
        return list(group_bodies(group).filter(there))
    if version.reporters is not None:
        return list(_reporting(version).filter(there).order_by("sort_key", "pk"))
    measured = reading.measured_bodies(asked, version.indicator_id)
    return list(Organisation.objects.filter(pk__in=measured).order_by("sort_key", "pk"))


def _reporting(version: IndicatorVersion) -> QuerySet[Organisation]:
    assert version.reporters is not None  # noqa: S101 - for the type checker
    found = Organisation.objects.filter(kind__in=version.reporters.kinds)
    return found.filter(level=version.reporters.level) if version.reporters.level else found


def bodies_told(asked: Asked, indicator: Indicator | None) -> QuerySet[Organisation]:
    """The bodies that have figures or targets, or report figures, of an indicator; without one
    those with targets. Cost: at most one query of its own."""
    if indicator is None:
        return _by_name(Q(pk__in=Target.objects.order_by().values("organisation")))
    targets = Target.objects.filter(indicator=indicator).order_by().values("organisation")
    wanted = Q(pk__in=targets) | Q(pk__in=reading.measured_bodies(asked, indicator.pk))
    version = reading.definition_on(indicator, asked.day)
    if version is not None and version.reporters is not None:
        reporting = _reporting(version).filter(reading.is_there(asked.day))
        wanted |= Q(pk__in=reporting.order_by().values("pk"))
    else:
        wanted |= Q(pk=version.standing_for_all if version else indicator.owner_id)
    return _by_name(wanted)


def _by_name(wanted: Q) -> QuerySet[Organisation]:
    return Organisation.objects.filter(wanted).order_by("sort_key", "pk")


def province() -> Organisation | None:
    """The body of the province whose plan it is, the People's Committee mostly: the first with
    targets. Cost: one query."""
    targets = Target.objects.order_by().values_list("organisation", flat=True)
    bodies = Organisation.objects.filter(pk__in=targets, level=Level.PROVINCE)
    return bodies.order_by("sort_key").first()
