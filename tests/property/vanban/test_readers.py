"""What holds for any input: readers never raise but on purpose, and spans quote their words."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.vanban.packages import docx, paragraph, table
from vanban.errors import UnreadableFile
from vanban.models import Text
from vanban.readers import read
from vanban.rows import find_rows
from vanban.text import fold, fold_tones, normalise, strip_marks

_PIECES = (
    "KẾ HOẠCH|I.|1.|a)|đ)|- |+ |Điều 5.|số|146/KH-|UBND|ngày 25/6/2025|của|TT|STT|Nhiệm vụ|Chủ trì|"
    "Nơi nhận:|Phụ lục I|| 1 | a ||8|Đa\u0306\u0301k|.|;|\f|\n|\n\n|1 Ghi chú|[1]|năm|2030|các sở|"
    "các cơ quan và đơn vị, địa phương có liên quan|hoàn thiện1.|\t|\u00a0|\u200b|%|≥ 30"
)
WORDS = st.sampled_from(_PIECES.split("|"))
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


def check(text: Text) -> None:
    """The laws of a Text."""
    assert unicodedata.is_normalized("NFC", text.content)
    last = -1
    for block in text.blocks:
        assert last < block.span.start < block.span.end <= len(text.content)
        assert block.span.of(text.content).strip() == block.span.of(text.content)
        last = block.span.end
    for place, following in zip(text.places, text.places[1:], strict=False):
        assert place.span.start < place.span.end <= following.span.start
    covered = sum(place.span.end - place.span.start for place in text.places)
    assert covered >= len(text.content) - len(text.places) - len(text.blocks)
    for found in text.tables:
        for cell in found.cells:
            assert cell.row + cell.row_span <= found.rows
            assert cell.column + cell.column_span <= found.columns
            assert found.span.start <= cell.span.start <= cell.span.end <= found.span.end


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_is_read_by_the_laws(raw: str) -> None:
    try:
        text = read(raw.encode("utf-8", "replace"))
    except UnreadableFile:
        return
    check(text)
    for item in (*find_rows(text)[0], *find_rows(text)[1]):
        for span in item.field_spans.values():
            assert span.of(text.content).strip()


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_on_purpose(raw: bytes) -> None:
    for name in (None, "a.txt", "a.docx", "a.html", "a.md"):
        try:
            check(read(raw, name))
        except UnreadableFile as refusal:
            assert refusal.code


TAGS = "p|br|div|table|tr|td|th|ol|ul|li|b|span|a|nav|script|pre|sup|thead|form|!--|h1|hr"
MARKUP = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from(TAGS.split("|")).map("<{}>".format),
        st.sampled_from(TAGS.split("|")).map("</{}>".format),
        st.sampled_from(
            [
                '<td colspan="3" rowspan="2">', '<ol type="a" start="0">', '<li value="9">',
                '<div style="display:none">', '<div class="menu">', "&ge;&nbsp;", "&#", "-->", "**",
                "# ", "| a | b |\n", "|---|\n", "[x](y)", "```", "> ",
            ]
        ),
    ),
    max_size=60,
).map(" ".join)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(MARKUP)
def test_any_markup_is_read_by_the_laws(markup: str) -> None:
    for raw, name in ((f"<html><body>{markup}", "a.html"), (markup, "a.md")):
        try:
            text = read(raw.encode(), name)
        except UnreadableFile as refusal:
            assert refusal.code
        else:
            check(text)


_FRAGMENTS = (
    '<w:fldChar w:fldCharType="begin"/>|<w:fldChar w:fldCharType="separate"/>|<w:tab/>|<w:br/>'
    '|<w:fldChar w:fldCharType="end"/>|<w:instrText>TOC</w:instrText>|<w:t>Nơi nhận:</w:t>'
    '|<w:t>ỦY BAN</w:t>|<w:t xml:space="preserve"> CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</w:t>'
    '|<w:sym w:font="Symbol" w:char="F0B3"/>|<w:t>n\u00a8m</w:t>|<w:lastRenderedPageBreak/>'
    "|<w:softHyphen/>|<w:t>- Lưu: VT.</w:t>|<w:rPr><w:vanish/></w:rPr>|<w:t>   </w:t>"
    '|<w:rPr><w:rFonts w:hAnsi=".VnTimeH"/></w:rPr>|<w:footnoteReference w:id="2"/>'
)
_RUNS = st.lists(st.sampled_from(_FRAGMENTS.split("|")), max_size=5).map(
    lambda parts: f"<w:r>{''.join(parts)}</w:r>"
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(_RUNS, max_size=5).map("".join), max_size=8))
def test_any_runs_are_read_by_the_laws(paragraphs: list[str]) -> None:
    check(read(docx(*(paragraph(inner=inner) for inner in paragraphs))))


XML_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="<&>\ufffe\uffff"),
    max_size=40,
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(XML_TEXT, max_size=6), st.lists(st.lists(XML_TEXT, min_size=1, max_size=4), max_size=4)
)
def test_any_document_is_read_by_the_laws(words: list[str], rows: list[list[str]]) -> None:
    raw = docx(*map(paragraph, words), table(*rows) if rows else "")
    text = read(raw)
    check(text)
    find_rows(text)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_document_is_read_or_refused_on_purpose(data: st.DataObject) -> None:
    raw = bytearray(docx(paragraph("Kế hoạch"), table(["TT", "Nhiệm vụ"], ["1", "Rà soát"])))
    for at in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=8)):
        raw[at] = data.draw(st.integers(0, 255))
    try:
        check(read(bytes(raw), "a.docx"))
    except UnreadableFile as refusal:
        assert refusal.code


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_folding_keeps_every_offset(raw: str) -> None:
    content = normalise(raw)
    assert normalise(content) == content
    assert (
        len(fold(content)) == len(fold_tones(content)) == len(strip_marks(content)) == len(content)
    )
