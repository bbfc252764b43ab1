"""Draft tasks and targets from tables: headers, groups, merged and continued rows."""

import datetime as dt

import pytest

from tests.unit.vanban.packages import cell, docx, paragraph, table
from vanban.models import Comparator, DraftTarget, DraftTask, Text
from vanban.readers import read
from vanban.rows import find_rows

HEAD = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Hạn hoàn thành", "Sản phẩm"]
ROW = ["1", "Rà soát", "Sở Tư pháp", "Sở Nội vụ; Công an tỉnh", "Quý III/2025", "Báo cáo"]


def read_tables(*tables: str) -> Text:
    """An appendix with tables after a signed body."""
    body = [paragraph("Thực hiện./."), paragraph("KT. CHỦ TỊCH"), paragraph("Phụ lục II")]
    return read(docx(*body, *tables))


def tasks(*rows: list[str]) -> tuple[DraftTask, ...]:
    return find_rows(read_tables(table(*rows)))[0]


def targets(*rows: list[str]) -> tuple[DraftTarget, ...]:
    return find_rows(read_tables(table(*rows)))[1]


def wide(text: str, columns: int) -> str:
    """A cell over several columns."""
    return cell(text, f'<w:gridSpan w:val="{columns}"/>')


def test_a_row_gives_each_field_with_its_words() -> None:
    text = read_tables(table(HEAD, ROW))
    task = find_rows(text)[0][0]
    assert (task.no, task.text, task.product) == ("1", "Rà soát", "Báo cáo")
    assert task.leads == ("Sở Tư pháp",)
    assert task.coordinating == ("Sở Nội vụ", "Công an tỉnh")
    assert (task.deadline_raw, [d.key for d in task.deadlines]) == ("Quý III/2025", ["2025-Q3"])
    assert task.part == "appendix-2"
    quoted = {name: span.of(text.content) for name, span in task.field_spans.items()}
    assert quoted == {
        "no": "1",
        "text": "Rà soát",
        "lead": "Sở Tư pháp",
        "coordinating": "Sở Nội vụ; Công an tỉnh",
        "deadline": "Quý III/2025",
        "product": "Báo cáo",
    }
    assert task.deadlines[0].span.of(text.content) == "Quý III/2025"
    assert task.span.of(text.content).split("\n") == ROW


@pytest.mark.parametrize(
    ("heads", "role"),
    [
        (["STT", "Nội dung công việc", "Đơn vị thực hiện", "Thời hạn"], "đơn vị"),
        (["Số TT", "TÊN NHIỆM VỤ", "ĐƠN VỊ CHỦ TRÌ", "THỜI GIAN THỰC HIỆN"], "chủ trì"),
        (["TT", "Nhiệm vụ, giải pháp", "Cơ quan chịu trách nhiệm", "Tiến độ"], "trách nhiệm"),
    ],
)
def test_headers_are_told_by_their_words(heads: list[str], role: str) -> None:
    found = tasks(heads, ["1", "Rà soát", "Sở Tư pháp", "Tháng 12/2025"])
    assert [(t.text, t.leads, t.deadline_raw) for t in found] == [
        ("Rà soát", ("Sở Tư pháp",), "Tháng 12/2025")
    ], role


def test_group_rows_name_the_group_of_the_rows_below() -> None:
    found = tasks(
        HEAD,
        ["I", wide("Thể chế", 5)],
        ROW,
        ["II", "Hạ tầng", "", "", "", ""],
        ["2", *ROW[1:]],
        [wide("III. Nhân lực", 6)],
        ["3", *ROW[1:]],
    )
    assert [(t.no, t.group) for t in found] == [
        ("1", "Thể chế"),
        ("2", "Hạ tầng"),
        ("3", "Nhân lực"),
    ]


def test_a_letter_stands_above_roman_groups() -> None:
    found = tasks(
        HEAD,
        ["A", wide("NỀN MÓNG", 5)],
        ["I", wide("Thể chế", 5)],
        ROW,
        ["B", wide("CÁC NGÀNH", 5)],
        ["2", *ROW[1:]],
    )
    assert [t.group for t in found] == ["Thể chế", "CÁC NGÀNH"]


def test_a_numbered_parent_groups_only_its_own_rows() -> None:
    found = tasks(
        HEAD,
        ["I", wide("Thể chế", 5)],
        ["1", "Văn bản", "", "", "", ""],
        ["1.1", *ROW[1:]],
        ["2", *ROW[1:]],
    )
    assert [(t.no, t.group) for t in found] == [("1.1", "Văn bản"), ("2", "Thể chế")]


