"""Pictures of figures: what is asked is read as the person sees it, then drawn."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.indicators.models import IndicatorVersion, Target
from tiendo.indicators.prospects import forecast_of
from tiendo.indicators.trajectories import Trajectory, TrajectoryFilter, find_trajectories
from tiendo.organisations.models import Level, Organisation
from tiendo.overview.asking import Asked
from tiendo.overview.pictures import reading
from tiendo.overview.pictures.asking import (
    BETWEEN,
    BODY,
    GROUP,
    INDICATORS,
    PERIOD,
    NotAsked,
    find_indicator,
    group_bodies,
    period_of,
    valid_in,
)
from tiendo.overview.pictures.bullets import Bullet, Bullets, draw_bullets
from tiendo.overview.pictures.figures import BodyReading, Goal, Measure, Outlook, Picture
from tiendo.overview.pictures.heat_map import Column, HeatMap, draw_heat_map
from tiendo.overview.pictures.multiples import Multiples, draw_multiples
from tiendo.overview.pictures.places import outlines_in_force, spots_of
from tiendo.overview.pictures.ranked import Ranking, draw_ranking
from tiendo.overview.pictures.tile_map import Commune, CommuneMap, draw_commune_map
from tiendo.overview.pictures.trend import Trend, draw_trend
from vanban.quantities import Missing

_HEAT_COLUMNS = 6


def chosen_definition(asked: Asked) -> IndicatorVersion:
    """The definition of the indicator asked for. Cost: two queries. Errors: NotAsked."""
    indicator = find_indicator(asked.values)
    version = reading.definition_on(indicator, asked.day) if indicator else None
    if version is None:
        raise NotAsked(_("Chọn một chỉ tiêu để vẽ."))
    return version


def chosen_body(asked: Asked, version: IndicatorVersion) -> Organisation:
    """The body asked for, else the one that follows the indicator. Cost: at most one query."""
    given = asked.values.get(BODY)
    body = Organisation.objects.filter(pk=given).first() if given else None
    return body or version.indicator.owner


def trend(asked: Asked) -> Picture:
    """How an indicator of a body went, and where it is to go. Cost: about ten queries."""
    version = chosen_definition(asked)
    body = chosen_body(asked, version)
    figures = reading.figures_of(asked, [version.indicator_id], [body.pk])
    targets = reading.targets_of(asked, [version.indicator_id], [body.pk])
    return draw_trend(
        Trend(
            reading.measure_of(version),
            reading.short(body),
            reading.points_of(version, figures, asked.day),
            tuple(reading.goal_of(each, version) for each in targets),
            _outlook(asked, version, body),
        )
    )


def _outlook(asked: Asked, version: IndicatorVersion, body: Organisation) -> tuple[Outlook, ...]:
    series = (version.indicator_id, body.pk)
    _forecast, points = forecast_of(series, asked.day, asked.known_at)
    return tuple(Outlook(each.day, each.value, each.low, each.high) for each in points)


def multiples(asked: Asked) -> Picture:
    """An indicator over time for each body. Cost: about six queries."""
    version = chosen_definition(asked)
    bodies = _bodies(asked, version, None)
    figures = reading.figures_of(asked, [version.indicator_id], [each.pk for each in bodies])
    by_body = reading.by_body(figures)
    rows = [
        (reading.short(body), reading.points_of(version, by_body.get(body.pk, ()), asked.day))
        for body in bodies
    ]
    return draw_multiples(Multiples(reading.measure_of(version), rows))


def ranking(asked: Asked) -> Picture:
    """The bodies by their figure in a period. Cost: about eight queries."""
    version = chosen_definition(asked)
    period = _period(asked, version)
    bodies = _bodies(asked, version, period)
    rows = _readings(asked, version, period, bodies)
    measure, name = reading.measure_of(version), reading.name_of(period)
    return draw_ranking(Ranking(measure, name, rows, _shared_goal(asked, version)))


def _shared_goal(asked: Asked, version: IndicatorVersion) -> Goal | None:
    """The next target of who follows the indicator, where shares are compared: a share asked of
    the whole can be held against its parts, a count cannot."""
    if not reading.measure_of(version).is_ratio:
        return None
    targets = reading.targets_of(asked, [version.indicator_id], [version.indicator.owner_id])
    coming = [
        each
        for each in targets
        if each.value is not None and (each.last_day is None or each.last_day >= asked.day)
    ]
    return reading.goal_of(coming[0], version) if coming else None


def commune_map(asked: Asked) -> Picture:
    """The communes where they lie, by their figure in a period. Cost: about eight queries."""
    version = chosen_definition(asked)
    period = _period(asked, version)
    bodies = list(group_bodies("xa").filter(valid_in(period)))
    rows = _readings(asked, version, period, bodies)
    spots, outlines = spots_of(bodies), outlines_in_force()
    communes = [
        Commune(
            body.unit_code or f"#{body.pk}",
            reading.commune_name(body),
            row.reading,
            row.is_provisional,
            spots.get(body.pk),
            outlines.get(str(body.pk)),
        )
        for body, row in zip(bodies, rows, strict=True)
    ]
    return draw_commune_map(
        CommuneMap(reading.measure_of(version), reading.name_of(period), communes)
    )


def heat_map(asked: Asked) -> Picture:
    """Bodies × indicators, each in its last period. Cost: about eight queries."""
    wanted = asked.values.get(INDICATORS, "")
    ids = [int(each) for each in wanted.split(BETWEEN)] if wanted else []
    bodies = list(group_bodies(asked.values.get(GROUP, "xa")).filter(reading.is_there(asked.day)))
    keys = [each.pk for each in bodies]
    ids = ids or reading.most_measured(asked, keys, _HEAT_COLUMNS)
    if not ids:
        raise NotAsked(_("Chưa có chỉ tiêu nào có số liệu của các cơ quan này."))
    periods = _periods(asked, ids, keys)
    figures = reading.figures_of(asked, ids, keys, set(periods.values()))
    columns = []
    for version in reading.definitions_on(ids, asked.day):
        running = period_around(Cadence(version.frequency), asked.day)
        period = periods.get(version.indicator_id, running)
        found = {
            each.organisation.pk: reading.reading_of(each)
            for each in figures
            if each.indicator == version.indicator_id and each.period == period
        }
        lacking = reading.absent(version, period, asked.day)
        readings = [found.get(body, lacking) for body in keys]
        columns.append(Column(reading.measure_of(version), reading.name_of(period), readings))
    return draw_heat_map(HeatMap([reading.short(each) for each in bodies], columns))


def _periods(asked: Asked, ids: Sequence[int], bodies: Sequence[int]) -> dict[int, Period]:
    given = period_of(asked.values.get(PERIOD, ""))
    if given is not None:
        return dict.fromkeys(ids, given)
    return reading.last_periods(asked, ids, bodies)


def bullets(asked: Asked) -> Picture:
    """Figures against targets: those of a body, or of an indicator. Cost: about seven queries."""
    indicator = find_indicator(asked.values)
    given = asked.values.get(BODY)
    body = Organisation.objects.filter(pk=given).first() if given else None
    if body is None and indicator is None:
        body = _province()
    narrowed = TrajectoryFilter(
        body=body.pk if body else None,
        indicators=frozenset({indicator.pk} if indicator else ()),
    )
    rows = find_trajectories(asked.actor, narrowed, asked.day, asked.known_at)
    subject = reading.short(body) if body else indicator.code if indicator else ""
    found = [_bullet(row, with_body=body is None) for row in rows if row.target.value is not None]
    return draw_bullets(Bullets(subject, asked.day, found))


def _province() -> Organisation | None:
    """The body with most targets: whose plan it is, mostly the People's Committee."""
    targets = Target.objects.values_list("organisation", flat=True)
    bodies = Organisation.objects.filter(pk__in=targets.order_by(), level=Level.PROVINCE)
    return bodies.order_by("sort_key").first()


