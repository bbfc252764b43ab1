"""Who may reach the pages of urls/indicators.py: all staff read, the coordinator keeps them."""

from __future__ import annotations

import datetime as dt

from tests import indicator_factories as made
from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, STAFF, Row
from tests.task_factories import noon
from tiendo.indicators.actions import retire_indicator
from tiendo.indicators.models import IndicatorValue

Args = tuple[object, ...]


def _indicator(world: World) -> Args:
    return (made.an_indicator(world).pk,)


def _value(world: World) -> Args:
    """A figure nobody confirmed yet: those of its body see it, and who oversees."""
    indicator = made.an_indicator(world)
    made.an_observation(world, indicator)
    return (indicator.pk, IndicatorValue.objects.get(indicator=indicator).pk)


def _retired(world: World) -> Args:
    indicator = made.an_indicator(world)
    with noon(made.TODAY):
        retire_indicator(
            by=actor(world.coordinator),
            indicator=indicator,
            on=dt.date(2025, 11, 1),
            reason="Không còn yêu cầu",
        )
    return (indicator.pk,)


def _target(world: World) -> Args:
    return (made.a_target(world, made.an_indicator(world)).pk,)


ROWS: dict[str, Row] = {
    "indicator-list": Row(STAFF),
    "indicator-new": Row(COORDINATORS),
    "formula-check": Row(COORDINATORS, method="post", status=(200,)),
    "indicator": Row(STAFF, _indicator),
    "indicator-value": Row(OVERSEERS | {"skhcn_officer"}, _value),
    "indicator-revise": Row(COORDINATORS, _indicator),
    "indicator-retire": Row(COORDINATORS, _indicator),
    "indicator-restore": Row(COORDINATORS, _retired),
    "indicator-link": Row(COORDINATORS, _indicator),
    "target-new": Row(COORDINATORS, _indicator),
    "target-revise": Row(COORDINATORS, _target),
    "target-withdraw": Row(COORDINATORS, _target),
}
