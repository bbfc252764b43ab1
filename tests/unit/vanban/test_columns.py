"""Header rows: each word's role, stacked and shared heads, horizons, kinds of tables."""

import pytest

from vanban.columns import Columns, find_columns
from vanban.head_words import HEAD_RULES, find_horizon, roles_of
from vanban.models import Cell, Span, Table
from vanban.table_grid import grid_of, is_counter_row, is_order
from vanban.table_heads import is_head


def columns(*rows: list[str]) -> Columns | None:
    """The columns of a plain grid; a row of words below the heads is added."""
    content, cells = "", []
    for row, texts in enumerate([*rows, ["1", *["Rà soát các quy định"] * (len(rows[0]) - 1)]]):
        for column, words in enumerate(texts):
            cells.append(Cell(Span(len(content), len(content) + len(words)), row, column))
            content += words + "\n"
    table = Table(Span(0, len(content)), tuple(cells), len(rows) + 1, len(rows[0]))
    return find_columns(table, grid_of(table), content)


@pytest.mark.parametrize(
    ("head", "role"), [(head, rule.roles) for rule in HEAD_RULES for head in rule.examples]
)
def test_each_rule_decides_on_its_own_examples(head: str, role: tuple[str, ...]) -> None:
    assert roles_of(head) == role


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("cơ quan, đơn vị chủ trì", "lead"),
        ("đơn vị tham mưu", "lead"),
        ("cơ quan chủ trì trình", "lead"),
        ("đơn vị phối hợp thực hiện", "coordinating"),
        ("thời gian trình ban hành", "deadline"),
        ("hạn hoàn thành", "deadline"),
        ("dự kiến sản phẩm", "product"),
        ("kết quả", "product"),
        ("kết quả đạt được đến nay", "progress"),
        ("nguồn kinh phí", "budget"),
        ("nội dung chi ngân sách", "text"),
        ("văn bản cần ban hành", "text"),
        ("hạn chế", None),
        ("họ và tên", None),
    ],
)
def test_heads_are_told_by_their_words(head: str, role: str | None) -> None:
    assert next(iter(roles_of(head)), None) == role


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("Năm 2030", "2030"),
        ("Mục tiêu đến năm 2030", "2030"),
        ("Giai đoạn 2026 - 2030", "2026-2030"),
        ("Quý IV/2026", "2026-Q4"),
        ("6 tháng đầu năm 2026", "2026-06"),
        ("Kế hoạch thực hiện năm 2026", "2026"),
        ("Tốc độ tăng trưởng 2027", "2027"),
        ("Thực hiện năm 2025", None),
        ("Năm 2025 Thực hiện", None),
        ("Ước thực hiện 2025", None),
        ("So với năm 2024 (%)", None),
        ("Dự toán 2026", None),
        ("Thời gian thực hiện năm 2026", None),
        ("Năm hoàn thành", None),
    ],
)
def test_a_head_with_a_year_holds_goals_but_for_what_was_done(head: str, key: str | None) -> None:
    assert find_horizon(head) == key


def test_the_plainest_of_several_heads_is_taken_and_others_keep_their_words() -> None:
    found = columns(["STT", "Nhiệm vụ", "Tiến độ", "Chủ trì", "Thời hạn", "Cấp trình", "Ghi chú"])
    assert found is not None
    assert found.roles == {
        "no": 0,
        "text": 1,
        "progress": 2,
        "lead": 3,
        "deadline": 4,
        "note": 6,
    }
    assert found.others == {"Cấp trình": 5}


def test_stacked_heads_without_merges_are_read_to_their_lowest_row() -> None:
    found = columns(
        ["STT", "Nội dung", "Cơ quan thực hiện", "", "Thời gian", ""],
        ["", "", "Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc"],
    )
    assert found is not None
    assert found.roles == {
        "no": 0,
        "text": 1,
        "lead": 2,
        "coordinating": 3,
        "start": 4,
        "deadline": 5,
    }
    assert found.first_row == 2


def test_titles_inside_a_table_and_a_row_of_counters_are_passed_over() -> None:
    found = columns(
        ["DANH MỤC NHIỆM VỤ", "", "", ""],
        ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
        ["(1)", "(2)", "(3)", "(4)"],
    )
    assert found is not None
    assert found.first_row == 3


def test_a_body_column_leads_tasks_and_measures_targets() -> None:
    work = columns(["TT", "Nhiệm vụ", "Đơn vị", "Thời hạn"])
    goals = columns(["TT", "Chỉ tiêu", "Đơn vị", "Năm 2026"])
    assert work is not None
    assert goals is not None
    assert work.roles["lead"] == 2
    assert goals.roles["unit"] == 2
    assert (work.are_tasks, goals.are_targets) == (True, True)


def test_contents_with_units_and_goals_are_targets() -> None:
    found = columns(["TT", "Nội dung", "Đơn vị tính", "Chỉ tiêu"])
    assert found is not None
    assert (found.are_targets, found.main, found.roles["value"]) == (True, "metric", 3)


def test_numbers_of_rows_may_stand_under_an_empty_head() -> None:
    found = columns(["", "Nhiệm vụ", "Chủ trì", "Thời hạn"])
    assert found is not None
    assert found.roles["no"] == 0


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["STT", "Nhiệm vụ"], True),
        (["Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"], True),
        (["1", "Xây dựng kế hoạch", "Sở Y tế chủ trì", "Thời gian: 2026"], False),
        (["I", "Nhiệm vụ chung"], False),
        (["UBND TỈNH", "Độc lập - Tự do - Hạnh phúc"], False),
    ],
)
def test_a_head_is_told_from_data_anywhere_in_a_sheet(texts: list[str], expected: bool) -> None:
    assert is_head(texts) is expected


@pytest.mark.parametrize(
    "words", ["1", "1.", "1.1", "1,2", "II", "II.", "A", "b)", "I.1", "II.2.3"]
)
def test_numbers_of_rows(words: str) -> None:
    assert is_order(words)


@pytest.mark.parametrize("words", ["", "Sở", "2026-2027", "- x", "1 việc"])
def test_words_are_no_numbers_of_rows(words: str) -> None:
    assert not is_order(words)


def test_counters_ascend() -> None:
    assert is_counter_row(["A", "B", "1", "2", "3=1+2"])
    assert not is_counter_row(["1", "7", "3"])
