"""What the checks find, and what they leave alone."""

import pytest

from tests.unit.vanban.texts import PLAN, text_of
from vanban.checks import check
from vanban.models import Issue, Severity
from vanban.parse import parse


def _issues(*paragraphs: str) -> list[Issue]:
    return list(check(parse(text_of("I. NHIỆM VỤ", *paragraphs))))


def _codes(*paragraphs: str) -> list[str]:
    return [issue.code for issue in _issues(*paragraphs)]


def test_a_sound_plan_has_no_issues() -> None:
    assert parse(text_of(*PLAN)).issues == ()


def test_an_impossible_date_is_an_error_at_its_place() -> None:
    words = "1. Hoàn thành ngày 08/6/20210."
    (issue,) = _issues(words)
    assert (issue.code, issue.severity) == ("impossible_date", Severity.ERROR)
    assert issue.params["raw"] == "08/6/20210"


def test_an_unpadded_day_is_noted_with_its_official_form() -> None:
    (issue,) = _issues("1. Theo Kế hoạch số 89/KH-UBND ngày 6/5/2025.")
    assert (issue.code, issue.params["expected"]) == ("unpadded_date", "06/5/2025")


def test_a_corrected_symbol_is_flagged() -> None:
    (issue,) = _issues("1. Thực hiện Nghị quyết số 57-NQ-TW.")
    assert (issue.code, issue.params) == (
        "symbol_corrected",
        {"raw": "57-NQ-TW", "expected": "57-NQ/TW"},
    )


def test_a_document_cited_before_its_own_date_is_flagged() -> None:
    late = "1. Thực hiện Kế hoạch số 9/KH-UBND ngày 30/12/2026."
    issues = check(parse(text_of(*PLAN[:10], late)))
    assert "cited_before_its_date" in [issue.code for issue in issues]


def test_annexes_that_are_referred_to_and_absent() -> None:
    absent = [
        issue.params["annex"]
        for issue in _issues("1. Giao nhiệm vụ tại Phụ lục I và II kèm theo.")
        if issue.code == "annex_absent"
    ]
    assert absent == ["I", "II"]


def test_an_annex_that_is_there_or_another_document_s_is_not_missed() -> None:
    assert _codes("1. Chi tiết tại Phụ lục I./.", "Phụ lục I", "DANH MỤC") == []
    assert _codes("1. Theo Phụ lục I Nghị quyết số 71/NQ-CP.") == []


@pytest.mark.parametrize(
    ("words", "marks"),
    [
        ("1. Chi đầu tư (trong đó: ngân sách tỉnh.", ["("]),
        ("1. Phong trào “Bình dân học vụ số.", ["“"]),
        ("1. Gồm: a) Một; b) Hai; 1) Ba.", []),
        ("1. Gồm (một) và “hai”.", []),
        ("1. Kết thúc).", [")"]),
    ],
)
def test_brackets_and_quotes_without_a_partner(words: str, marks: list[str]) -> None:
    found = [i.params["mark"] for i in _issues(words) if i.code == "unbalanced_mark"]
    assert found == marks


def test_a_bracket_that_swallows_the_next_item_is_misplaced() -> None:
    swallowed = "1. Gồm: (1) Đầu tư 3 (trong đó: trung ương 2; (2) Thường xuyên 4)."
    assert _codes(swallowed) == ["misplaced_bracket"]
    assert _codes("1. Gồm: (1) Đầu tư 3 (trong đó: trung ương 2); (2) Thường xuyên 4.") == []
    assert _codes("1. Có ba nhóm (gồm (1) Một; (2) Hai; (3) Ba).") == []


def test_parts_that_do_not_add_up_to_their_total() -> None:
    (issue,) = _issues("1. Tổng 500 triệu đồng, gồm: 300 triệu đồng và 100 triệu đồng.")
    assert (issue.code, issue.params["sum"]) == ("sum_differs", "400000000")


def test_sums_that_hold_and_subsets_are_left_alone() -> None:
    assert _codes("1. Tổng 500 triệu đồng, gồm: 300 triệu đồng và 200 triệu đồng.") == []
    assert _codes("1. Tổng 500 triệu đồng, trong đó: 300 triệu đồng và 100 triệu đồng.") == []
    nested = (
        "1. Tổng 500 triệu đồng, gồm: (1) Đầu tư 300 triệu đồng (trong đó: trung ương 250 triệu "
        "đồng); (2) Thường xuyên 200 triệu đồng."
    )
    assert _codes(nested) == []


def test_articles_that_skip_a_number() -> None:
    issues = [i for i in _issues("Điều 1. Một", "Điều 3. Ba") if i.code == "numbering_gap"]
    assert [issue.params for issue in issues] == [{"expected": "Điều 2", "found": "Điều 3"}]
