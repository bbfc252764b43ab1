"""What holds for any workbook and any table: laws of a Text, spans that quote, no exception."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.property.vanban.test_readers import check
from tests.unit.vanban.workbooks import Page, book, raw_book
from vanban.errors import UnreadableFile
from vanban.readers import read
from vanban.rows import find_rows
from vanban.target_cells import read_value, unit_base, unit_of

_PIECES = (
    "STT|TT|Nhiệm vụ|Chỉ tiêu|Chủ trì|Phối hợp|Thời hạn|Thời gian thực hiện|Đơn vị tính|Năm 2030|"
    "2030|Quý I|x|I|II|A|1|1.1|a|(1)|(2)|(3)|Sở Y tế|-nt-|Tổng cộng|Ghi chú: a|PHỤ LỤC I|ĐVT: %|"
    "≥ 5|5 - 6|Hằng năm|31/12/2026|UBND TỈNH|Số: 1/BC-SYT|GIÁM ĐỐC|Cộng hòa\nxã hội|\u00a0|- việc"
)
_WORDS = _PIECES.split("|")
VALUES = st.one_of(
    st.none(),
    st.none(),
    st.sampled_from(_WORDS),
    st.integers(-5, 3000),
    st.booleans(),
    st.tuples(st.floats(-1e6, 1e6), st.sampled_from(["0%", "#,##0.0", "dd/mm/yyyy", "mmm-yy"])),
)
ROWS = st.lists(st.lists(VALUES, max_size=7), max_size=14)
AREAS = st.builds(
    lambda column, row, width, height: (
        f"{chr(65 + column)}{row}:{chr(65 + column + width)}{row + height}"
    ),
    *(st.integers(0, 5), st.integers(1, 12), st.integers(0, 3), st.integers(0, 3)),
)
HEADS = [
    ["STT", "Nhiệm vụ", "Cơ quan thực hiện", None, "Thời gian"],
    [None, None, "Chủ trì", "Phối hợp", None],
]


def check_rows(raw: bytes) -> None:
    try:
        text = read(raw, "a.xlsx")
    except UnreadableFile:
        return
    check(text)
    for item in (*find_rows(text)[0], *find_rows(text)[1]):
        assert 0 <= item.span.start < item.span.end <= len(text.content)
        for span in item.field_spans.values():
            assert span.of(text.content).strip()


@settings(max_examples=150, deadline=None)
@given(ROWS, st.booleans(), st.booleans())
@example([["a", None], [None, "b"]], True, False)
def test_any_sheet_is_read_by_the_laws(rows: list[list[object]], head: bool, boxed: bool) -> None:
    rows = [*HEADS, *rows] if head else rows
    check_rows(book(A=Page(rows, boxed=range(1, len(rows) + 1) if boxed else None)))


@settings(max_examples=100, deadline=None)
@given(ROWS, st.lists(AREAS, max_size=4))
def test_merges_that_overlap_break_nothing(rows: list[list[object]], areas: list[str]) -> None:
    cells = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + column)}{number}" t="str"><v>{str(value)[:20]}</v></c>'
            for column, value in enumerate(row)
            if value is not None
        )
        + "</row>"
        for number, row in enumerate([*HEADS, *rows], 1)
    )
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    check_rows(raw_book(cells, f"<mergeCells>{merges}</mergeCells>"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 2000))
def test_damaged_bytes_are_refused_on_purpose(noise: bytes, at: int) -> None:
    raw = bytearray(book(A=[*HEADS, [1, "Việc", "Sở Y tế", None, "2026"]]))
    raw[at : at + len(noise)] = noise
    check_rows(bytes(raw))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(_WORDS)).map(" ".join)))
def test_any_cell_of_a_target_is_read(words: str) -> None:
    read_value(words)
    unit_base("%", words)
    unit_of(words, (words,))
