"""Tables as agencies send them in workbooks: each shape with invented contents."""

import datetime as dt
from decimal import Decimal

from tests.unit.vanban.workbooks import Page, Rows, book
from vanban.models import DraftTarget, DraftTask, Obligation, Text
from vanban.parse import parse
from vanban.readers import read
from vanban.rows import find_rows


def sheets(**pages: Page | Rows) -> Text:
    return read(book(**pages))


def tasks(page: Page | Rows) -> tuple[DraftTask, ...]:
    return find_rows(sheets(A=page), issued=dt.date(2026, 1, 15))[0]


def targets(page: Page | Rows) -> tuple[DraftTarget, ...]:
    return find_rows(sheets(A=page))[1]


def keys(task: DraftTask) -> list[str]:
    return [deadline.key for deadline in task.deadlines]


def shown(target: DraftTarget) -> dict[str, str]:
    return {
        horizon: f"{value.comparator.value}{value.value}"
        + (f"..{value.high}" if value.high else "")
        for horizon, value in target.values.items()
    }


PROGRESS = Page(
    [
        ["THEO DÕI TIẾN ĐỘ NHIỆM VỤ"],
        [
            *("STT", "Nhiệm vụ được giao", "Văn bản giao", "Cơ quan thực hiện", None),
            *("Thời gian thực hiện", None, "Kết quả thực hiện", "Kinh phí (triệu đồng)", "Ghi chú"),
        ],
        [None, None, None, "Chủ trì", "Phối hợp", "Bắt đầu", "Hoàn thành"],
        [f"({number})" for number in range(1, 11)],
        ["I", "Quy hoạch"],
        [
            *(1, "Lập quy hoạch chung", "Công văn số 12/UBND-XD", "Phòng Quy hoạch"),
            *("Phòng Kinh tế", (dt.datetime(2025, 3, 1), "mm/yyyy")),
            *((dt.datetime(2026, 12, 15), "dd/mm/yyyy"), "Đã trình", (1250, "#,##0"), None),
        ],
        [2, "Rà soát quy chế", None, "Phòng Quy hoạch", "UBND các xã, phường", None, "Quý IV/2026"],
        ["II", "Nhà ở"],
        [3, "Xây dựng kế hoạch nhà ở", None, "Phòng Nhà ở", None, None, "Trước 30/6 và 31/12"],
        ["Tổng cộng", None, None, None, None, None, None, None, 1250],
    ],
    "A1:J1",
    "D2:E2",
    "F2:G2",
    *(f"{column}2:{column}3" for column in "ABCHIJ"),
    "B5:J5",
    "B8:J8",
)


def test_a_progress_table_has_merged_heads_and_columns_of_its_own() -> None:
    text = sheets(A=PROGRESS)
    first, second, third = find_rows(text, issued=dt.date(2026, 1, 15))[0]
    assert (first.no, first.group, first.text) == ("1", "Quy hoạch", "Lập quy hoạch chung")
    assert (first.leads, first.coordinating) == (("Phòng Quy hoạch",), ("Phòng Kinh tế",))
    assert (first.deadline_raw, keys(first), first.product) == ("15/12/2026", ["2026-12-15"], None)
    quoted = {name: span.of(text.content) for name, span in first.field_spans.items()}
    assert quoted["progress"] == "Đã trình"
    assert quoted["budget"] == "1.250"
    assert quoted["start"] == "03/2025"
    assert quoted["Văn bản giao"] == "Công văn số 12/UBND-XD"
    assert second.generic == ("UBND các xã, phường",)
    assert keys(third) == ["2026-06-30", "2026-12-31"]