def test_a_row_cut_at_a_page_is_carried_on() -> None:
    found = tasks(HEAD, ROW, ["", "văn bản còn hiệu lực", "", "", "", ""], ["2", *ROW[1:]])
    assert [t.text for t in found] == ["Rà soát văn bản còn hiệu lực", "Rà soát"]


def test_a_merged_task_cell_collects_the_products_below() -> None:
    start, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    found = tasks(
        HEAD,
        [cell("1", start), cell("Rà soát", start), "Sở Tư pháp", "", "Quý III/2025", "Báo cáo"],
        [cell("", goes_on), cell("", goes_on), "Sở Nội vụ", "", "Quý IV/2025", "Tờ trình"],
    )
    assert len(found) == 1
    assert found[0].leads == ("Sở Tư pháp", "Sở Nội vụ")
    assert found[0].product == "Báo cáo; Tờ trình"
    assert [d.key for d in found[0].deadlines] == ["2025-Q3", "2025-Q4"]


def test_a_merged_lead_cell_leads_every_row_beside_it() -> None:
    found = tasks(
        HEAD,
        ["1", "Rà soát", cell("Sở Tư pháp", '<w:vMerge w:val="restart"/>'), "", "2025", ""],
        ["2", "Xây dựng", cell("", "<w:vMerge/>"), "", "2026", ""],
    )
    assert [t.leads for t in found] == [("Sở Tư pháp",)] * 2


def test_a_table_cut_in_two_keeps_its_columns_and_group() -> None:
    first = table(HEAD, ["I", wide("Thể chế", 5)], ROW)
    found = find_rows(read_tables(first, table(["2", *ROW[1:]])))[0]
    assert [(t.no, t.group) for t in found] == [("1", "Thể chế"), ("2", "Thể chế")]


def test_a_repeated_header_and_column_counters_are_no_rows() -> None:
    counters = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    assert [t.no for t in tasks(HEAD, counters, ROW, HEAD, ["2", *ROW[1:]])] == ["1", "2"]


def test_a_table_that_names_no_task_is_left_alone() -> None:
    text = read_tables(table(["TT", "Họ và tên", "Chức vụ"], ["1", "Nguyễn Văn A", "Giám đốc"]))
    assert find_rows(text) == ((), ())


def test_lines_of_a_cell_are_bodies_of_their_own_but_names_may_wrap() -> None:
    (task,) = tasks(
        HEAD,
        ["1", "Rà soát", "Sở Nội vụ\nSở Tư pháp", "- Sở Y tế\n- Sở Giáo dục\nvà Đào tạo", "", ""],
    )
    assert task.leads == ("Sở Nội vụ", "Sở Tư pháp")
    assert task.coordinating == ("Sở Y tế", "Sở Giáo dục và Đào tạo")


def test_a_title_in_capitals_without_a_number_is_a_group() -> None:
    (task,) = tasks(HEAD, ["", "PHÁT TRIỂN NHÂN LỰC", "", "", "", ""], ROW)
    assert task.group == "PHÁT TRIỂN NHÂN LỰC"


def test_a_deadline_without_a_year_lies_in_that_of_the_document() -> None:
    text = read_tables(table(HEAD, ["1", "Rà soát", "Sở Y tế", "", "Quý II", ""]))
    (task,) = find_rows(text, issued=dt.date(2026, 1, 15))[0]
    assert [deadline.key for deadline in task.deadlines] == ["2026-Q2"]


# Targets

MERGED = '<w:vMerge w:val="restart"/>'
TARGET_HEADS = (
    [
        cell("TT", MERGED),
        cell("Chỉ tiêu", MERGED),
        cell("Đơn vị tính", MERGED),
        wide("Mục tiêu", 2),
        cell("Cơ quan theo dõi", MERGED),
    ],
    [*[cell("", "<w:vMerge/>")] * 3, "Năm 2030", "Năm 2045", cell("", "<w:vMerge/>")],
)


def test_targets_have_a_value_per_horizon() -> None:
    found = targets(
        *TARGET_HEADS,
        ["I", wide("Kinh tế số", 5)],
        ["1", "Tỷ trọng kinh tế số trong GRDP", "%", "≥ 30", "> 50", "Sở Tài chính"],
        ["2", "Tốc độ tăng đơn sáng chế", "%/năm", "16 - 18", "", "Sở KH&CN"],
    )
    first, second = found
    assert (first.no, first.group, first.unit, first.lead) == (
        "1",
        "Kinh tế số",
        "%",
        "Sở Tài chính",
    )
    assert {h: (v.comparator, v.value) for h, v in first.values.items()} == {
        "2030": (Comparator.GE, 30),
        "2045": (Comparator.GT, 50),
    }
    value = second.values["2030"]
    assert (value.comparator, value.value, value.high) == (Comparator.RANGE, 16, 18)
    assert "2045" not in second.values