def _bullet(row: Trajectory, *, with_body: bool) -> Bullet:
    name = reading.short(row.target.organisation) if with_body else row.version.name
    figure = row.figure
    value = reading.reading_of(figure) if figure else reading.nothing(row)
    return Bullet(
        label=name,
        measure=reading.measure_of(row.version),
        reading=value,
        period=reading.name_of(figure.period) if figure else "",
        goal=reading.goal_of(row.target, row.version),
        required=row.achievement.required,
        verdict=row.verdict,
    )


def _period(asked: Asked, version: IndicatorVersion) -> Period:
    """The period asked for, else the last one with figures. Errors: NotAsked."""
    given = period_of(asked.values.get(PERIOD, ""))
    found = given or reading.last_periods(asked, [version.indicator_id]).get(version.indicator_id)
    if found is None:
        raise NotAsked(_("Chỉ tiêu này chưa có số liệu của kỳ nào. Chọn chỉ tiêu khác."))
    return found


def _bodies(asked: Asked, version: IndicatorVersion, period: Period | None) -> list[Organisation]:
    """The bodies of the group asked for, else those that report, else those with figures."""
    group = asked.values.get(GROUP)
    there = valid_in(period) if period else reading.is_there(asked.day)
    if group:
        return list(group_bodies(group).filter(there))
    if version.reporters is not None:
        found = Organisation.objects.filter(there, kind__in=version.reporters.kinds)
        if version.reporters.level:
            found = found.filter(level=version.reporters.level)
        return list(found.order_by("sort_key", "pk"))
    measured = reading.measured_bodies(asked, version.indicator_id)
    return list(Organisation.objects.filter(pk__in=measured).order_by("sort_key", "pk"))


def _readings(
    asked: Asked, version: IndicatorVersion, period: Period, bodies: Sequence[Organisation]
) -> list[BodyReading]:
    keys = [each.pk for each in bodies]
    figures = reading.figures_of(asked, [version.indicator_id], keys, {period})
    found = {each.organisation.pk: each for each in figures if each.period == period}
    lacking = reading.absent(version, period, asked.day)
    rows = []
    for body in bodies:
        figure = found.get(body.pk)
        value = reading.reading_of(figure) if figure else lacking
        is_provisional = figure is not None and figure.is_provisional
        rows.append(BodyReading(reading.short(body), value, is_provisional))
    return rows


def outline_preview() -> Picture:
    """The outlines in force, without figures. Cost: two queries."""
    bodies = list(group_bodies("xa").filter(reading.is_there(clock.today())))
    spots, outlines = spots_of(bodies), outlines_in_force()
    communes = [
        Commune(
            body.unit_code or f"#{body.pk}",
            reading.commune_name(body),
            Missing.NO_DATA,
            False,
            spots.get(body.pk),
            outlines.get(str(body.pk)),
        )
        for body in bodies
    ]
    measure = Measure("", _("Ranh giới"), "", False, str)
    return draw_commune_map(CommuneMap(measure, _("đang dùng"), communes))
