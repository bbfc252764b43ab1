"""The starter dictionary: loaded once, told where it differs, and what documents print."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import World, actor, make_world
from tests.indicator_factories import TODAY, an_indicator
from tests.report_factories import make_document
from tests.task_factories import make_programme, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.indicators.actions.loading import Loaded, load_starter
from tiendo.indicators.figures import print_value, printed
from tiendo.indicators.loading.rows import Standing, Subject
from tiendo.indicators.models import Indicator, IndicatorValue, Observation, Target
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


def test_what_is_there_and_says_otherwise_is_told_and_kept() -> None:
    world = make_world()
    an_indicator(world, "HT.02", name="Phủ sóng 4G", frequency="quarterly")
    found = _load(world, codes={"HT.02"})
    [told] = [change for change in found.changes if change.subject == Subject.INDICATOR]
    assert told.standing == Standing.DIFFERS
    assert ("Tên", "Phủ sóng 4G", "Tỷ lệ dân số được phủ sóng 4G") in [
        (change.field, change.old, change.new) for change in told.fields
    ]
    assert Indicator.objects.get().versions.get().name == "Phủ sóng 4G"
    assert Observation.objects.get().qualifier == "about"


def test_targets_of_the_plan_stand_in_the_programme_that_carries_it_out() -> None:
    world = make_world()
    plan = make_programme(world, document=make_document(world))
    _load(world, codes={"KH146.02", "HT.07"})
    told = {each.indicator.code: each.programme for each in Target.objects.all()}
    assert told == {"KH146.02": plan, "HT.07": None}


def test_without_a_body_of_the_country_its_targets_are_left_out() -> None:
    world = make_world()
    with noon(TODAY):
        load_starter(
            by=actor(world.coordinator),
            takers=Takers(world.skhcn, world.ubnd),
            codes={"NQ57.05", "KH146.02"},
        )
    assert {target.indicator.code for target in Target.objects.all()} == {"KH146.02"}


def test_the_report_loads_to_the_digit_with_its_words_and_names() -> None:
    world = make_world()
    _load(world, codes={"NS.01", "NS.02", "NS.03", "HT.02", "HT.05", "CDS.01"})
    rate = IndicatorValue.objects.get(indicator__code="NS.03")
    version = rate.indicator.versions.get()
    assert rate.value is not None
    assert print_value(rate.value, version) == read_starter().computed["NS.03"]
    signal = Observation.objects.get(indicator__code="HT.02")
    assert printed(signal, signal.indicator.versions.get()) == "khoảng 99,9%"
    assert signal.as_of == TODAY
    [thon] = Observation.objects.get(indicator__code="HT.05").names.all()
    assert (thon.name, thon.place, thon.organisation) == ("Thôn Ea Boa", "", world.ea_trang)
    pilot = Observation.objects.get(indicator__code="CDS.01")
    assert (pilot.as_of, pilot.is_late) == (dt.date(2025, 7, 15), True)
    assert pilot.names.count() == 3
    parts = Observation.objects.filter(indicator__code="NS.02").exclude(breakdown="")
    whole = Observation.objects.get(indicator__code="NS.02", breakdown="")
    assert sum(part.value or 0 for part in parts) == whole.value


def test_only_who_defines_indicators_may_load() -> None:
    world = make_world()
    with pytest.raises(PermissionRefused):
        load_starter(by=actor(world.snv_officer), takers=_takers(world))
