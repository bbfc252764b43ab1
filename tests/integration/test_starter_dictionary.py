"""The starter dictionary: loaded once, told where it differs, and what documents print."""

from __future__ import annotations

import pytest

from tests.factories import World, actor, make_world
from tests.indicator_factories import TODAY
from tests.task_factories import noon
from tiendo.indicators.actions.loading import Loaded, load_starter
from tiendo.indicators.loading.rows import Standing, Subject
from tiendo.indicators.models import Indicator, Observation, Target
from tiendo.indicators.starter import read_starter
from tiendo.indicators.starter.planning import Takers

pytestmark = pytest.mark.django_db


def _takers(world: World) -> Takers:
    return Takers(world.skhcn, world.ubnd, world.ubnd)


def _load(world: World, **given: object) -> Loaded:
    with noon(TODAY):
        return load_starter(by=actor(world.coordinator), takers=_takers(world), **given)  # type: ignore[arg-type]


def test_all_of_it_is_loaded_and_a_second_time_nothing() -> None:
    world, starter = make_world(), read_starter()
    first = _load(world)
    assert not first.problems
    assert not first.warnings
    assert Indicator.objects.count() == len(starter.indicators)
    assert Target.objects.count() == sum(len(row.targets) for row in starter.indicators)
    kept = (Observation.objects.count(), Target.objects.count())
    second = _load(world)
    assert second.count(Standing.NEW) == 0
    assert second.count(Standing.DIFFERS) == 0
    assert second.count(Standing.SAME) == first.count(Standing.NEW)
    assert (Observation.objects.count(), Target.objects.count()) == kept
    assert second.count(Standing.SAME, Subject.INDICATOR) == len(starter.indicators)