HORIZONS = Page(
    [
        ["PHỤ LỤC I"],
        ["HỆ THỐNG CHỈ TIÊU GIAI ĐOẠN 2026 - 2030"],
        [
            *("TT", "Chỉ tiêu", "ĐVT", "Thực hiện năm 2025", "Mục tiêu các năm"),
            *(None, None, None, None, None, "Cơ quan theo dõi, đánh giá"),
        ],
        [None, None, None, None, 2026, 2027, 2028, 2029, 2030, "Đến năm 2045"],
        ["A", "KINH TẾ"],
        ["I", "Tăng trưởng"],
        [
            1,
            "Tốc độ tăng GRDP",
            "%",
            7.1,
            "≥ 8",
            "8,5 - 9",
            "trên 9",
            "Tối thiểu 9,5",
            10,
            "Phấn đấu 10",
        ],
        [2, "Thu nhập bình quân", "triệu đồng", 75, (80, "0"), 90, 100, 112.5, (1250, "#,##0")],
        ["2.1", "Trong đó: nông thôn", "triệu đồng", None, 60],
        ["B", "XÃ HỘI"],
        [3, "Tỷ lệ hộ nghèo", "%", 0.03, (0.025, "0.0%"), "dưới 2%", "≤ 1,5%", None, "Không còn"],
        [4, "Chỉ số chuyển đổi số", "thứ hạng", 34, "Top 30", "Nhóm 20"],
    ],
    "A1:K1",
    "A2:K2",
)


def test_six_horizons_stand_under_a_head_that_is_not_merged() -> None:
    text = sheets(A=HORIZONS)
    growth, income, rural, poverty, rank = find_rows(text)[1]
    assert shown(growth) == {
        "2026": ">=8",
        "2027": "range8.5..9",
        "2028": ">9",
        "2029": ">=9.5",
        "2030": "=10",
        "2045": "=10",
    }
    assert (growth.group, growth.part, growth.obligation) == (
        "Tăng trưởng",
        "appendix-1",
        Obligation.STRIVE,
    )
    assert (shown(income)["2029"], shown(income)["2030"]) == ("=112.5", "=1250")
    assert (rural.no, rural.group, shown(rural)) == ("2.1", "Tăng trưởng", {"2026": "=60"})
    assert shown(poverty) == {"2026": "=2.5", "2027": "<2", "2028": "<=1.5"}
    assert poverty.field_spans["2030"].of(text.content) == "Không còn"
    assert (poverty.group, shown(rank)) == ("XÃ HỘI", {"2026": "<=30", "2027": "<=20"})


def test_appendices_of_one_workbook_are_told_by_their_sheets_and_titles() -> None:
    text = sheets(
        PL_1=[
            ["CHỈ TIÊU ĐẾN NĂM 2030"],
            ["STT", "Tên chỉ tiêu", "Đơn vị tính", "Mục tiêu", "Đơn vị chủ trì"],
            [1, "Doanh nghiệp công nghệ", "doanh nghiệp", "≥ 200", "Sở Tài chính"],
        ],
        Sheet2=[
            ["Phụ lục II"],
            ["STT", "Nội dung nhiệm vụ", "Chủ trì", "Thời hạn"],
            [1, "Ban hành quy chế", "Sở Tư pháp", (dt.datetime(2026, 6, 1), "mmm-yy")],
        ],
    )
    (task,), (target,) = find_rows(text)
    assert (target.part, shown(target)) == ("appendix-1", {"2030": ">=200"})
    assert (task.part, keys(task)) == ("appendix-2", ["2026-06"])


WORK_PLAN = Page(
    [
        ["TT", "Nội dung công việc", "Bộ phận thực hiện", "Tiến độ", "Ghi chú"],
        ["I. VĂN HÓA"],
        [1, "Tổ chức hội xuân", "Phòng Văn hóa - Xã hội", "Tháng 02/2026"],
        [2, "Tuyên truyền bầu cử", None, "Thường xuyên"],
        ["II. KINH TẾ"],
        [3, "Thu ngân sách", "Phòng Kinh tế", "Trước ngày 15 hằng tháng"],
        [None, "- Đôn đốc nợ đọng", "Thuế cơ sở 3", "Hằng quý"],
        [4, "Báo cáo"],
        [4.1, "Báo cáo tháng", "Văn phòng", "-nt-"],
        ["4.2", "Báo cáo quý", "Văn phòng", "02 lần/năm"],
        [5, "Việc chưa giao"],
    ],
    "A2:E2",
    "A5:E5",
    "C3:C4",
    boxed=range(1, 12),
)


