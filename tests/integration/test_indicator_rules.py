"""Rules that figures are checked by: what each says, when, and that its cost does not grow."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import World, actor, make_world
from tests.indicator_factories import FOURTH, SINCE, THIRD, TODAY, an_indicator
from tests.task_factories import noon
from tiendo.domain import clock
from tiendo.domain.formulas import FormulaRefusal
from tiendo.domain.periods import Cadence, period_around
from tiendo.indicators.actions import Cell, Saved, save_cells
from tiendo.indicators.actions.defining import retire_indicator
from tiendo.indicators.actions.dimensions import add_item, define_dimension, edit_item
from tiendo.indicators.actions.rules import RuleFields, end_rule, follow_rule, set_rule
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import (
    CheckKind,
    CheckRule,
    CheckSeverity,
    Dimension,
    Entry,
    Indicator,
    Observation,
    ObservationState,
)
from tiendo.indicators.outlying import Bar, Outlying, find_outlying

pytestmark = pytest.mark.django_db
BLOCK, WARN = CheckSeverity.BLOCK, CheckSeverity.WARN


@pytest.fixture
def world() -> World:
    return make_world()


def _rule(world: World, of: Indicator, kind: CheckKind, **fields: Any) -> CheckRule:
    since = fields.pop("since", SINCE)
    given: dict[str, Any] = {"severity": BLOCK, "source": "Căn cứ thử", **fields}
    with noon(TODAY):
        return set_rule(
            by=actor(world.coordinator),
            indicator=of,
            fields=RuleFields(kind, **given),
            since=since,
        )


def _save(world: World, *cells: Cell, only_good: bool = False) -> Saved:
    with noon(TODAY):
        return save_cells(
            by=actor(world.coordinator), cells=cells, entry=Entry.GRID, only_good=only_good
        )


def _cell(of: Indicator, world: World, raw: str, breakdown: str = "", **given: Any) -> Cell:
    body = given.pop("organisation", world.skhcn)
    return Cell(of, body, given.pop("period", FOURTH), raw, breakdown, **given)


def _words(saved: Saved) -> list[str]:
    return [str(problem.error) for problem in (*saved.problems, *saved.warnings)]


def _sexes(world: World) -> Dimension:
    with noon(TODAY):
        return define_dimension(
            by=actor(world.coordinator),
            code="gioi-tinh",
            name="Giới tính",
            items=[("nam", "Nam"), ("nu", "Nữ")],
        )


def _staff(world: World, code: str = "NL.01", **fields: Any) -> Indicator:
    given = {"name": "Nhân lực", "unit": "người", "decimals": 0, **fields}
    return an_indicator(world, code, **given)


@pytest.fixture
def parted(world: World) -> Indicator:
    return _staff(world, dimensions=(_sexes(world),))


def test_parts_that_do_not_make_the_whole_are_blocked_with_the_gap(
    world: World, parted: Indicator
) -> None:
    _rule(world, parted, CheckKind.PARTS, dimension=Dimension.objects.get())
    cells = [
        _cell(parted, world, "10"),
        _cell(parted, world, "4", "gioi-tinh=nam"),
        _cell(parted, world, "5", "gioi-tinh=nu"),
    ]
    saved = _save(world, *cells)
    assert not saved.kept
    assert len(saved.problems) == 3
    assert str(saved.problems[0].error) == (
        "Tổng các phần là 9 người, khác số chung 10 người: lệch -1 người."
    )


def test_a_part_that_comes_later_is_held_against_the_whole(world: World, parted: Indicator) -> None:
    _rule(world, parted, CheckKind.PARTS, severity=WARN, dimension=Dimension.objects.get())
    assert not _save(world, _cell(parted, world, "10")).warnings
    assert not _save(world, _cell(parted, world, "4", "gioi-tinh=nam")).warnings
    saved = _save(world, _cell(parted, world, "5", "gioi-tinh=nu"))
    assert len(saved.kept) == 1
    assert [problem.error.code for problem in saved.warnings] == ["parts_differ"]
    corrected = _save(world, _cell(parted, world, "6", "gioi-tinh=nu", seen=1))
    assert not corrected.warnings


def test_a_warning_about_parts_is_told_once(world: World, parted: Indicator) -> None:
    _rule(world, parted, CheckKind.PARTS, severity=WARN, dimension=Dimension.objects.get())
    saved = _save(
        world,
        _cell(parted, world, "4", "gioi-tinh=nam"),
        _cell(parted, world, "10"),
        _cell(parted, world, "5", "gioi-tinh=nu"),
    )
    assert [(problem.place, problem.error.code) for problem in saved.warnings] == [
        (1, "parts_differ")
    ]


def test_a_retired_item_without_a_value_is_no_part(world: World, parted: Indicator) -> None:
    dimension = Dimension.objects.get()
    _rule(world, parted, CheckKind.PARTS, severity=WARN, dimension=dimension)
    item = add_item(by=actor(world.coordinator), dimension=dimension, code="khac", name="Khác")
    cells = [
        _cell(parted, world, "10"),
        _cell(parted, world, "4", "gioi-tinh=nam"),
        _cell(parted, world, "5", "gioi-tinh=nu"),
    ]
    with_three = _save(world, *cells)
    assert not with_three.warnings, "a part is not known yet"
    edit_item(by=actor(world.coordinator), item=item, name="Khác", is_retired=True)
    saved = _save(world, _cell(parted, world, "3", "gioi-tinh=nam", seen=1))
    assert [problem.error.code for problem in saved.warnings] == ["parts_differ"]


def test_rounded_shares_may_miss_their_whole_by_the_rounding(world: World) -> None:
    share = an_indicator(world, "TL.01", dimensions=(_sexes(world),))
    _rule(world, share, CheckKind.PARTS, dimension=Dimension.objects.get())
    cells = [
        _cell(share, world, "66,7"),
        _cell(share, world, "33,3", "gioi-tinh=nam"),
        _cell(share, world, "33,3", "gioi-tinh=nu"),
    ]
    assert not _words(_save(world, *cells))


def test_a_condition_tells_both_numbers(world: World) -> None:
    paid = _staff(world, "NS.02", unit="triệu đồng")
    given = _staff(world, "NS.01", unit="tỷ đồng")
    _rule(world, paid, CheckKind.CONSISTENCY, formula="[NS.02] <= [NS.01]")
    assert _save(world, _cell(paid, world, "183.395")).kept
    saved = _save(world, _cell(given, world, "100"))
    assert not saved.kept
    assert _words(saved) == [
        "Không thỏa điều kiện [NS.02] <= [NS.01]: 183.395 triệu đồng so với 100 tỷ đồng."
    ]
    assert _save(world, _cell(given, world, "500")).kept


def test_a_condition_says_nothing_of_another_period_or_body(world: World) -> None:
    paid, given = _staff(world, "NS.02"), _staff(world, "NS.01")
    _rule(world, paid, CheckKind.CONSISTENCY, formula="[NS.02] <= [NS.01]")
    assert _save(world, _cell(given, world, "100")).kept
    assert _save(world, _cell(paid, world, "200", organisation=world.snv)).kept
    late: dict[str, Any] = {"period": THIRD, "reason": "Bổ sung"}
    assert _save(world, _cell(paid, world, "200", **late)).kept


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[NS.02] <= previous([NS.01])", "condition_reach"),
        ("[NS.01] > 0", "condition_of_others"),
        ("[NS.02] <= [NS.03]", "frequency_differs"),
        ("[NS.02] <= [NS.04]", "condition_computed"),
        ("", "rule_condition"),
    ],
)
def test_a_condition_that_cannot_be_asked_is_refused(world: World, text: str, code: str) -> None:
    paid = _staff(world, "NS.02")
    _staff(world, "NS.01")
    _staff(world, "NS.03", frequency="monthly")
    _staff(world, "NS.04", formula="[NS.01]")
    with pytest.raises(IndicatorError) as caught:
        _rule(world, paid, CheckKind.CONSISTENCY, formula=text)
    assert caught.value.code == code
    assert str(caught.value)


def test_an_indicator_that_a_rule_names_is_not_retired(world: World) -> None:
    every = _staff(world, "NL.02")
    rule = _rule(world, _staff(world), CheckKind.CONSISTENCY, formula="[NL.01] <= [NL.02]")
    by = actor(world.coordinator)
    given: dict[str, Any] = {"on": TODAY, "reason": "Trùng"}
    with noon(TODAY), pytest.raises(IndicatorError, match=r"chỉ tiêu NL\.01 còn so với NL\.02"):
        retire_indicator(by=by, indicator=every, **given)
    with noon(TODAY):
        end_rule(by=by, rule=rule, **given)
        assert retire_indicator(by=by, indicator=every, **given).state == "retired"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, 5, "khoảng cho phép (không quá 5 người)"),
        (20, None, "khoảng cho phép (không dưới 20 người)"),
        (1, 5, "khoảng cho phép từ 1 người đến 5 người"),
    ],
)
def test_bounds_are_told_as_they_are(
    world: World, low: int | None, high: int | None, words: str
) -> None:
    staff = _staff(world)
    bounds = {"low": low, "high": high}
    given = {side: Decimal(bound) for side, bound in bounds.items() if bound is not None}
    _rule(world, staff, CheckKind.RANGE, severity=WARN, **given)
    assert words in _words(_save(world, _cell(staff, world, "10")))[0]


@pytest.mark.parametrize("text", ["[NS.02] + 1", "[NS.02] <= [KHONG.CO]", "[NS.02] <= 5 %"])
def test_what_is_no_condition_is_refused_by_the_language(world: World, text: str) -> None:
    with pytest.raises(FormulaRefusal):
        _rule(world, _staff(world, "NS.02"), CheckKind.CONSISTENCY, formula=text)


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        (CheckKind.RANGE, {}, "rule_bounds"),
        (CheckKind.RANGE, {"low": Decimal(2), "high": Decimal(1)}, "rule_reversed"),
        (CheckKind.JUMP, {"high": Decimal(-1)}, "rule_negative"),
        (CheckKind.PARTS, {}, "rule_dimension"),
        (CheckKind.RANGE, {"low": Decimal(1), "source": " "}, "rule_source"),
    ],
)
def test_a_rule_that_says_too_little_is_refused(
    world: World, kind: CheckKind, fields: dict[str, Any], code: str
) -> None:
    with pytest.raises(IndicatorError) as caught:
        _rule(world, an_indicator(world), kind, **fields)
    assert caught.value.code == code


def test_a_rule_is_ended_and_followed_by_another(world: World) -> None:
    coverage = an_indicator(world)
    first = _rule(world, coverage, CheckKind.RANGE, high=Decimal("0.5"))
    by = actor(world.coordinator)
    since = dt.date(2025, 10, 1)
    wider = RuleFields(CheckKind.RANGE, BLOCK, "Căn cứ mới", high=Decimal(1))
    with noon(TODAY):
        second = follow_rule(by=by, rule=first, fields=wider, since=since, reason="Nới mức")
    assert _save(world, _cell(coverage, world, "99,9")).kept
    late = _save(world, _cell(coverage, world, "99,9", period=THIRD, reason="Bổ sung"))
    assert [problem.error.code for problem in late.problems] == ["out_of_range"]
    with pytest.raises(IndicatorError, match="hết hiệu lực"):
        end_rule(by=by, rule=first, on=TODAY, reason="Thử")
    with pytest.raises(IndicatorError, match="không sau ngày bắt đầu"):
        end_rule(by=by, rule=second, on=since, reason="Thử")
    with pytest.raises(IndicatorError, match="Chưa nêu lý do"):
        end_rule(by=by, rule=second, on=TODAY, reason="")
    assert end_rule(by=by, rule=second, on=TODAY, reason="Bỏ").validity.upper == TODAY


def _months(world: World, of: Indicator, *figures: str) -> None:
    start = dt.date(2025, 3, 1)
    cells = []
    for figure in figures:
        period = period_around(Cadence.MONTHLY, start)
        cells.append(_cell(of, world, figure, period=period, reason="Bổ sung"))
        start = period.end + dt.timedelta(days=1)
    assert len(_save(world, *cells).kept) == len(figures)


def _confirm_all(world: World) -> None:
    answered = {"confirmed_by": world.snv_head, "confirmed_at": clock.now()}
    Observation.objects.update(state=ObservationState.CONFIRMED, **answered)


def test_of_two_rules_alike_the_second_is_refused(world: World) -> None:
    staff = _staff(world)
    first = _rule(world, staff, CheckKind.RANGE, high=Decimal(5))
    _rule(world, staff, CheckKind.RANGE, high=Decimal(5), severity=WARN)
    _rule(world, staff, CheckKind.RANGE, high=Decimal(5), low=Decimal(1))
    with pytest.raises(IndicatorError, match="đang áp dụng từ"):
        _rule(world, staff, CheckKind.RANGE, high=Decimal(5))
    with noon(TODAY):
        end_rule(by=actor(world.coordinator), rule=first, on=TODAY, reason="Bỏ")
    assert _rule(world, staff, CheckKind.RANGE, high=Decimal(5), since=TODAY).pk


def test_a_figure_far_from_its_own_series_is_warned_of(world: World) -> None:
    staff = _staff(world, frequency="monthly")
    _months(world, staff, "100", "102", "98", "101", "99", "103", "100")
    november = period_around(Cadence.MONTHLY, TODAY)
    quiet = _save(world, _cell(staff, world, "1.001", period=november))
    assert quiet.kept and not quiet.warnings, "nobody answered for what it is unlike"
    _confirm_all(world)
    odd = _save(world, _cell(staff, world, "1.000", period=november, reason="Sửa", seen=1))
    assert len(odd.kept) == 1
    assert _words(odd) == [
        "1.000 người khác xa 7 kỳ trước đã xác nhận (trung vị 100 người). "
        "Kiểm tra lại số trước khi lưu."
    ]
    found = find_outlying(actor(world.coordinator), [staff.pk])
    assert [(one.value.period_start, one.value.value) for one in found] == [
        (november.start, Decimal(1000))
    ]
    assert not find_outlying(actor(world.snv_officer), [staff.pk]), "not confirmed yet"


def test_a_share_far_from_other_bodies_is_warned_of(world: World) -> None:
    coverage = an_indicator(world)
    others = [world.ubnd, world.vp, world.snv, world.stc, world.congan, world.tan_an]
    cells = [
        _cell(coverage, world, f"9{place}", organisation=body) for place, body in enumerate(others)
    ]
    assert not _words(_save(world, *cells))
    quiet = _save(world, _cell(coverage, world, "9,8"))
    assert quiet.kept and not quiet.warnings, "what others have not confirmed tells nothing"
    _confirm_all(world)
    odd = _save(world, _cell(coverage, world, "9,9", reason="Sửa", seen=1))
    assert [problem.error.code for problem in odd.warnings] == ["outlying_peers"]


def test_counts_of_bodies_are_not_compared_and_few_figures_say_nothing(world: World) -> None:
    staff = _staff(world)
    others = [world.ubnd, world.vp, world.snv, world.stc, world.congan, world.tan_an]
    cells = [_cell(staff, world, f"1{n}", organisation=body) for n, body in enumerate(others)]
    assert not _words(_save(world, *cells))
    assert not _words(_save(world, _cell(staff, world, "9.000")))


def test_the_cost_of_checking_does_not_grow_with_figures(world: World) -> None:
    sexes = _sexes(world)
    indicators = [_staff(world, f"NL.{n}", dimensions=(sexes,)) for n in range(1, 5)]
    for number, of in enumerate(indicators):
        _rule(world, of, CheckKind.RANGE, high=Decimal(1000))
        _rule(world, of, CheckKind.JUMP, high=Decimal(5))
        _rule(world, of, CheckKind.PARTS, dimension=sexes)
        other = indicators[number - 1].code
        _rule(world, of, CheckKind.CONSISTENCY, formula=f"[{of.code}] <= 2 * [{other}]")
    few = _queries(world, [_cell(indicators[0], world, "5")])
    bodies = [world.snv, world.stc, world.vp]
    many = _queries(
        world, [_cell(of, world, "5", organisation=body) for of in indicators for body in bodies]
    )
    assert Observation.objects.count() == 13
    assert many <= few


def _queries(world: World, cells: list[Cell]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert _save(world, *cells).kept
    return len(queries)


def test_many_bodies_share_one_scale() -> None:
    start = dt.date(2025, 10, 1)
    shares = [(body, Decimal(80 + body % 7) / 100) for body in range(150)]
    outlying = Outlying(Bar.on(TODAY), Definitions({}), {}, {(1, start, ""): shares})
    for value, expected in (("0.83", False), ("0.1", True)):
        row = Observation(
            indicator_id=1, organisation_id=3, period_start=start, value=Decimal(value)
        )
        found = outlying.outlooks(row)["outlying_peers"]
        assert (found.is_outlying, found.count) == (expected, 150)
    assert len(outlying.scales) == 1
