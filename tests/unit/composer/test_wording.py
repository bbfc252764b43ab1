"""The fixed wording of official documents."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest

from tests.unit.composer.documents import document, letterhead
from tiendo.composer.model import Run
from tiendo.composer.wording import (
    appendix_heading,
    clause_marker,
    clause_reference,
    end_with,
    guide_line,
    letterhead_date,
    number_line,
    typeset,
    with_end_mark,
)


@pytest.mark.parametrize(
    ("day", "printed"),
    [
        (dt.date(2025, 6, 5), "Đắk Lắk, ngày 05 tháng 6 năm 2025"),
        (dt.date(2025, 2, 25), "Đắk Lắk, ngày 25 tháng 02 năm 2025"),
        (dt.date(2025, 10, 10), "Đắk Lắk, ngày 10 tháng 10 năm 2025"),
    ],
)
def test_days_below_10_and_months_1_and_2_are_padded(day: dt.date, printed: str) -> None:
    assert letterhead_date(letterhead(date=day)) == printed


def test_a_draft_leaves_number_and_day_blank() -> None:
    draft = letterhead(number=None, date=None, draft_month=dt.date(2025, 11, 10))
    assert " ".join(number_line(draft).split()) == "Số: /KH-UBND"
    assert " ".join(letterhead_date(draft).split()) == "Đắk Lắk, ngày tháng 11 năm 2025"


def test_the_blank_day_of_a_january_draft_leaves_the_month_alone() -> None:
    draft = letterhead(number=None, date=None, draft_month=dt.date(2025, 1, 31))
    assert " ".join(letterhead_date(draft).split()) == "Đắk Lắk, ngày tháng 01 năm 2025"


def test_a_draft_without_a_month_leaves_the_whole_date_blank() -> None:
    draft = letterhead(number=None, date=None)
    assert " ".join(letterhead_date(draft).split()) == "Đắk Lắk, ngày tháng năm"


@pytest.mark.parametrize(("number", "printed"), [("5", "Số: 05/"), ("012", "Số: 012/")])
def test_numbers_below_10_are_padded_and_others_kept(number: str, printed: str) -> None:
    assert number_line(letterhead(number=number)).startswith(printed)


def test_the_guide_line_names_the_document() -> None:
    assert guide_line(document(type_name="KẾ HOẠCH")) == (
        "(Kèm theo Kế hoạch số 146/KH-UBND ngày 25 tháng 6 năm 2025 "
        "của Ủy ban nhân dân tỉnh Đắk Lắk)"
    )


def test_khoan_and_diem_are_in_lower_case_in_references() -> None:
    assert clause_reference(muc="II", khoan="2", diem="đ") == "điểm đ khoản 2 Mục II"
    assert clause_reference(muc="II") == "Mục II"


@pytest.mark.parametrize(
    ("marker", "level", "printed"),
    [("I", 1, "I."), ("1", 2, "1."), ("1.1", 3, "1.1."), ("a", 3, "a)"), ("đ", 3, "đ)")],
)
def test_markers_close_as_their_level_does(marker: str, level: int, printed: str) -> None:
    assert clause_marker(marker, level) == printed


def test_lines_of_a_list_end_with_semicolons_and_a_full_stop() -> None:
    assert end_with(("Như trên;", "Sở Nội vụ", "Lưu: VT.")) == (
        "Như trên;",
        "Sở Nội vụ;",
        "Lưu: VT.",
    )
    assert end_with(()) == ()


@pytest.mark.parametrize("ending", ["", ".", "./.", "./. "])
def test_the_end_mark_stands_once(ending: str) -> None:
    closed = with_end_mark(Run("Các cơ quan thực hiện" + ending, bold=True))
    assert closed == Run("Các cơ quan thực hiện./.", bold=True)


def test_numbers_are_tied_to_their_units() -> None:
    assert typeset("đạt 500.118 triệu đồng") == "đạt 500.118\u00a0triệu\u00a0đồng"
    assert typeset("36,67 % dự toán") == "36,67\u00a0% dự toán"


def test_a_unit_is_a_whole_word() -> None:
    assert typeset("25 hành động") == "25 hành động"


def test_text_is_composed_and_holds_nothing_that_xml_cannot() -> None:
    assert typeset(unicodedata.normalize("NFD", "Đắk Lắk")) == "Đắk Lắk"
    assert typeset("a\x00b\x0bc\ufffe") == "abc"


def test_an_appendix_that_stands_alone_has_no_number() -> None:
    assert (appendix_heading("I"), appendix_heading(None)) == ("Phụ lục I", "Phụ lục")