def test_a_work_plan_has_groups_sub_rows_bullets_and_merged_bodies() -> None:
    found = tasks(WORK_PLAN)
    assert [(task.no, task.group) for task in found] == [
        ("1", "VĂN HÓA"),
        ("2", "VĂN HÓA"),
        ("3", "KINH TẾ"),
        (None, "KINH TẾ"),
        ("4.1", "Báo cáo"),
        ("4.2", "Báo cáo"),
        ("5", "KINH TẾ"),
    ]
    assert [task.leads for task in found[:2]] == [("Phòng Văn hóa - Xã hội",)] * 2
    assert [keys(task) for task in found] == [
        ["2026-02"],
        ["R:continuous"],
        ["R:monthly:15"],
        ["R:quarterly"],
        [],
        ["R:halfyearly"],
        [],
    ]


def test_a_cell_that_says_the_same_takes_the_words_above() -> None:
    found = tasks(
        [
            ["STT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn"],
            [1, "Rà soát", "Sở Y tế", "Sở Nội vụ", "2026"],
            [2, "Xây dựng", "-nt-", "Như trên", "2027"],
        ]
    )
    assert [task.leads for task in found] == [("Sở Y tế",)] * 2
    assert found[1].coordinating == ("Sở Nội vụ",)


def test_a_marked_quarter_is_the_deadline() -> None:
    page = Page(
        [
            ["KẾ HOẠCH NĂM 2026"],
            ["STT", "Nội dung", "Chủ trì", "Thời gian thực hiện", None, None, None],
            [None, None, None, "Quý I", "Quý II", "Quý III", "Quý IV"],
            [1, "Xây dựng kế hoạch", "Phòng Văn hóa", "x"],
            [2, "Tổ chức hội thi", "Đoàn xã", None, "x", "x"],
        ],
        "D2:G2",
        *(f"{column}2:{column}3" for column in "ABC"),
    )
    assert [(task.deadline_raw, keys(task)) for task in tasks(page)] == [
        ("Quý I", ["2026-Q1"]),
        ("Quý III", ["2026-Q3"]),
    ]


def test_months_may_be_bare_numbers_under_their_head() -> None:
    page = Page(
        [
            ["STT", "Nội dung", "Chủ trì", "Tiến độ theo tháng năm 2027", None, None],
            [None, None, None, 1, 2, 3],
            [1, "Xây dựng kế hoạch", "Phòng Văn hóa", None, "X"],
        ],
        "D1:F1",
        *(f"{column}1:{column}2" for column in "ABC"),
    )
    assert [(task.deadline_raw, keys(task)) for task in tasks(page)] == [("Tháng 2", ["2027-02"])]


def test_a_column_of_groups_counts_for_all_rows_it_covers() -> None:
    page = Page(
        [
            [
                "STT",
                "Nhóm nhiệm vụ",
                "Nhiệm vụ cụ thể",
                "Đơn vị",
                "Thời gian hoàn thành",
                "Cấp trình",
            ],
            [1, "Thể chế", "Xây dựng nghị quyết", "Sở Tư pháp", "30/06/2026", "HĐND tỉnh"],
            [2, None, "Xây dựng quyết định", "Sở Nội vụ", "Ngày 30 tháng 9 năm 2026", "UBND tỉnh"],
        ],
        "B2:B3",
    )
    found = tasks(page)
    assert [task.group for task in found] == ["Thể chế", "Thể chế"]
    assert [task.leads for task in found] == [("Sở Tư pháp",), ("Sở Nội vụ",)]
    assert [keys(task) for task in found] == [["2026-06-30"], ["2026-09-30"]]
    assert "Cấp trình" in found[0].field_spans


def test_groups_named_after_a_body_lead_where_no_column_does() -> None:
    found = tasks(
        [
            ["TT", "Nhiệm vụ", "Thời hạn", "Sản phẩm"],
            ["I", "Sở Tài chính"],
            [1, "Bố trí kinh phí", "Quý I/2026", "Quyết định"],
            ["II", "Các việc khác"],
            [2, "Rà soát", "Quý II/2026", "Báo cáo"],
        ]
    )
    assert [task.leads for task in found] == [("Sở Tài chính",), ()]


