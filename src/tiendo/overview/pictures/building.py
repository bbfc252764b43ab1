"""Pictures of figures: what is asked is read as the person sees it, then drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from tiendo.composer.charts import Spec
from tiendo.domain import clock
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.indicators.models import IndicatorVersion
from tiendo.indicators.prospects import forecast_of
from tiendo.indicators.trajectories import Trajectory, TrajectoryFilter, find_trajectories
from tiendo.organisations.models import Organisation
from tiendo.overview.asking import Asked
from tiendo.overview.pictures import reading
from tiendo.overview.pictures.asking import (
    BETWEEN,
    BODY,
    GROUP,
    INDICATOR,
    INDICATORS,
    PERIOD,
    NotAsked,
    find_indicator,
    group_bodies,
    page_of,
    period_of,
    valid_in,
)
from tiendo.overview.pictures.bullets import Bullet, Bullets, draw_bullets
from tiendo.overview.pictures.choosing import (
    chosen_bodies,
    chosen_body,
    chosen_definition,
    chosen_period,
    given_body,
    province,
)
from tiendo.overview.pictures.figures import BodyReading, Goal, Outlook, Picture
from tiendo.overview.pictures.heat_map import Column, HeatMap, draw_heat_map
from tiendo.overview.pictures.multiples import Multiples, draw_multiples
from tiendo.overview.pictures.places import outlines_in_force, spots_of
from tiendo.overview.pictures.ranked import Ranking, draw_ranking
from tiendo.overview.pictures.tile_map import (
    Commune,
    CommuneMap,
    draw_commune_map,
    draw_outlines,
)
from tiendo.overview.pictures.trend import draw_trend
from tiendo.overview.pictures.trend_layers import Trend
from vanban.quantities import Missing

_HEAT_COLUMNS = 6


def _told(asked: Asked, picture: Picture, **found: str) -> Picture:
    """A picture that tells what it was drawn of."""
    return replace(picture, values={**asked.values, **found})


def trend(asked: Asked) -> Picture:
    """How an indicator of a body went, and where it is to go. Cost: about ten queries."""
    version = chosen_definition(asked)
    body = chosen_body(asked, version)
    figures = reading.figures_of(asked, [version.indicator_id], [body.pk])
    targets = list(reading.targets_of(asked, [version.indicator_id], [body.pk]))
    until = max((each.last_day for each in targets if each.last_day), default=None)
    picture = draw_trend(
        Trend(
            reading.measure_of(version),
            reading.short(body),
            reading.points_of(version, figures, asked.day),
            tuple(reading.goal_of(each, version) for each in targets),
            _outlook(asked, version, body, until),
        )
    )
    return _told(asked, picture, **{INDICATOR: str(version.indicator_id), BODY: str(body.pk)})


def _outlook(
    asked: Asked, version: IndicatorVersion, body: Organisation, until: dt.date | None
) -> tuple[Outlook, ...]:
    """The forecast, up to the last day of a target where one is drawn."""
    series = (version.indicator_id, body.pk)
    _forecast, points = forecast_of(series, asked.day, asked.known_at)
    return tuple(
        Outlook(each.day, each.value, each.low, each.high)
        for each in points
        if until is None or each.day <= until
    )


def multiples(asked: Asked) -> Picture:
    """An indicator over time for each body. Cost: about six queries."""
    version = chosen_definition(asked)
    bodies = chosen_bodies(asked, version, None)
    figures = reading.figures_of(asked, [version.indicator_id], [each.pk for each in bodies])
    by_body = reading.by_body(figures)
    rows = [
        (reading.short(body), reading.points_of(version, by_body.get(body.pk, ()), asked.day))
        for body in bodies
    ]
    asking = Multiples(reading.measure_of(version), rows, page_of(asked.values))
    return _told(asked, draw_multiples(asking))


def ranking(asked: Asked) -> Picture:
    """The bodies by their figure in a period. Cost: about eight queries."""
    version = chosen_definition(asked)
    period = chosen_period(asked, version)
    bodies = chosen_bodies(asked, version, period)
    rows = _readings(asked, version, period, bodies)
    measure, name = reading.measure_of(version), reading.name_of(period)
    goal = _shared_goal(asked, version)
    picture = draw_ranking(Ranking(measure, name, rows, goal, page_of(asked.values)))
    return _told(asked, picture, **{PERIOD: reading.label_of(period)})


def _shared_goal(asked: Asked, version: IndicatorVersion) -> Goal | None:
    """The next target of who follows the indicator, where shares are compared: a share asked of
    the whole can be held against its parts, a count cannot."""
    if not reading.measure_of(version).is_ratio:
        return None
    targets = reading.targets_of(asked, [version.indicator_id], [version.standing_for_all])
    coming = [
        each
        for each in targets
        if each.value is not None and (each.last_day is None or each.last_day >= asked.day)
    ]
    return reading.goal_of(coming[0], version) if coming else None


def commune_map(asked: Asked) -> Picture:
    """The communes where they lie, by their figure in a period. Cost: about eight queries."""
    version = chosen_definition(asked)
    period = chosen_period(asked, version)
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
            row.word,
        )
        for body, row in zip(bodies, rows, strict=True)
    ]
    picture = draw_commune_map(
        CommuneMap(reading.measure_of(version), reading.name_of(period), communes)
    )
    return _told(asked, picture, **{PERIOD: reading.label_of(period)})


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
    names = [reading.short(each) for each in bodies]
    picture = draw_heat_map(HeatMap(names, columns, page_of(asked.values)))
    return _told(asked, picture, **{INDICATORS: BETWEEN.join(str(each) for each in ids)})


def _periods(asked: Asked, ids: Sequence[int], bodies: Sequence[int]) -> dict[int, Period]:
    given = period_of(asked.values.get(PERIOD, ""))
    if given is not None:
        return dict.fromkeys(ids, given)
    return reading.last_periods(asked, ids, bodies)


def bullets(asked: Asked) -> Picture:
    """Figures against targets: those of a body, or of an indicator. Cost: about seven queries."""
    indicator = find_indicator(asked.values)
    body = given_body(asked)
    if body is None and indicator is None:
        body = province()
    narrowed = TrajectoryFilter(
        body=body.pk if body else None,
        indicators=frozenset({indicator.pk} if indicator else ()),
    )
    rows = find_trajectories(asked.actor, narrowed, asked.day, asked.known_at)
    subject = reading.short(body) if body else indicator.code if indicator else ""
    found = [_bullet(row, with_body=body is None) for row in rows if row.target.value is not None]
    picture = draw_bullets(Bullets(subject, asked.day, found, page_of(asked.values)))
    return _told(asked, picture, **({BODY: str(body.pk)} if body else {}))


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
        word = reading.word_of(figure) if figure else ""
        rows.append(BodyReading(reading.short(body), value, is_provisional, word))
    return rows


def outline_preview(outlines: Mapping[str, Spec]) -> Picture:
    """Outlines by the id of their body, without figures. Cost: one query."""
    bodies = group_bodies("xa").filter(reading.is_there(clock.today()))
    communes = [
        Commune(
            body.unit_code or "",
            reading.commune_name(body),
            Missing.NO_DATA,
            outline=outlines.get(str(body.pk)),
        )
        for body in bodies
    ]
    return draw_outlines(communes)
