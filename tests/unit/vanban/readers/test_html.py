"""Pages of portals: the document is read, the page around it is not."""

import pytest

from tests.unit.vanban.readers.test_docx_layout import blocks
from vanban.errors import UnreadableFile
from vanban.models import BlockKind
from vanban.readers import read

LETTERHEAD = """<table><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH SƠN LA<br>-------</td>
<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc<br>-------</td></tr>
<tr><td>Số: 12/KH-UBND</td><td><i>Sơn La, ngày 05 tháng 01 năm 2026</i></td></tr></table>"""
BODY = f"""{LETTERHEAD}<p>KẾ HOẠCH</p><p>Phát triển hạ tầng số năm 2026</p>
<p>I. MỤC TIÊU</p><p>1. Phủ sóng <b>100%</b> số bản,
trước ngày 30/6/2026.</p><p>2. Rà soát văn bản./.</p>
<table><tr><td>Nơi nhận:<br>- Như trên;<br>- Lưu: VT.</td>
<td>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH</td></tr>
</table>"""
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
READ = [
    "ỦY BAN NHÂN DÂN", "TỈNH SƠN LA", NATION,
    "Độc lập - Tự do - Hạnh phúc", "Số: 12/KH-UBND", "Sơn La, ngày 05 tháng 01 năm 2026",
    "KẾ HOẠCH", "Phát triển hạ tầng số năm 2026", "I. MỤC TIÊU",
    "1. Phủ sóng 100% số bản, trước ngày 30/6/2026.", "2. Rà soát văn bản./.",
    "Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH",
]  # fmt: skip


