"""The form of issued documents against the official format."""

from dataclasses import replace

import pytest

from tests.unit.vanban.texts import PLAN, text_of
from vanban.checks.format import check_format
from vanban.models import Margin, MarginKind, Page
from vanban.parse import parse

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _codes(*paragraphs: str, media_type: str = DOCX) -> list[str]:
    text = replace(text_of(*paragraphs), media_type=media_type)
    return [issue.code for issue in check_format(parse(text))]


def _with(old: str, new: str) -> list[str]:
    return _codes(*(line.replace(old, new) for line in PLAN))


def test_a_document_in_the_official_form_has_no_notes() -> None:
    assert _codes(*PLAN) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "VĂN PHÒNG", "layout_motto_absent"),
        ("Số: 0210/KH-UBND", "Số: 5/KH-UBND", "layout_number_form"),
        ("ngày 05 tháng 01 năm", "ngày 5 tháng 1 năm", "layout_date_form"),
        ("đồng./.", "đồng.", "layout_end_mark_absent"),
    ],
)
def test_what_is_missing_or_in_another_form_is_noted(old: str, new: str, code: str) -> None:
    assert _with(old, new) == [code]


def test_signing_codes_stand_in_their_order() -> None:
    at = PLAN.index("TM. ỦY BAN NHÂN DÂN")
    turned = (*PLAN[:at], "KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", *PLAN[at + 2 :])
    assert _codes(*turned) == ["layout_signing_order"]


def test_recipients_and_signature_may_be_absent() -> None:
    end = PLAN.index("Nơi nhận:")
    assert _codes(*PLAN[:end]) == ["layout_recipients_absent", "layout_signature_absent"]


def test_several_pages_bear_their_numbers() -> None:
    pages = (Page(1, 595, 842), Page(2, 595, 842))
    text = replace(text_of(*PLAN), media_type="application/pdf", pages=pages)
    (issue,) = check_format(parse(text))
    assert (issue.code, issue.params) == ("layout_page_number_absent", {"pages": "2"})
    numbered = replace(text, margins=(Margin(MarginKind.PAGE_NUMBER, "2", 2),))
    assert list(check_format(parse(numbered))) == []


def test_copies_from_the_web_and_drafts_are_not_judged() -> None:
    bare = tuple(line for line in PLAN if "CỘNG HÒA" not in line)
    assert _codes(*bare, media_type="text/plain") == []
    draft = [line.replace("0210/KH", "      /KH") for line in bare]
    assert _codes(*draft) == []
