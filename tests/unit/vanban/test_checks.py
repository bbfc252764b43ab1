"""What the checks find, and what they leave alone."""

from collections import Counter
from pathlib import Path

import pytest

import vanban
from tests.unit.vanban.texts import PLAN, text_of
from vanban.checks import check
from vanban.models import Issue, Severity
from vanban.parse import parse


def _issues(*paragraphs: str) -> list[Issue]:
    return list(check(parse(text_of("I. NHIỆM VỤ", *paragraphs))))


def _codes(*paragraphs: str) -> list[str]:
    return [issue.code for issue in _issues(*paragraphs)]


def _report(*paragraphs: str) -> list[Issue]:
    return list(check(parse(text_of("BÁO CÁO", "Kết quả năm 2025", "I. KẾT QUẢ", *paragraphs))))


def test_a_sound_plan_has_no_issues() -> None:
    assert parse(text_of(*PLAN)).issues == ()


def test_an_impossible_date_is_an_error_at_its_place() -> None:
    words = "1. Hoàn thành ngày 08/6/20210."
    (issue,) = _issues(words)
    assert (issue.code, issue.severity) == ("impossible_date", Severity.ERROR)
    assert issue.params["raw"] == "08/6/20210"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("6/5/2025", "06/5/2025"),
        ("16/1/2025", "16/01/2025"),
        ("5 tháng 6 năm 2025", "05 tháng 6 năm 2025"),
        ("06/5/2025", None),
        ("25/10/2025", None),
        ("05 tháng 6 năm 2025", None),
    ],
)
def test_an_unpadded_day_is_noted_with_its_official_form(date: str, expected: str | None) -> None:
    issues = _issues(f"1. Theo Kế hoạch số 89/KH-UBND ngày {date}.")
    assert [issue.params["expected"] for issue in issues] == ([expected] if expected else [])


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
        ("1. Phong trào ”Bình dân học vụ số” ở xã.", []),
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


T = "triệu đồng"


@pytest.mark.parametrize(
    ("words", "code", "expr"),
    [
        (
            f"Tổng 500 {T}, gồm: tỉnh 300 {T} và xã 100 {T}",
            "sum_differs",
            f"300 triệu + 100 triệu ≠ 500 {T}",
        ),
        (
            f"Tổng 500 {T}, gồm: tỉnh 300 {T} và xã 200 {T}",
            "sum_holds",
            f"300 triệu + 200 triệu = 500 {T}",
        ),
        (
            f"Tổng 500 {T}, trong đó: tỉnh 300 {T} và xã 200 {T}",
            "sum_holds",
            f"300 triệu + 200 triệu = 500 {T}",
        ),
        (f"Tổng 500 {T}, trong đó: tỉnh 300 {T} và xã 100 {T}", None, ""),
        (
            f"Chi 1,5 tỷ đồng (trung ương 1 tỷ đồng), gồm: tỉnh 900 {T}, xã 600 {T}",
            "sum_holds",
            "900 triệu + 600 triệu = 1,5 tỷ đồng",
        ),
        (
            f"Thu 20 tỷ đồng, tăng 5% so cùng kỳ (19 tỷ đồng); trong đó: nội địa 12 tỷ đồng, "
            f"tăng 4% so cùng kỳ (11 tỷ đồng); xuất khẩu 8.000 {T}",
            "sum_holds",
            "12 tỷ + 8.000 triệu = 20 tỷ đồng",
        ),
        (
            "Có 25 dự án, gồm: 10 dự án điện và 14 dự án nước",
            "sum_differs",
            "10 + 14 ≠ 25 dự án",
        ),
        ("Có 25 dự án, gồm: 10 dự án điện và 3 khu công nghiệp", None, ""),
    ],
)
def test_sums_are_shown_with_their_arithmetic(words: str, code: str | None, expr: str) -> None:
    found = [
        (issue.code, issue.params["expr"])
        for issue in _issues(f"1. {words}.")
        if issue.code.startswith("sum_")
    ]
    assert found == ([(code, expr)] if code else [])


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        (f"Tổng 500 {T}, trong đó tỉnh 600 {T}", True),
        (f"Tổng 500 {T}, trong đó: tỉnh 1,2 tỷ đồng; xã 100 {T}", True),
        ("Có 25 dự án, trong đó 30 dự án điện", True),
        (f"Tổng 500 {T}, trong đó tỉnh 500 {T}", False),
        (f"Tổng 1 tỷ đồng, trong đó tỉnh 600 {T}, xã 100 {T}", False),
        ("Có 25 dự án, trong đó 30 khu công nghiệp", False),
        (f"Chi 500 {T}, trong đó lũy kế 900 {T}", False),
    ],
)
def test_a_part_is_no_more_than_its_whole(words: str, is_told: bool) -> None:
    assert ("part_exceeds_whole" in _codes(f"1. {words}.")) is is_told
    assert "sum_differs" not in _codes(f"1. {words}.")