def page(inner: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{inner}</body></html>".encode()


def test_a_page_without_anything_around_is_read_whole() -> None:
    text = read(page(BODY), "a.html")
    assert blocks(text) == READ
    assert (text.media_type, text.issues) == ("text/html", ())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<nav><a>Trang chủ</a></nav>", "<footer>Bản quyền thuộc tỉnh.</footer>"),
        ("<script>var a = '<p>x</p>'</script><style>p{}</style>", "<noscript>Bật JS</noscript>"),
        ('<div class="main-menu"><a>Tin tức</a></div>', '<div id="sidebarRight"><p>Tin</p></div>'),
        ('<div style="display: none">ẩn</div><p hidden>ẩn</p>', "<!-- ghi chú -->"),
        ("<p>Trang chủ &gt; Văn bản</p><p>Chi tiết</p>", "<p>Văn bản liên quan</p><p>Số 1</p>"),
        ("<p>Lượt xem: 1.204</p><p>Tải về</p>", "<p>Chia sẻ</p><p>In trang</p>"),
        ('<ul><li><a href="/">Giới thiệu</a></li></ul><p>Văn bản</p>', ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("wrap", ["{}", '<form><div class="wrap"><div>{}</div></div></form>'])
def test_what_stands_around_a_document_is_left_out(before: str, after: str, wrap: str) -> None:
    inner = f"{before}{wrap.format(BODY)}{after}"
    assert blocks(read(page(inner), "a.html")) == READ


def test_an_element_that_holds_the_document_stays_whatever_it_is_called() -> None:
    assert blocks(read(page(f'<div class="search-related">{BODY}</div>'), "a.html")) == READ


def test_lists_print_their_numbers_and_dashes() -> None:
    inner = (
        '<ol type="a" start="2"><li>Hạ tầng;</li><li value="5">Dữ liệu;</li></ol>'
        '<ol style="list-style-type: upper-roman"><li>Mục tiêu</li></ol>'
        "<ol><li>1. Đã có số</li></ol><ul><li>Rà soát;</li><li>- Có gạch</li></ul>"
    )
    assert blocks(read(page(inner), "a.html")) == [
        "b. Hạ tầng;", "e. Dữ liệu;", "I. Mục tiêu", "1. Đã có số", "- Rà soát;", "- Có gạch",
    ]  # fmt: skip


def test_tables_of_data_keep_their_grid() -> None:
    inner = """<p>Phụ lục</p><table><thead><tr><th>TT</th><th colspan=2>Việc</th></tr></thead>
    <tr><td rowspan=2>1</td><td>a</td><td>Sở A<br>Sở B</td></tr>
    <tr><td>c</td><td></td></tr></table>"""
    text = read(page(inner), "a.html")
    cells = [
        (c.row, c.column, c.row_span, c.column_span, c.span.of(text.content))
        for c in text.tables[0].cells
    ]
    assert cells == [
        (0, 0, 1, 1, "TT"), (0, 1, 1, 2, "Việc"), (1, 0, 2, 1, "1"), (1, 1, 1, 1, "a"),
        (1, 2, 1, 1, "Sở A\nSở B"), (2, 1, 1, 1, "c"), (2, 2, 1, 1, ""),
    ]  # fmt: skip
    place = next(p for p in text.places if p.span.of(text.content) == "c")
    assert (place.table, place.row, place.column) == (0, 2, 1)


def test_control_characters_of_a_page_are_no_obstacle() -> None:
    text = read(page("<p>a\x0c<!-- x -->b&#12;<script>y</script>&#1;c</p>"), "a.html")
    assert text.content.replace(" ", "") == "abc"


def test_a_page_that_is_one_table_keeps_it() -> None:
    text = read(page("<table><tr><td>TT<td>Việc<tr><td>1<td>Rà soát</table>"), "a.html")
    assert [cell.span.of(text.content) for cell in text.tables[0].cells] == [
        "TT", "Việc", "1", "Rà soát",
    ]  # fmt: skip


def test_a_page_inside_one_cell_is_text() -> None:
    text = read(page(f"<table><tr><td></td><td>{BODY}</td></tr></table>"), "a.html")
    assert blocks(text) == READ


def test_a_table_that_lays_out_a_page_is_text() -> None:
    long = "".join(f"<p>{n}. Việc thứ {n} {'của các sở ' * 40}.</p>" for n in range(12))
    text = read(page(f"<table><tr><td>Trái</td><td>{long}</td></tr></table>"), "a.html")
    assert text.tables == ()
    assert {block.kind for block in text.blocks} == {BlockKind.PARAGRAPH}


def test_notes_of_word_are_notes_and_their_references_are_not_words() -> None:
    inner = (
        '<p>Đạt 90%<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a>.</p>'
        '<div><p><a href="#_ftnref1">[1]</a> Số liệu năm 2025.</p></div>'
    )
    text = read(page(inner), "a.html")
    assert blocks(text) == ["Đạt 90%.", "[1] Số liệu năm 2025."]
    assert text.blocks[1].kind is BlockKind.FOOTNOTE


def test_deleted_text_and_entities() -> None:
    text = read(
        page("<p>Th&#7911; t&#432;&#7899;ng&nbsp;&mdash;<del>cũ</del> &ge; 5</p>"), "a.html"
    )
    assert text.content == "Thủ tướng — ≥ 5"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""), ("utf-8", "windows-1252"), ("utf-8-sig", "utf-8"), ("utf-16", ""),
        ("cp1258", "windows-1258"),
    ],
)  # fmt: skip
def test_the_characters_of_a_page_are_told_by_its_bytes_and_its_head(
    encoding: str, declared: str
) -> None:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    words = "Đô thị, sông, xã, kế" if encoding != "cp1258" else "Đô thi\u0323, sông, xa\u0303"
    html = f"<html><head>{meta if declared else ''}</head><body><p>{words}</p></body></html>"
    text = read(html.encode(encoding), "a.htm")
    assert text.content in {"Đô thị, sông, xã, kế", "Đô thị, sông, xã"}


def test_a_page_saved_by_word_under_the_name_of_a_document_is_read() -> None:
    raw = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset=utf-8>'
        "<style>p.MsoNormal{}</style></head><body lang=VI><div class=WordSection1>"
        "<p class=MsoNormal><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span>Rà\n"
        "soát văn bản;<o:p></o:p></p><p class=MsoNormal style='mso-hide:all'>ẩn</p></div>"
        "</body></html>"
    )
    assert read(raw.encode(), "văn bản.doc").content == "1. Rà soát văn bản;"


def test_a_page_saved_with_its_pictures_is_read() -> None:
    raw = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        "<html><body><p>Kế hoạch</p></body></html>\n--b\nContent-Type: image/png\n\nx\n--b--\n"
    )
    assert read(raw.encode(), "a.mht").content == "Kế hoạch"
    with pytest.raises(UnreadableFile, match="broken_html"):
        read(raw.replace("text/html", "text/css").encode())


def test_a_page_without_words_says_so() -> None:
    assert [issue.code for issue in read(page("<script>x</script>"), "a.html").issues] == [
        "no_text"
    ]


def test_elements_nested_deep_are_read_as_words() -> None:
    raw = page("<div>" * 1500 + "Kế hoạch" + "</div>" * 1500)
    assert read(raw, "a.html").content == "Kế hoạch"


def test_elements_nested_without_end_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="broken_html"):
        read(page("<div>" * 5000 + "Kế hoạch" + "</div>" * 5000), "a.html")
