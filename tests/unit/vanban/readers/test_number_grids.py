"""Tables of figures in portal texts, every cell a paragraph of its own."""

from vanban.models import Text
from vanban.parse import parse
from vanban.readers import read
from vanban.rows import find_rows


def page(*cells: str) -> Text:
    """A portal page: an opening sentence, the cells as paragraphs, a closing sentence."""
    lines = ["Ủy ban nhân dân tỉnh báo cáo dự toán như sau.", "Đơn vị: Triệu đồng.", *cells]
    end = "Trên đây là báo cáo, kính đề nghị các cơ quan, đơn vị xem xét, cho ý kiến chỉ đạo./."
    return read("\n\n".join([*lines, end]).encode())


def rows_of(text: Text) -> list[list[str]]:
    (table,) = text.tables
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.span.of(text.content).replace("\n", " "))
    return rows


HEADS = ["STT", "Nội dung", "Năm 2026", "Năm 2027", "Năm 2028"]
COUNTERS = ["A", "B", "1", "2", "3=2/1"]
ROWS = [
    ["I", "Thu nội địa", "10.052.700", "11.132.000", "90,5"],
    ["1", "Thuế thu nhập", "736.000", "765.000", "95"],
    ["- Trong đó: doanh nghiệp", "393.000", "342.000", "87,1"],
    ["2", "Lệ phí", "5.000", "7.000", "110"],
]


def test_counted_columns_tell_where_each_row_ends() -> None:
    text = page(*HEADS, *COUNTERS, *(cell for row in ROWS for cell in row))
    found = rows_of(text)
    assert found[:2] == [HEADS, COUNTERS]
    assert found[2] == ROWS[0]
    assert found[4] == ["", *ROWS[2]]
    assert text.content.endswith("./.")


def test_amounts_take_the_unit_above_but_counters_and_ratios_are_none() -> None:
    text = page(*HEADS, *COUNTERS, *(cell for row in ROWS for cell in row))
    amounts = [money.value_vnd for money in parse(text).money]
    assert amounts == [
        10_052_700_000_000,
        11_132_000_000_000,
        736_000_000_000,
        765_000_000_000,
        393_000_000_000,
        342_000_000_000,
        5_000_000_000,
        7_000_000_000,
    ]


def test_a_row_with_fewer_figures_keeps_them_together_under_named_columns() -> None:
    text = page(*HEADS, *COUNTERS, *ROWS[0], *ROWS[1], "3", "Phí", "900", "II", "Nhóm", *ROWS[3])
    found = rows_of(text)
    assert found[4] == ["3", "Phí", "900"]
    assert found[5] == ["II", "Nhóm"]
    assert found[6] == ROWS[3]


def test_grouped_heads_share_a_cell_and_name_no_column() -> None:
    heads = ["STT", "Chỉ tiêu", "Dự toán", "Năm 2026", "Năm 2027", "Năm 2028"]
    text = page(*heads, *COUNTERS, *(cell for row in ROWS for cell in row))
    assert rows_of(text)[0] == ["STT", "Chỉ tiêu", "Dự toán Năm 2026 Năm 2027 Năm 2028"]
    assert find_rows(text)[1] == ()


def test_dashes_are_bullets_before_words_and_values_at_the_end_of_a_row() -> None:
    cells = ["1", "Vay", "500", "700", "-", "-", "Trong nước", "300", "400", "75", *ROWS[3]]
    found = rows_of(page(*HEADS, *COUNTERS, *cells))
    assert found[2:4] == [["1", "Vay", "500", "700", "-"], ["-", "Trong nước", "300", "400", "75"]]


def test_targets_of_figures_have_their_horizons() -> None:
    heads = ["STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Năm 2027"]
    counters = ["1", "2", "3", "4", "5"]
    cells = ["1", "Tăng trưởng", "%", "8,5", "9", "2", "Hộ nghèo", "%", "2", "1,5"]
    text = page(*heads, *counters, *cells, "3", "Số xã", "xã", "100", "102")
    found = find_rows(text)[1]
    assert [target.metric for target in found] == ["Tăng trưởng", "Hộ nghèo", "Số xã"]
    assert [str(found[1].values[year].value) for year in ("2026", "2027")] == ["2", "1.5"]


def test_words_under_a_head_without_counters_are_no_table_of_figures() -> None:
    text = page("STT", "Nội dung", "Ghi chú", "Các nội dung khác được thực hiện theo quy định.")
    assert text.tables == ()