def test_the_parts_of_a_part_are_summed_apart() -> None:
    nested = (
        f"1. Tổng 500 {T}, gồm: (1) Đầu tư 300 {T} (trong đó: trung ương 250 {T}; tỉnh 50 {T}); "
        f"(2) Thường xuyên 200 {T}."
    )
    assert [issue.params["expr"] for issue in _issues(nested)] == [
        f"300 triệu + 200 triệu = 500 {T}",
        f"250 triệu + 50 triệu = 300 {T}",
    ]


def test_a_sum_that_differs_names_the_difference() -> None:
    (issue,) = _issues(f"1. Tổng 500 {T}, gồm: 300 {T} và 100 {T}.")
    assert issue.severity is Severity.WARNING
    assert (issue.params["sum"], issue.params["difference"]) == ("400000000", "100000000")


@pytest.mark.parametrize(
    ("words", "code", "expr"),
    [
        ("Chi 56 tỷ đồng/70 tỷ đồng, đạt 80% kế hoạch", "ratio_holds", "56 / 70 = 80%"),
        ("Chi 56 tỷ đồng/70 tỷ đồng, đạt 75% kế hoạch", "ratio_differs", "56 / 70 ≠ 75%"),
        ("Có 21/24 trường đạt chuẩn, đạt tỷ lệ 87,5%", "ratio_holds", "21 / 24 = 87,5%"),
        ("Có 37/61 nhiệm vụ xong (60,66%)", "ratio_holds", "37 / 61 = 60,66%"),
        ("Có 37/61 nhiệm vụ xong (62%)", "ratio_differs", "37 / 61 ≠ 62%"),
        (
            "Thu 110 tỷ đồng, tăng 10% so cùng kỳ (100 tỷ đồng)",
            "ratio_holds",
            "110 tỷ / 100 tỷ − 1 = 10%",
        ),
        (
            "Thu 110 tỷ đồng, tăng 12% so cùng kỳ (100 tỷ đồng)",
            "ratio_differs",
            "110 tỷ / 100 tỷ − 1 ≠ 12%",
        ),
        (
            "Dự toán được giao 200 tỷ đồng. Đã giải ngân 50 tỷ đồng, đạt 25% dự toán",
            "ratio_holds",
            "50 tỷ / 200 tỷ = 25%",
        ),
        ("Dự toán được giao 200 tỷ đồng. Đã giải ngân 50 tỷ đồng, đạt 26% dự toán", None, ""),
        ("Tỷ lệ đạt 80% vào ngày 24/7", None, ""),
    ],
)
def test_percentages_are_compared_with_their_amounts(
    words: str, code: str | None, expr: str
) -> None:
    found = [
        (issue.code, issue.params["expr"])
        for issue in _report(f"1. {words}.")
        if issue.code.startswith("ratio_")
    ]
    assert found == ([(code, expr)] if code else [])


def test_full_coverage_beside_an_exception_is_a_conflict() -> None:
    exception = "1. Hiện nay còn 02 xã chưa có điện lưới."
    (issue,) = _report(exception, "2. 100% xã có điện lưới quốc gia.")
    assert (issue.code, issue.params["exception"]) == ("coverage_conflict", "02 xã chưa có điện")
    assert _report(exception, "2. 100% thôn có điện lưới quốc gia.") == []
    assert _report(exception, "2. 100% xã có nước sạch.") == []


def test_what_is_denied_of_another_number_is_no_exception() -> None:
    # A report of counts in one sentence: none is late, so that all of what was due is in time.
    counts = (
        "1. Tính đến ngày 14/11/2026, có 2 nhiệm vụ đã giao, trong đó: 1 nhiệm vụ hoàn thành đúng "
        "hạn, 0 nhiệm vụ hoàn thành quá hạn, 1 nhiệm vụ đang thực hiện trong hạn, 0 nhiệm vụ quá "
        "hạn, chưa hoàn thành."
    )
    rate = "2. Tỷ lệ hoàn thành đúng hạn trên số nhiệm vụ đã hoàn thành và quá hạn: 100%."
    assert [issue.code for issue in _report(counts, rate)] == ["sum_holds"]


