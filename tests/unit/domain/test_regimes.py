"""Rules of regimes: what is refused, which cycles a stretch of days has, how a rule is said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.periods import ONE_DAY, Period
from tiendo.domain.regime_errors import RegimeRuleError
from tiendo.domain.regime_rules import read_due, read_rule, write_due, write_rule
from tiendo.domain.regime_words import cycle_name, due_words, printed_due, rule_words
from tiendo.domain.regimes import (
    Closing,
    CountedFrom,
    CycleDates,
    DueKind,
    DueRule,
    Frequency,
    RegimeRule,
    Shift,
    Unit,
    cycles,
    due_of,
    event_cycle,
)
from tiendo.domain.working_days import WorkingDays

DAY = dt.date
PLAIN = WorkingDays()
WINDOW = {"label": "Đợt 1", "start": "2025-01-01", "end": "2025-03-31"}


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        ([], "rule_not_object", "rule"),
        ({}, "rule_missing", "rule.frequency"),
        ({"frequency": "weekly"}, "rule_unknown", "rule.frequency"),
        ({"frequency": "monthly"}, "rule_missing", "rule.closing"),
        ({"frequency": "monthly", "closing": {"kind": "x"}}, "rule_unknown", "rule.closing.kind"),
        (
            {"frequency": "monthly", "closing": {"kind": "own", "day": 32}},
            "rule_number",
            "rule.closing.day",
        ),
        (
            {"frequency": "monthly", "closing": {"kind": "own", "day": True}},
            "rule_number",
            "rule.closing.day",
        ),
        (
            {"frequency": "monthly", "closing": {"kind": "own", "is_whole": 1}},
            "rule_unknown",
            "rule.closing.is_whole",
        ),
        (
            {"frequency": "quarterly", "closing": {"kind": "decree"}, "parts": [5]},
            "rule_number",
            "rule.parts",
        ),
        (
            {"frequency": "quarterly", "closing": {"kind": "decree"}, "parts": 1},
            "rule_not_object",
            "rule.parts",
        ),
        ({"frequency": "listed", "windows": []}, "rule_windows_empty", None),
        ({"frequency": "listed", "windows": {}}, "rule_not_object", "rule.windows"),
        (
            {"frequency": "listed", "windows": [WINDOW | {"end": "31/3"}]},
            "rule_day",
            "rule.windows[0].end",
        ),
        (
            {"frequency": "listed", "windows": [WINDOW | {"label": " "}]},
            "rule_unknown",
            "rule.windows[0].label",
        ),
        (
            {"frequency": "listed", "windows": [WINDOW | {"end": "2024-01-01"}]},
            "rule_window_order",
            None,
        ),
        ({"frequency": "listed", "windows": [WINDOW, WINDOW]}, "rule_label_twice", None),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_with_its_place(
    data: Any, code: str, path: str | None
) -> None:
    with pytest.raises(RegimeRuleError) as caught:
        read_rule(data)
    assert (caught.value.code, caught.value.params.get("path")) == (code, path)
    assert str(caught.value)


@pytest.mark.parametrize(
    ("data", "code", "path"),
    [
        (None, "rule_not_object", "due"),
        ({"kind": "day"}, "rule_missing", "due.day"),
        ({"kind": "day", "day": 0}, "rule_number", "due.day"),
        ({"kind": "day", "day": 5, "shift": "up"}, "rule_unknown", "due.shift"),
        ({"kind": "after", "number": -1}, "rule_number", "due.number"),
        ({"kind": "after", "number": 2, "from": "x"}, "rule_unknown", "due.from"),
        ({"kind": "listed", "days": {"a": "x"}}, "rule_day", "due.days.a"),
    ],
)
def test_a_due_rule_that_cannot_be_read_is_refused_with_its_place(
    data: Any, code: str, path: str
) -> None:
    with pytest.raises(RegimeRuleError) as caught:
        read_due(data)
    assert (caught.value.code, caught.value.params.get("path")) == (code, path)


def test_only_the_cycles_that_end_within_the_days_are_laid() -> None:
    monthly = RegimeRule(Frequency.MONTHLY, Closing.DECREE)
    found = list(cycles(monthly, DAY(2025, 11, 14), DAY(2026, 1, 13)))
    assert [cycle.label for cycle in found] == ["2025-11", "2025-12"]
    assert list(cycles(monthly, DAY(2025, 11, 15), DAY(2025, 12, 13))) == []


def test_a_rule_by_event_lays_nothing_by_itself() -> None:
    assert list(cycles(RegimeRule(Frequency.ON_EVENT), DAY(2025, 1, 1), DAY(2030, 1, 1))) == []
    cycle = event_cycle(DAY(2026, 8, 27))
    assert (cycle.label, cycle.period) == ("2026-08-27", Period(DAY(2026, 8, 27), DAY(2026, 8, 27)))


def test_a_day_counted_from_the_level_before_needs_it() -> None:
    rule = DueRule(DueKind.AFTER, number=3, counted_from=CountedFrom.PREVIOUS)
    cycle = event_cycle(DAY(2025, 11, 14))
    assert due_of(rule, cycle, PLAIN, DAY(2025, 11, 18)).last_day == DAY(2025, 11, 21)
    with pytest.raises(RegimeRuleError, match="không có cấp trước"):
        due_of(rule, cycle, PLAIN)


def test_a_listed_cycle_needs_its_day() -> None:
    with pytest.raises(RegimeRuleError, match="chưa có ngày hạn"):
        due_of(DueRule(DueKind.LISTED), event_cycle(DAY(2025, 11, 14)), PLAIN)


def test_the_printed_day_is_kept_beside_the_last_one() -> None:
    rule = DueRule(DueKind.DAY, day=10, is_strict=True)
    cycle = CycleDates(
        "2025-H1", Period(DAY(2024, 12, 1), DAY(2025, 5, 31)), DAY(2025, 5, 31), DAY(2025, 6, 1)
    )
    due = due_of(rule, cycle, PLAIN)
    assert (due.key, due.last_day, due.is_moved) == (DAY(2025, 6, 10), DAY(2025, 6, 9), False)
    assert printed_due(due) == "trước ngày 10/6/2025"


def test_a_moved_day_says_so() -> None:
    rule = DueRule(DueKind.DAY, day=15, shift=Shift.AFTER)
    cycle = CycleDates(
        "2025-11", Period(DAY(2025, 11, 1), DAY(2025, 11, 30)), DAY(2025, 11, 30), DAY(2025, 11, 1)
    )
    assert due_of(rule, cycle, PLAIN).last_day == DAY(2025, 11, 17)
    assert due_of(rule, cycle, PLAIN).is_moved


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (RegimeRule(Frequency.MONTHLY, Closing.DECREE), "Hằng tháng, chốt số liệu theo Nghị định"),
        (
            RegimeRule(Frequency.HALFYEARLY, Closing.OWN, (1,), 31, 1),
            "6 tháng đầu năm, chốt số liệu ngày cuối tháng 5 hằng năm",
        ),
        (
            RegimeRule(Frequency.YEARLY, Closing.OWN, (), 10, 1),
            "Hằng năm, chốt số liệu ngày 10 tháng 11 hằng năm",
        ),
        (
            RegimeRule(Frequency.MONTHLY, Closing.OWN, (), 5, -1, is_whole=True),
            "Hằng tháng, chốt số liệu ngày 5 của tháng sau, số liệu lấy trọn kỳ theo lịch",
        ),
        (RegimeRule(Frequency.QUARTERLY, parts=(2, 4)), "Quý 2, 4 hằng năm, chốt số liệu"),
        (RegimeRule(Frequency.MULTI_YEAR), "5 năm một lần, từ năm 2021"),
        (RegimeRule(Frequency.ON_EVENT), "Khi ban hành văn bản"),
        (RegimeRule(Frequency.LISTED, windows=(event_cycle(DAY(2025, 1, 1)),)), "1 kỳ: 2025-01-01"),
    ],
)
def test_a_rule_is_said_in_one_sentence(rule: RegimeRule, words: str) -> None:
    assert words in rule_words(rule)


@pytest.mark.parametrize(
    ("rule", "frequency", "parts", "words"),
    [
        (
            DueRule(DueKind.DAY, day=25, months_after=-1, is_strict=True),
            Frequency.YEARLY,
            (),
            "trước ngày 25 tháng 11 hằng năm",
        ),
        (
            DueRule(DueKind.DAY, day=10, months_after=1, shift=Shift.BEFORE),
            Frequency.MONTHLY,
            (),
            "chậm nhất ngày 10 của tháng sau, gặp ngày nghỉ thì nộp vào ngày làm việc liền trước",
        ),
        (
            DueRule(DueKind.DAY, day=5, months_after=2),
            Frequency.QUARTERLY,
            (),
            "chậm nhất ngày 5 của 2 tháng sau tháng cuối kỳ",
        ),
        (
            DueRule(DueKind.DAY, day=10, is_strict=True),
            Frequency.HALFYEARLY,
            (1,),
            "trước ngày 10 tháng 6 hằng năm",
        ),
        (
            DueRule(DueKind.DAY, day=5, months_after=1),
            Frequency.QUARTERLY,
            (),
            "chậm nhất ngày 5 của tháng liền sau kỳ",
        ),
        (
            DueRule(DueKind.AFTER, number=2),
            Frequency.MONTHLY,
            (),
            "trong 02 ngày làm việc sau ngày chốt số liệu",
        ),
        (
            DueRule(DueKind.AFTER, number=15, unit=Unit.CALENDAR, counted_from=CountedFrom.ISSUE),
            Frequency.ON_EVENT,
            (),
            "trong 15 ngày sau ngày ban hành văn bản",
        ),
        (DueRule(DueKind.LISTED), Frequency.LISTED, (), "theo ngày ghi cho từng kỳ"),
    ],
)
def test_a_due_rule_is_said_in_words(
    rule: DueRule, frequency: Frequency, parts: tuple[int, ...], words: str
) -> None:
    assert due_words(rule, RegimeRule(frequency, parts=parts)) == words


def test_counted_days_are_printed_as_the_regime_counts_them() -> None:
    due = due_of(DueRule(DueKind.AFTER, number=2), event_cycle(DAY(2025, 11, 14)), PLAIN)
    words = "trong 02 ngày làm việc sau ngày chốt số liệu"
    assert printed_due(due) == words


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("2025-11", "tháng 11 năm 2025"),
        ("2025-Q3", "quý 3 năm 2025"),
        ("2025-H1", "6 tháng đầu năm 2025"),
        ("2025-H2", "6 tháng cuối năm 2025"),
        ("2025-9M", "9 tháng đầu năm 2025"),
        ("2025", "năm 2025"),
        ("2021-2025", "giai đoạn 2021–2025"),
        ("2025-11-10-2", "ngày 10/11/2025"),
        ("Đợt 1", "Đợt 1"),
    ],
)
def test_a_cycle_is_named_by_its_label(label: str, name: str) -> None:
    assert cycle_name(label) == name


laid = st.builds(
    RegimeRule,
    frequency=st.sampled_from(
        [
            Frequency.MONTHLY,
            Frequency.QUARTERLY,
            Frequency.HALFYEARLY,
            Frequency.NINE_MONTHS,
            Frequency.YEARLY,
        ]
    ),
    closing=st.sampled_from(Closing),
    day=st.integers(1, 31),
    months_early=st.integers(-3, 6),
    is_whole=st.booleans(),
)


@given(rule=laid, year=st.integers(2020, 2035))
def test_each_cycle_is_found_on_its_last_day_and_on_no_other(rule: RegimeRule, year: int) -> None:
    """The oracle asks for each cycle alone: laying it in two halves or whole is the same."""
    start, middle, end = DAY(year, 1, 1), DAY(year, 7, 1), DAY(year, 12, 31)
    whole = list(cycles(rule, start, end))
    assert whole == [*cycles(rule, start, middle - ONE_DAY), *cycles(rule, middle, end)]
    assert len({cycle.label for cycle in whole}) == len(whole)
    for cycle in whole:
        assert cycle in cycles(rule, cycle.period.end, cycle.period.end)
        assert cycle.period.start <= cycle.period.end


@given(rule=laid, year=st.integers(2020, 2035))
def test_consecutive_cycles_leave_no_day_out(rule: RegimeRule, year: int) -> None:
    if rule.frequency is Frequency.NINE_MONTHS:
        return
    found = list(cycles(rule, DAY(year, 1, 1), DAY(year + 1, 12, 31)))
    for one, other in zip(found, found[1:], strict=False):
        assert other.period.start == one.period.end + ONE_DAY


@given(rule=laid)
def test_a_written_rule_reads_the_same_days(rule: RegimeRule) -> None:
    again = read_rule(write_rule(rule))
    span = (DAY(2025, 1, 1), DAY(2026, 12, 31))
    assert list(cycles(again, *span)) == list(cycles(rule, *span))


@given(
    number=st.integers(0, 60),
    unit=st.sampled_from(Unit),
    shift=st.sampled_from(Shift),
    day=st.dates(DAY(2024, 1, 1), DAY(2027, 12, 31)),
)
def test_a_counted_due_day_never_lies_before_its_closing_unless_moved_forward(
    number: int, unit: Unit, shift: Shift, day: dt.date
) -> None:
    rule = DueRule(DueKind.AFTER, number=number, unit=unit, shift=shift)
    assert read_due(write_due(rule)) == rule
    due = due_of(rule, event_cycle(day), PLAIN)
    assert due.key >= day
    assert shift is Shift.NONE or PLAIN.is_working(due.last_day)
