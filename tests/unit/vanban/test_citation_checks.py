"""Citations that contradict themselves, each other or a register."""

import datetime as dt

from tests.unit.vanban.texts import text_of
from vanban.checks import check
from vanban.models import Issue, KnownDocument
from vanban.parse import parse


def _issues(words: str, *register: KnownDocument) -> list[Issue]:
    parsed = parse(text_of("I. NHIỆM VỤ", f"1. {words}"), register)
    ours = ("citation_", "cited_", "symbol_")
    return [issue for issue in check(parsed, register) if issue.code.startswith(ours)]


def _codes(words: str, *register: KnownDocument) -> list[str]:
    return [issue.code for issue in _issues(words, *register)]


def test_short_forms_and_dashes_are_not_misprints() -> None:
    assert _codes("Nghị quyết số 57–NQ/TW; Nghị quyết 57.") == []
    assert _codes("Nghị quyết số 12, 13/2025/NQ-HĐND của HĐND tỉnh.") == []
    assert _codes("Nghị quyết số 57-NQ-TW.") == ["symbol_corrected"]


def test_the_year_of_a_symbol_and_of_its_date() -> None:
    (issue,) = _issues("Nghị định số 30/2023/NĐ-CP ngày 07/12/2024.")
    assert (issue.code, issue.params["date"]) == ("citation_year_differs", "07/12/2024")
    assert _codes("Thông tư số 30/2023/TT-BTC ngày 05/01/2024.") == []


def test_one_symbol_with_two_dates_of_one_year() -> None:
    (issue,) = _issues(
        "Kế hoạch số 7/KH-UBND ngày 01/4/2025; Kế hoạch số 7/KH-UBND ngày 02/4/2025."
    )
    assert (issue.code, issue.params["other"]) == ("citation_dates_disagree", "01/4/2025")
    assert _codes("số 7/KH-UBND ngày 01/4/2024; số 7/KH-UBND ngày 01/4/2025.") == []


def test_a_title_of_an_older_document_cannot_cite_a_later_one() -> None:
    words = (
        "Kế hoạch số 7-KH/BCĐ ngày 06/11/2025 của Ban Chỉ đạo về chuyển đổi số tỉnh. Công văn số "
        "40/UBND-TH ngày 12/9/2025 về việc triển khai Kế hoạch số 7-KH/BCĐ của Ban Chỉ đạo tỉnh."
    )
    (issue,) = _issues(words)
    assert issue.code == "cited_by_an_older_document"
    assert issue.params == {
        "number": "7-KH/BCĐ",
        "date": "06/11/2025",
        "citing": "40/UBND-TH",
        "citing_date": "12/9/2025",
    }


def test_a_short_name_given_to_a_later_document_is_no_title() -> None:
    words = (
        "Nghị quyết số 9-NQ/TW ngày 30/4/2025 của Bộ Chính trị về giáo dục (sau đây gọi là Nghị "
        "quyết số 9-NQ/TW) và Nghị quyết số 7/NQ-CP ngày 18/6/2025 của Chính phủ thực hiện Nghị "
        "quyết số 9-NQ/TW (sau đây gọi là Nghị quyết số 7/NQ-CP)."
    )
    assert _codes(words) == []


def test_a_register_knows_another_date_or_issuer() -> None:
    known = KnownDocument("a", "29/NQ-CP", dt.date(2015, 4, 17), "Chính phủ")
    (issue,) = _issues("Nghị quyết số 29/NQ-CP ngày 19/4/2015 của Chính phủ.", known)
    assert (issue.code, issue.params["expected"]) == ("citation_date_differs", "17/4/2015")
    issuer = "Nghị quyết số 29/NQ-CP ngày 17/4/2015 của Bộ Tài chính."
    assert _codes(issuer, known) == ["citation_issuer_differs"]
    assert _codes("Nghị quyết số 29/NQ-CP ngày 17/4/2015 của Chính phủ.", known) == []
    assert _codes("Nghị quyết số 29/NQ-CP ngày 12/3/2016 của Chính phủ.", known) == []


def test_a_register_knows_another_title() -> None:
    title = "Nghị quyết về phát triển kinh tế tư nhân"
    known = KnownDocument("a", "68-NQ/TW", dt.date(2025, 5, 4), "Bộ Chính trị", title)
    same = "Nghị quyết số 68-NQ/TW ngày 04/5/2025 về phát triển kinh tế tư nhân; và"
    other = "Nghị quyết số 68-NQ/TW ngày 04/5/2025 về hội nhập quốc tế trong tình hình mới; và"
    assert _codes(same, known) == []
    assert _codes(other, known) == ["citation_title_differs"]


def test_a_replaced_basis_is_told() -> None:
    known = KnownDocument("a", "49/KH-UBND", dt.date(2025, 2, 28), replaced_by="146/KH-UBND")
    (issue,) = _issues("Căn cứ Kế hoạch số 49/KH-UBND ngày 28/02/2025.", known)
    assert (issue.code, issue.params["replaced_by"]) == ("cited_document_replaced", "146/KH-UBND")


def test_a_repealed_basis_is_told_unless_the_text_says_so() -> None:
    known = KnownDocument("a", "49/KH-UBND", dt.date(2025, 2, 28), repealed_by="88/QĐ-UBND")
    (issue,) = _issues("Căn cứ Kế hoạch số 49/KH-UBND ngày 28/02/2025.", known)
    assert (issue.code, issue.params["repealed_by"]) == ("cited_document_repealed", "88/QĐ-UBND")
    assert _codes("Bãi bỏ Kế hoạch số 49/KH-UBND ngày 28/02/2025.", known) == []