def test_one_metric_with_two_values_is_a_conflict() -> None:
    first = "1. Tổng số vốn đầu tư của chương trình là 30 tỷ đồng."
    second = "2. Tổng số vốn đầu tư của chương trình là 40 tỷ đồng."
    (issue,) = _report(first, second)
    assert (issue.code, issue.params["second"]) == ("values_conflict", "40 tỷ đồng")
    assert _report(first, first.replace("1.", "2.")) == []


_WRITTEN = "Cơ quan chủ trì. Cơ quan phối hợp. Các cơ quan trong tỉnh. Của cơ quan trong huyện."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hoạt động của có quan trong xã", ["cơ"]),
        ("khi có quan hệ công tác", []),
        ("thức đẩy đầu tư. Thúc đẩy kinh tế. Thúc đẩy du lịch, thúc đẩy văn hóa", ["thúc"]),
        ("nhận thức đẩy đủ. Thúc đẩy kinh tế. Thúc đẩy du lịch, thúc đẩy văn hóa", []),
        (
            "tỏng hoạt động. Trong đó, trong xã, trong tỉnh, trong huyện, trong vùng",
            ["trong"],
        ),
        ("giao thông thông minh, quy định định mức", []),
    ],
)
def test_a_slip_of_the_keyboard_is_told_by_what_is_written_elsewhere(
    words: str, expected: list[str]
) -> None:
    issues = _issues(f"1. {_WRITTEN}", f"2. Theo đó, {words}.")
    assert [issue.params["expected"] for issue in issues] == expected


def test_a_word_typed_twice_is_noted() -> None:
    assert [issue.params["raw"] for issue in _issues("1. Rà soát các các nhiệm vụ.")] == ["các các"]
    assert _codes("1. Luôn luôn bảo đảm, dần dần mở rộng.") == []


def test_a_syllable_that_cannot_be_is_noted_once() -> None:
    assert _codes("1. Các ngiệp đoàn báo cáo.") == ["malformed_syllable"]
    assert _codes("1. Các nghiệp đoàn ở xã Ea Hđing báo cáo.") == []


@pytest.mark.parametrize(
    ("markers", "gaps"),
    [
        (["Điều 1.", "Điều 3."], [("Điều 2", "Điều 3")]),
        (["1.", "2.", "4."], [("3", "4")]),
        (["1.", "2.", "2."], [("3", "2")]),
        (["1.", "2.", "3."], []),
        (["a)", "b)", "c)", "d)", "đ)", "e)", "g)"], []),
        (["a)", "b)", "c)", "d)", "e)", "f)", "g)"], []),
        (["a)", "b)", "d)"], [("c", "d")]),
    ],
)
def test_numbers_that_skip_or_repeat(markers: list[str], gaps: list[tuple[str, str]]) -> None:
    issues = _issues(*(f"{marker} Việc thứ {at}" for at, marker in enumerate(markers)))
    found = [(i.params["expected"], i.params["found"]) for i in issues if i.code == "numbering_gap"]
    assert found == gaps


SLIPS_OF_THE_REPORT = {
    "symbol_corrected": 2,
    "unpadded_date": 2,
    "misspelling": 2,
    "misplaced_bracket": 1,
    "cited_by_an_older_document": 1,
    "coverage_conflict": 1,
    "sum_holds": 3,
    "ratio_holds": 1,
}


@pytest.mark.parametrize("name", ["seeds/report-2025-11.txt", "samples/report-2025-11.docx"])
def test_the_real_report_has_these_slips_and_identities_and_no_others(
    shared: Path, name: str
) -> None:
    parsed = vanban.parse(vanban.read(shared / name))
    issues = [issue for issue in parsed.issues if issue.span]
    assert Counter(issue.code for issue in issues) == SLIPS_OF_THE_REPORT
    said = {issue.params.get("raw") or issue.params.get("expr") for issue in issues}
    assert said >= {
        "57-NQ-TW",
        "6/5/2025",
        "6/8/2025",
        "tỏng",
        "có",
        "325.030 triệu + 175.088 triệu = 500.118 triệu đồng",
        "302.430 triệu + 22.600 triệu = 325.030 triệu đồng",
        "42.570 triệu + 7.438 triệu + 133.387 triệu = 183.395 triệu đồng",
        "183.395 triệu / 500.118 triệu = 36,67%",
    }
