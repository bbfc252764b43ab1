"""Figures come in, are corrected, confirmed and published; nothing that was said is lost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import World, actor, make_world
from tests.task_factories import noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.audit.models import AuditEvent
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.indicators.actions import (
    Cell,
    Definition,
    Saved,
    TargetFields,
    confirm_observations,
    define_indicator,
    publish_observations,
    retire_indicator,
    revise_definition,
    revise_target,
    save_cells,
    set_target,
)
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.figures import printed
from tiendo.indicators.models import (
    CheckRule,
    Comparator,
    Direction,
    Entry,
    Indicator,
    IndicatorValue,
    Observation,
    Target,
)
from tiendo.indicators.models.dictionary import Frequency
from tiendo.indicators.permissions import visible_observations

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 11, 10)
THIRD = period_around(Cadence.QUARTERLY, dt.date(2025, 9, 1))
FOURTH = period_around(Cadence.QUARTERLY, TODAY)
SINCE = dt.date(2025, 1, 1)


@pytest.fixture
def world() -> World:
    return make_world()


def coverage(**changes: Any) -> Definition:
    fields: dict[str, Any] = {
        "name": "Tỷ lệ dân số được phủ sóng 4G",
        "unit": "%",
        "direction": Direction.HIGHER,
        "frequency": Frequency.QUARTERLY,
        "decimals": 1,
    }
    return Definition(**{**fields, **changes})


@pytest.fixture
def indicator(world: World) -> Indicator:
    with noon(TODAY):
        return define_indicator(
            by=actor(world.coordinator),
            code="HT.01",
            owner=world.skhcn,
            definition=coverage(),
            since=SINCE,
        )


def save(who: Any, *cells: Cell, only_good: bool = False, on: dt.date = TODAY) -> Saved:
    with noon(on):
        return save_cells(by=actor(who), cells=cells, entry=Entry.GRID, only_good=only_good)


def codes(saved: Saved) -> list[tuple[int, str]]:
    return [(problem.place, problem.error.code) for problem in saved.problems]


def test_a_figure_is_kept_with_its_word_and_shown_where_pages_look(
    world: World, indicator: Indicator
) -> None:
    saved = save(world.snv_officer, Cell(indicator, world.snv, FOURTH, "khoảng 99,9%"))
    (row,) = saved.kept
    assert (row.value, row.qualifier, row.as_of) == (Decimal("0.999"), "about", TODAY)
    assert printed(row, indicator.versions.get()) == "khoảng 99,9%"
    value = IndicatorValue.objects.get()
    assert (value.state, value.value, value.measured, value.counted) == ("value", row.value, 1, 1)
    assert AuditEvent.objects.filter(action="observation.enter").count() == 1


def test_zero_is_a_value_and_a_declared_gap_is_none(world: World, indicator: Indicator) -> None:
    saved = save(
        world.snv_officer,
        Cell(indicator, world.snv, THIRD, "0", reason="Nhập bổ sung"),
        Cell(indicator, world.snv, FOURTH, is_missing=True, note="Chưa đo"),
    )
    assert [(row.value, row.is_missing) for row in saved.kept] == [
        (Decimal(0), False),
        (None, True),
    ]
    states = IndicatorValue.objects.order_by("period_start").values_list("state", "value")
    assert list(states) == [("value", Decimal(0)), ("no_data", None)]


def test_bad_cells_keep_everything_out_unless_the_good_ones_are_asked_for(
    world: World, indicator: Indicator
) -> None:
    cells = [
        Cell(indicator, world.snv, FOURTH, "95"),
        Cell(indicator, world.snv, Period(FOURTH.start, TODAY), "95"),
        Cell(indicator, world.snv, period_around(Cadence.QUARTERLY, dt.date(2026, 1, 1)), "95"),
        Cell(indicator, world.snv, THIRD, "95"),
        Cell(indicator, world.snv, THIRD, "1,234.5", reason="muộn"),
        Cell(indicator, world.snv, THIRD, "", reason="muộn"),
        Cell(indicator, world.snv, THIRD, "95 người", reason="muộn"),
        Cell(indicator, world.snv, FOURTH, "95", breakdown="gioi-tinh=nu"),
        Cell(indicator, world.snv, FOURTH, "95", as_of=dt.date(2025, 9, 30)),
        Cell(indicator, world.snv, FOURTH, is_missing=True),
    ]
    expected = [
        (1, "period_unknown"),
        (2, "period_future"),
        (3, "period_closed"),
        (4, "foreign_number"),
        (5, "empty"),
        (6, "other_unit"),
        (7, "breakdown_unknown"),
        (8, "as_of_outside"),
        (9, "reason_missing"),
    ]
    saved = save(world.snv_officer, *cells)
    assert (saved.kept, codes(saved)) == ((), expected)
    assert all(str(problem.error) for problem in saved.problems)
    assert not Observation.objects.exists()
    saved = save(world.snv_officer, *cells, only_good=True)
    assert ([row.value for row in saved.kept], codes(saved)) == ([Decimal("0.95")], expected)


def test_a_body_that_was_dissolved_has_no_figures_after_its_end(
    world: World, indicator: Indicator
) -> None:
    from django.db.backends.postgresql.psycopg_any import DateRange

    world.snv.validity = DateRange(None, dt.date(2025, 7, 1))
    saved = save(world.snv_officer, Cell(indicator, world.snv, FOURTH, "95"))
    assert codes(saved) == [(0, "body_not_valid")]


def test_a_correction_is_a_revision_and_nobody_writes_over_what_was_not_seen(
    world: World, indicator: Indicator
) -> None:
    first = save(world.snv_officer, Cell(indicator, world.snv, FOURTH, "95")).kept[0]
    stale = save(world.snv_head, Cell(indicator, world.snv, FOURTH, "96"))
    assert codes(stale) == [(0, "edited_meanwhile")]
    assert "95,0%" in str(stale.problems[0].error)
    same = save(world.snv_head, Cell(indicator, world.snv, FOURTH, "95,0", seen=1))
    assert (same.unchanged, same.kept) == (1, ())
    second = save(world.snv_head, Cell(indicator, world.snv, FOURTH, "96", seen=1)).kept[0]
    assert (second.revision, second.corrects_id) == (2, first.pk)
    assert list(Observation.objects.filter(is_current=True)) == [second]
    assert IndicatorValue.objects.get().value == Decimal("0.96")


def test_a_confirmed_figure_is_corrected_with_a_reason_only(
    world: World, indicator: Indicator
) -> None:
    row = save(world.snv_officer, Cell(indicator, world.snv, FOURTH, "95")).kept[0]
    with noon(TODAY):
        with pytest.raises(PermissionRefused):
            confirm_observations(by=actor(world.snv_officer), rows=[row])
        with pytest.raises(PermissionRefused):
            confirm_observations(by=actor(world.stc_head), rows=[row])
        assert confirm_observations(by=actor(world.snv_head), rows=[row]) == 1
        with pytest.raises(IndicatorError, match="Đã xác nhận"):
            confirm_observations(by=actor(world.snv_head), rows=[row])
        assert publish_observations(by=actor(world.coordinator), rows=[row]) == 1
    refused = save(world.snv_officer, Cell(indicator, world.snv, FOURTH, "94", seen=1))
    assert codes(refused) == [(0, "correction_reason")]
    kept = save(world.snv_officer, Cell(indicator, world.snv, FOURTH, "94", seen=1, reason="Sai"))
    assert kept.kept[0].state == "provisional"
    assert Observation.objects.get(revision=1).state == "published"


def test_strangers_enter_nothing_and_see_what_is_confirmed(
    world: World, indicator: Indicator
) -> None:
    with pytest.raises(PermissionRefused):
        save(world.stc_officer, Cell(indicator, world.snv, FOURTH, "95"))
    row = save(world.snv_officer, Cell(indicator, world.snv, FOURTH, "95")).kept[0]
    seen = {
        name: visible_observations(actor(getattr(world, name))).exists()
        for name in ("snv_officer", "stc_officer", "leader", "administrator")
    }
    assert seen == {
        "snv_officer": True, "stc_officer": False, "leader": True, "administrator": False,
    }  # fmt: skip
    with noon(TODAY):
        confirm_observations(by=actor(world.snv_head), rows=[row])
    assert visible_observations(actor(world.stc_officer)).exists()


def test_rules_warn_or_block_with_the_arithmetic(world: World, indicator: Indicator) -> None:
    rule = {
        "indicator": indicator, "validity": (SINCE, None), "source": "Thử", "set_by": world.leader,
        "set_at": dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
    }  # fmt: skip
    CheckRule.objects.create(kind="range", severity="block", low=0, high=1, **rule)
    CheckRule.objects.create(kind="jump", severity="warn", low="0.2", high="0.2", **rule)
    assert codes(save(world.snv_officer, Cell(indicator, world.snv, FOURTH, "101"))) == [
        (0, "out_of_range")
    ]
    save(world.snv_officer, Cell(indicator, world.snv, THIRD, "50", reason="muộn"))
    saved = save(world.snv_officer, Cell(indicator, world.snv, FOURTH, "75"))
    assert len(saved.kept) == 1
    (warning,) = saved.warnings
    assert warning.error.code == "jumps"
    assert "50%" in str(warning.error) and "20%" in str(warning.error)


def test_many_cells_cost_as_many_queries_as_few(
    world: World, indicator: Indicator, django_assert_num_queries: Any
) -> None:
    months = [period_around(Cadence.QUARTERLY, dt.date(2025, month, 1)) for month in (1, 4, 7)]
    with noon(TODAY):
        by = actor(world.snv_officer)
        few = [Cell(indicator, world.snv, FOURTH, "95")]
        many = [Cell(indicator, world.snv, each, "95", reason="muộn") for each in months]
        for cells in (few, many):
            with django_assert_num_queries(14):
                save_cells(by=by, cells=cells, entry=Entry.GRID)


def test_the_database_keeps_what_was_said(world: World, indicator: Indicator) -> None:
    row = save(world.snv_officer, Cell(indicator, world.snv, FOURTH, "95")).kept[0]
    for change in (
        lambda: Observation.objects.filter(pk=row.pk).update(value=1),
        lambda: Observation.objects.filter(pk=row.pk).delete(),
        lambda: indicator.versions.update(unit="người"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_definition_holds_for_its_own_periods(world: World, indicator: Indicator) -> None:
    turn = dt.date(2025, 10, 1)
    save(world.snv_officer, Cell(indicator, world.snv, FOURTH, "95"))
    by = actor(world.coordinator)
    with noon(TODAY):
        with pytest.raises(IndicatorError, match="lý do"):
            revise_definition(
                by=by, indicator=indicator, definition=coverage(), since=turn, reason=" "
            )
        with pytest.raises(IndicatorError, match="đơn vị"):
            revise_definition(
                by=by, indicator=indicator, definition=coverage(unit="người"), since=turn,
                reason="Đổi đơn vị",
            )  # fmt: skip
        revise_definition(
            by=by, indicator=indicator, definition=coverage(decimals=2), since=turn,
            reason="Công bố hai số lẻ",
        )  # fmt: skip
        row = Observation.objects.get()
        old, new = indicator.versions.all()
        assert (printed(row, old), printed(row, new)) == ("95,0%", "95,00%")
        retire_indicator(by=by, indicator=indicator, on=dt.date(2026, 1, 1), reason="Hết dùng")
        with pytest.raises(IndicatorError, match="ngừng"):
            retire_indicator(by=by, indicator=indicator, on=dt.date(2026, 2, 1), reason="Nữa")


@pytest.mark.parametrize("code", ["ht.01", "HT 01", "HT..1", "", "A" * 41])
def test_a_code_must_be_one_that_formulas_can_name(world: World, code: str) -> None:
    with pytest.raises(IndicatorError) as refused:
        define_indicator(
            by=actor(world.coordinator), code=code, owner=world.skhcn, definition=coverage(),
            since=SINCE,
        )  # fmt: skip
    assert refused.value.code == "code_malformed"


def aim(**changes: Any) -> TargetFields:
    fields: dict[str, Any] = {
        "comparator": Comparator.GT,
        "value": Decimal("0.55"),
        "wording": "trên 55%",
        "source": "57-NQ/TW, Mục II.1",
    }
    return TargetFields(**{**fields, **changes})


def test_the_same_target_in_two_documents_stays_two(world: World, indicator: Indicator) -> None:
    by = actor(world.coordinator)
    with noon(TODAY):
        first = set_target(by=by, indicator=indicator, organisation=world.ubnd, fields=aim())
        other = aim(comparator=Comparator.GE, wording="≥ 55", source="03/NQ-CP, Phụ lục I")
        set_target(by=by, indicator=indicator, organisation=world.ubnd, fields=other)
        assert Target.objects.count() == 2
        with pytest.raises(IndicatorError, match="văn bản quyết định"):
            revise_target(by=by, target=first, fields=aim(), effective_on=TODAY, deciding_words=" ")
        revised = revise_target(
            by=by, target=first, fields=aim(value=Decimal("0.6"), wording="trên 60%"),
            effective_on=TODAY, deciding_words="Nghị quyết số 1/NQ-CP ngày 01/11/2025",
        )  # fmt: skip
        assert revised.revises_id == first.pk
        with pytest.raises(IndicatorError) as refused:
            revise_target(
                by=by, target=first, fields=aim(), effective_on=TODAY, deciding_words="Lần nữa"
            )
    assert refused.value.is_conflict
    assert Target.objects.get(pk=first.pk).value == Decimal("0.55")
