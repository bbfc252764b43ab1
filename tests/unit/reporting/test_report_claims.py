"""Claims without data: what is one, and what is none."""

from __future__ import annotations

import pytest

from tiendo.reporting.checking.claims import find_claims, has_data, speaks_of_the_future

CLAIMS = [
    ("Công tác chuyển đổi số đạt kết quả tích cực.", "đạt kết quả tích cực"),
    ("Công tác chỉ đạo đạt được nhiều kết quả rất quan trọng.", "đạt được nhiều kết quả rất quan"),
    ("Các sở cơ bản hoàn thành nhiệm vụ được giao.", "cơ bản hoàn thành"),
    ("Nhận thức của người dân có chuyển biến rõ nét.", "có chuyển biến rõ nét"),
    ("Đã ban hành nhiều văn bản chỉ đạo.", "nhiều văn bản"),
    ("Hầu hết thủ tục được giải quyết trên mạng.", "Hầu hết"),
    ("Hạ tầng số được nâng lên rõ rệt.", "được nâng lên rõ rệt"),
    ("Thu hút hàng nghìn lượt học.", "hàng nghìn"),
    ("ĐẠT KẾT QUẢ TÍCH CỰC trên mọi mặt.", "ĐẠT KẾT QUẢ TÍCH CỰC"),
    # A year, a symbol, a clause and a date are no data.
    ("Năm 2025, công tác này đạt kết quả tốt.", "đạt kết quả tốt"),
    ("Việc thực hiện Kế hoạch số 146/KH-UBND ngày 25/6/2025 đạt kết quả tốt.", "đạt kết quả tốt"),
    ("Theo khoản 2 Mục II, các sở cơ bản hoàn thành.", "cơ bản hoàn thành"),
    ("Phủ sóng 5G có chuyển biến mạnh mẽ.", "có chuyển biến mạnh mẽ"),
    ("(1) Thực hiện tốt công tác tuyên truyền;", "Thực hiện tốt"),
]

NO_CLAIMS = [
    "Đạt kết quả tích cực: 33/40 nhiệm vụ xong.",
    "Cơ bản hoàn thành, đạt 92,5%.",
    "Đã hoàn thành năm nhiệm vụ, nhiều văn bản đã ban hành.",
    "Phấn đấu đạt kết quả tích cực trong quý tới.",
    "Tiếp tục thực hiện tốt công tác tuyên truyền.",
    "Đề nghị các sở cơ bản hoàn thành trong tháng.",
    "Công tác này chưa đạt kết quả tích cực.",
    "Không có chuyển biến rõ nét.",
    "Sở Nội vụ đã trình dự thảo đề án.",
    "",
]


@pytest.mark.parametrize(("words", "claim"), CLAIMS)
def test_a_result_without_a_number_is_a_claim(words: str, claim: str) -> None:
    assert any(found.startswith(claim) for found in find_claims(words))


@pytest.mark.parametrize("words", NO_CLAIMS)
def test_what_is_counted_intended_or_denied_is_none(words: str) -> None:
    assert find_claims(words) == ()


def test_a_number_in_the_next_sentence_bears_it_out() -> None:
    assert find_claims("Đạt kết quả tốt. Đã cấp 1.200 chữ ký số.") == ()
    assert find_claims("Đạt kết quả tốt. Đã cấp chữ ký số.") == ("Đạt kết quả tốt",)


def test_a_number_two_sentences_away_does_not() -> None:
    words = "Đạt kết quả tốt. Các sở đã họp. Đã cấp 1.200 chữ ký số."
    assert find_claims(words) == ("Đạt kết quả tốt",)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Phương hướng, nhiệm vụ thời gian tới", True),
        ("Đề xuất, kiến nghị", True),
        ("Tình hình chung", False),
        ("Kết quả thực hiện nhiệm vụ", False),
    ],
)
def test_headings_tell_whether_the_future_is_spoken_of(heading: str, expected: bool) -> None:
    assert speaks_of_the_future(heading) is expected


def test_each_claim_is_told_once() -> None:
    words = "Nhiều văn bản đã ban hành; nhiều văn bản đang soạn; phần lớn đúng hạn."
    assert find_claims(words) == ("Nhiều văn bản", "nhiều văn bản", "phần lớn")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("đạt 36,67%", True),
        ("15 doanh nghiệp", True),
        ("hai doanh nghiệp", True),
        ("ngày 10/11/2025", False),
        ("giai đoạn 2021 - 2025", False),
        ("quý III/2025", False),
        ("Nghị quyết 57", False),
        ("Nghị quyết số 57-NQ/TW", False),
        ("Phụ lục 2", False),
        ("trực 24/7", False),
        ("mạng 4G", False),
    ],
)
def test_what_counts_as_data(words: str, expected: bool) -> None:
    assert has_data(words) is expected
