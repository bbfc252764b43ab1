"""Figures to be: the four states of a value, and how each is printed."""

from decimal import Decimal

import pytest

from tiendo.composer.model import FigureRef
from tiendo.reporting.measures import (
    FigureBook,
    count_of,
    days_of,
    missing,
    ratio_of,
)
from tiendo.reporting.models import ValueState
from tiendo.tasks.queries import Rate


def test_a_count_of_nothing_is_a_real_zero() -> None:
    measure = count_of("tasks.overdue", "Quá hạn", "tasks.overdue", ())
    assert (measure.value, measure.state, measure.printed) == (Decimal(0), ValueState.VALUE, "0")


def test_a_count_keeps_its_records() -> None:
    assert count_of("a", "", "tasks.total", iter([3, 1, 2])).record_ids == (3, 1, 2)


def test_thousands_are_parted_by_a_dot() -> None:
    assert count_of("a", "", "tasks.total", range(1234)).printed == "1.234"


def test_a_ratio_with_a_zero_denominator_is_undefined_and_not_zero() -> None:
    measure = ratio_of("rate", "", "tasks.on_time_rate", Rate(0, 0), ())
    assert measure.value is None
    assert measure.state is ValueState.UNDEFINED
    assert measure.printed == "Không xác định"


def test_a_ratio_of_zero_is_a_real_zero() -> None:
    measure = ratio_of("rate", "", "tasks.on_time_rate", Rate(0, 7), ())
    assert (measure.value, measure.state, measure.printed) == (
        Decimal("0.000000"),
        ValueState.VALUE,
        "0%",
    )


def test_a_ratio_is_kept_as_a_ratio() -> None:
    measure = ratio_of("rate", "", "tasks.on_time_rate", Rate(1, 3), (1, 2, 3))
    assert measure.value == Decimal("0.333333")
    assert measure.printed == "33,33%"
    assert measure.unit == ""


def test_days_without_a_day_to_count_from_are_no_data() -> None:
    measure = days_of("task.1.days_overdue", "", "task.days_overdue", None, [1])
    assert (measure.value, measure.state) == (None, ValueState.NO_DATA)
    assert measure.printed == "Chưa có số liệu"


@pytest.mark.parametrize("state", [state for state in ValueState if state != ValueState.VALUE])
def test_what_is_missing_has_no_value(state: ValueState) -> None:
    measure = missing("a", "", "tasks.total", state)
    assert measure.value is None
    assert measure.printed == state.label


def test_a_book_prints_one_figure_many_times() -> None:
    book = FigureBook()
    first = count_of("a", "", "tasks.total", (1,))
    assert book.put(first) == FigureRef("a")
    assert book.put(count_of("a", "", "tasks.total", (1,)), bold=True) == FigureRef("a", bold=True)
    assert book.measures == (first,)
