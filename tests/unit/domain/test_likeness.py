"""Which clause a row carries out, by the words they share."""

from __future__ import annotations

from tiendo.domain.likeness import likely_clauses, match_rows, shared_words

CLAUSES = (
    "Xây dựng kho dữ liệu mở của tỉnh và công bố theo quý",
    "Tổ chức tuần lễ sáng tạo số tại các trường trung học",
    "Rà soát đường truyền tại trụ sở các xã còn yếu sóng, lập kế hoạch khắc phục",
)


def test_a_row_goes_to_the_clause_with_its_words() -> None:
    found = match_rows(["Rà soát đường truyền tại trụ sở các xã còn yếu sóng"], CLAUSES)
    assert found[0].clause == 2
    assert found[0].score == 1.0


def test_diacritics_and_case_do_not_matter() -> None:
    assert match_rows(["TO CHUC TUAN LE SANG TAO SO"], CLAUSES)[0].clause == 1


def test_a_row_with_other_words_is_left_out() -> None:
    assert match_rows(["Diễn tập ứng cứu sự cố an toàn thông tin mạng"], CLAUSES) == {}


def test_a_row_of_few_words_is_left_out() -> None:
    assert match_rows(["Kho dữ liệu"], CLAUSES) == {}


def test_words_that_every_clause_has_count_little() -> None:
    clauses = [
        f"Thực hiện nhiệm vụ phát triển khoa học và công nghệ số {n} riêng" for n in "abcdef"
    ]
    found = match_rows(
        ["Thực hiện nhiệm vụ phát triển khoa học tại vùng cao biên giới xa"], clauses
    )
    assert found == {}


def test_no_clauses_no_match() -> None:
    assert match_rows(["Rà soát đường truyền tại trụ sở các xã"], []) == {}


def test_why_two_are_alike_is_said_in_the_words_of_the_row() -> None:
    row = "Mở chuyên trang giới thiệu kết quả của tỉnh"
    shared = shared_words(row, "Lập và mở chuyên trang để giới thiệu kết quả")
    assert shared == ["Mở chuyên trang", "giới thiệu kết quả"]


def test_clauses_are_offered_likeliest_first_and_none_without_words() -> None:
    clauses = ["Xây dựng kho dữ liệu mở", "Tổ chức tuần lễ sáng tạo", "Mở kho dữ liệu"]
    assert [found.clause for found in likely_clauses("kho dữ liệu mở", clauses)][:2] == [0, 2]
    assert likely_clauses("…", clauses) == []
    assert likely_clauses("kho", []) == []
