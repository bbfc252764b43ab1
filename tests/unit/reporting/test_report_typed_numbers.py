"""Numbers people typed against the figures of the report."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tiendo.reporting.checking.typed_numbers import Known, contradictions_in

FIGURES = (
    Known("tasks.done_on_time", "Hoàn thành đúng hạn", Decimal(5), "nhiệm vụ", "5"),
    Known("tasks.overdue", "Quá hạn, chưa hoàn thành", Decimal(3), "nhiệm vụ", "3"),
    # What counts stands in the label with a comma of its own: what is behind it narrows nothing.
    Known("lead.7.overdue", "Quá hạn, chưa hoàn thành, Sở Nội vụ", Decimal(2), "nhiệm vụ", "2"),
    Known(
        "budget.disbursed", "Đã giải ngân: năm 2025", Decimal(183_395_000_000), "đồng", "183.395"
    ),
    Known("budget.rate", "Tỷ lệ giải ngân", Decimal("0.366703"), "", "36,67%"),
)

WRONG = [
    ("Có 6 nhiệm vụ hoàn thành đúng hạn.", "6 nhiệm vụ", "tasks.done_on_time"),
    ("Hoàn thành đúng hạn 6 nhiệm vụ, quá hạn 3 nhiệm vụ.", "6 nhiệm vụ", "tasks.done_on_time"),
    ("Đã giải ngân 183.400 triệu đồng.", "183.400 triệu đồng", "budget.disbursed"),
    ("Đã giải ngân 183,5 tỷ đồng.", "183,5 tỷ đồng", "budget.disbursed"),
    ("Tỷ lệ giải ngân đạt 37,5%.", "37,5%", "budget.rate"),
    ("Sở Nội vụ còn 3 nhiệm vụ quá hạn.", "3 nhiệm vụ", "lead.7.overdue"),
]

RIGHT = [
    "Có 5 nhiệm vụ hoàn thành đúng hạn và 3 nhiệm vụ quá hạn.",
    "Đã giải ngân 183,4 tỷ đồng.",
    "Đã giải ngân 183.395 triệu đồng.",
    "Tỷ lệ giải ngân đạt 36,7 %.",
    "Sở Nội vụ còn 2 nhiệm vụ quá hạn.",
    "Kỳ trước có 9 nhiệm vụ hoàn thành đúng hạn.",
    "Phấn đấu 9 nhiệm vụ hoàn thành đúng hạn.",
    "Đã họp 9 lần về nhiệm vụ hoàn thành đúng hạn.",
    "Nghị quyết 57-NQ/TW có nhiệm vụ quá hạn.",
    "",
]


@pytest.mark.parametrize(("words", "typed", "key"), WRONG)
def test_a_number_that_says_otherwise_is_found(words: str, typed: str, key: str) -> None:
    found = list(contradictions_in(words, FIGURES))
    assert [(each.typed, each.figure.key) for each in found] == [(typed, key)]


@pytest.mark.parametrize("words", RIGHT)
def test_what_agrees_or_speaks_of_another_time_is_let_pass(words: str) -> None:
    assert list(contradictions_in(words, FIGURES)) == []


def test_what_a_body_wrote_is_of_that_body() -> None:
    words = "Còn 3 nhiệm vụ quá hạn."
    assert list(contradictions_in(words, FIGURES)) == []
    (found,) = contradictions_in(words, FIGURES, body="Sở Nội vụ")
    assert found.figure.key == "lead.7.overdue"
    assert list(contradictions_in(words, FIGURES, body="Sở Tài chính")) == []


def test_the_report_of_a_body_counts_its_own() -> None:
    words = "Sở Nội vụ còn 4 nhiệm vụ quá hạn."
    (found,) = contradictions_in(words, FIGURES[:2], own="Sở Nội vụ")
    assert found.figure.key == "tasks.overdue"
    assert list(contradictions_in(words, FIGURES[:2])) == []


def test_one_thing_in_two_figures_is_told_once_and_let_pass_where_one_agrees() -> None:
    twice = (*FIGURES, Known("gathered.tasks.overdue", "Quá hạn, chưa hoàn thành", Decimal(4),
                             "nhiệm vụ", "4"))  # fmt: skip
    assert list(contradictions_in("Có 4 nhiệm vụ quá hạn.", twice)) == []
    assert len(list(contradictions_in("Có 5 nhiệm vụ quá hạn.", twice))) == 1