def test_a_plan_beside_what_was_done_keeps_both_apart() -> None:
    page = Page(
        [
            [
                *("STT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2025", "Thực hiện năm 2025"),
                *("Tỷ lệ % TH/KH", "Kế hoạch năm 2026", None),
            ],
            [None, None, None, None, None, None, "Cả năm", "Quý I/2026"],
            [1, "Thu ngân sách", "tỷ đồng", (1200, "#,##0"), 1260.5, (1.05, "0%"), 1400, 300],
        ],
        "G1:H1",
        *(f"{column}1:{column}2" for column in "ABCDEF"),
    )
    (target,) = targets(page)
    assert shown(target) == {"2025": "=1200", "2026": "=1400", "2026-Q1": "=300"}
    assert {"progress", "Tỷ lệ % TH/KH"} <= set(target.field_spans)


def test_units_stand_in_brackets_behind_values_or_above_the_table() -> None:
    found = targets(
        [
            ["Đơn vị tính: điểm"],
            ["TT", "Chỉ tiêu", "Giá trị"],
            ["I", "Đến năm 2030"],
            [1, "Dân số có tài khoản thanh toán (%)", "từ 95 trở lên"],
            [2, "Số nền tảng số dùng chung", "ít nhất 12 nền tảng"],
            [3, "Chi cho khoa học so với GRDP (%)", "2,5"],
            [4, "Chỉ số hài lòng", 85],
            [5, "Hoàn thành số hóa", "Trước năm 2029"],
        ]
    )
    assert [(target.unit, target.unit_base) for target in found] == [
        ("%", None),
        ("nền tảng", None),
        ("%", "GRDP"),
        ("điểm", None),
        (None, None),
    ]
    assert [shown(target) for target in found] == [
        {"2030": ">=95"},
        {"2030": ">=12"},
        {"2030": "=2.5"},
        {"2030": "=85"},
        {},
    ]
    assert found[2].values["2030"].value == Decimal("2.5")


def test_a_table_goes_on_over_sheets_with_and_without_its_head() -> None:
    head = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]
    text = sheets(
        Một=[head, ["I", "Thể chế"], [1, "Một việc", "Sở Y tế", "2026"]],
        Hai=[[2, "Hai việc", "Sở Nội vụ", "2027"], [3, "Ba việc", "Sở Y tế", "2028"]],
        Ba=[head, [4, "Bốn việc", "Sở Y tế", "2029"]],
    )
    assert [(t.no, t.group, keys(t)) for t in find_rows(text)[0]] == [
        ("1", "Thể chế", ["2026"]),
        ("2", "Thể chế", ["2027"]),
        ("3", "Thể chế", ["2028"]),
        ("4", None, ["2029"]),
    ]


def test_tables_of_other_things_are_left_alone() -> None:
    pages: list[Rows] = [
        [["STT", "Nội dung chi", "Dự toán 2026", "Nguồn vốn"], [1, "Mua máy chủ", 2500, "Tỉnh"]],
        [
            ["STT", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu nội dung"],
            [1, "12/QĐ-UBND", "05/01/2026", "UBND tỉnh", "Về việc giao chỉ tiêu"],
        ],
        [
            ["STT", "Đơn vị", "Tổng số nhiệm vụ", "Đã hoàn thành", "Đang thực hiện"],
            [1, "Sở Y tế", 12, 8, 4],
        ],
        [["TT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm"], [1, "Thể chế số", 10, 9]],
        [["Thời gian", "Nội dung", "Thực hiện"], ["07h30 - 08h00", "Đón tiếp", "Ban Tổ chức"]],
        [["STT", "Họ và tên", "Chức vụ", "Đơn vị"], [1, "Trần An", "Trưởng phòng", "Sở Y tế"]],
        [
            ["STT", "Tên dự án", "Chủ đầu tư", "Tổng mức đầu tư", "Thời gian thực hiện"],
            [1, "Đường vành đai", "Ban Quản lý dự án", 1200, "2026-2028"],
        ],
    ]
    assert [find_rows(sheets(A=page)) for page in pages] == [((), ())] * len(pages)


def test_a_merged_deadline_is_one_deadline_of_the_document_and_of_each_row() -> None:
    page = Page(
        [
            ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn"],
            [1, "Rà soát", "Sở Y tế", "Quý I/2026"],
            [2, "Xây dựng", "Sở Y tế", None],
        ],
        "D2:D3",
    )
    parsed = parse(sheets(A=page))
    assert [keys(task) for task in parsed.tasks] == [["2026-Q1"], ["2026-Q1"]]
    assert [deadline.key for deadline in parsed.deadlines] == ["2026-Q1"]