def test_what_was_observed_in_a_past_year_is_no_goal() -> None:
    (found,) = targets(
        ["TT", "Tên chỉ tiêu", "Đơn vị", "Thực hiện 2025", "Kế hoạch 2026"],
        ["1", "Tốc độ tăng GRDP", "%", "6,5", "8 - 8,5"],
    )
    assert list(found.values) == ["2026"]
    assert found.lead is None


def test_below_a_shared_head_each_column_has_its_own_role() -> None:
    (task,) = tasks(
        [cell("TT", MERGED), cell("Nhiệm vụ", MERGED), wide("Đơn vị thực hiện", 2)],
        [*[cell("", "<w:vMerge/>")] * 2, "Chủ trì", "Phối hợp"],
        ["1", "Rà soát", "Sở Tư pháp", "Sở Nội vụ"],
    )
    assert (task.leads, task.coordinating) == (("Sở Tư pháp",), ("Sở Nội vụ",))


def test_one_column_of_values_takes_its_year_from_the_group() -> None:
    found = targets(
        ["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Chủ trì"],
        ["I", wide("Đến năm 2030", 4)],
        ["1", "Số doanh nghiệp", "Doanh nghiệp", "≥ 5", "Sở Tài chính"],
        ["2", "Trình độ công nghệ", "Thứ bậc", "Mức tiên tiến", "Sở KH&CN"],
    )
    assert list(found[0].values) == ["2030"]
    assert found[1].values == {}


def test_a_metric_may_state_its_value_itself() -> None:
    found = targets(
        ["TT", "Chỉ tiêu", "Chủ trì"],
        ["1", "Tỷ lệ thanh toán không dùng tiền mặt đạt tối thiểu 60%.", "Sở Tài chính"],
        ["2", "Hoàn thành nền tảng dùng chung", "Sở KH&CN"],
    )
    value = found[0].values[""]
    assert (value.comparator, value.value) == (Comparator.GE, 60)
    assert found[1].values == {}


def test_years_of_a_roadmap_are_horizons_unless_marks_stand_below_them() -> None:
    lower = ["2026", "2028", "2030"]
    found = targets(
        [
            *(cell(head, MERGED) for head in ("TT", "Chỉ tiêu", "Đơn vị tính")),
            wide("Lộ trình thực hiện", 3),
        ],
        [*[cell("", "<w:vMerge/>")] * 3, *lower],
        ["1", "Tỷ lệ phủ sóng", "%", "50", "-", "≥ 99"],
    )
    assert {h: (v.comparator, v.value) for h, v in found[0].values.items()} == {
        "2026": (Comparator.EQ, 50),
        "2030": (Comparator.GE, 99),
    }


def test_a_goal_before_its_target_is_the_group() -> None:
    (found,) = targets(
        ["STT", "Mục tiêu", "Chỉ tiêu cụ thể", "Cơ quan theo dõi"],
        ["1", "Kinh tế số", "Tỷ trọng kinh tế số đạt 30% GRDP", "Sở Tài chính"],
    )
    assert (found.group, found.unit, found.unit_base) == ("Kinh tế số", "%", "GRDP")
    assert found.values[""].value == 30


def test_letters_stand_under_their_number() -> None:
    found = tasks(
        HEAD,
        ["I", wide("Thể chế", 5)],
        ["1", "Văn bản", "", "", "", ""],
        ["a)", *ROW[1:]],
        ["b)", *ROW[1:]],
        ["2", *ROW[1:]],
    )
    assert [(t.no, t.group) for t in found] == [
        ("a", "Văn bản"),
        ("b", "Văn bản"),
        ("2", "Thể chế"),
    ]


def test_a_cell_may_say_who_leads_and_who_coordinates() -> None:
    found = tasks(
        ["TT", "Nội dung", "Cơ quan thực hiện", "Thời gian"],
        ["1", "Việc", "Chủ trì: Sở Y tế; Phối hợp: Sở Nội vụ, Công an tỉnh", "2026"],
    )
    assert (found[0].leads, found[0].coordinating) == (("Sở Y tế",), ("Sở Nội vụ", "Công an tỉnh"))


def test_a_row_cut_under_a_target_joins_its_metric() -> None:
    found = targets(
        ["TT", "Chỉ tiêu", "Đơn vị", "Năm 2030"],
        ["1", "Tỷ lệ người dân sử dụng", "%", "80"],
        ["", "dịch vụ công trực tuyến", "", ""],
        ["2", "Tỷ lệ hộ nghèo", "%", "1"],
    )
    assert [t.metric for t in found] == [
        "Tỷ lệ người dân sử dụng dịch vụ công trực tuyến",
        "Tỷ lệ hộ nghèo",
    ]
