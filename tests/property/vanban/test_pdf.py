"""Whatever stands on pages, and whatever bytes a PDF holds: a text that keeps its contract."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.vanban.pdf_files import lines, pdf, rule, say
from vanban.errors import UnreadableFile
from vanban.models import Box, Page, Text
from vanban.parse import parse
from vanban.readers.page_assembly import assemble
from vanban.readers.page_layout import PageLayout, PageWord, Ruling
from vanban.readers.pdf import read_pdf

_AT = st.floats(0, 850, allow_nan=False)
_WORD = st.one_of(
    st.sampled_from(
        ["1", "a)", "-", "Nơi", "nhận:", "TM.", "CỘNG", "HÒA", "XÃ", "HỘI", "Số:", "12/KH-", "UBND"]
    ),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Zs", "Cc")), min_size=1, max_size=9
    ),
)
_WORDS = st.builds(
    lambda text, left, top, size, raised: PageWord(
        text, Box(left, top, left + len(text) * size / 2, top + size), size, is_raised=raised
    ),
    _WORD,
    _AT,
    _AT,
    st.sampled_from([8.0, 11.0, 14.0]),
    st.booleans(),
)
_RULINGS = st.builds(
    lambda left, top, length, down: Ruling(
        Box(left, top, left if down else left + length, top + length if down else top)
    ),
    st.sampled_from([80.0, 120.0, 320.0, 540.0]),
    st.sampled_from([60.0, 80.0, 100.0, 300.0]),
    st.sampled_from([40.0, 240.0, 460.0]),
    st.booleans(),
)
_PAGES = st.lists(
    st.tuples(st.lists(_WORDS, max_size=25), st.lists(_RULINGS, max_size=12)), max_size=4
)


def _keeps_its_contract(text: Text) -> None:
    for block in text.blocks:
        assert block.span.of(text.content).strip()
    assert all(a.span.end <= b.span.start for a, b in pairwise(text.blocks))
    assert all(a.span.end <= b.span.start for a, b in pairwise(text.places))
    covered = {at for place in text.places for at in range(place.span.start, place.span.end)}
    letters = {at for at, letter in enumerate(text.content) if not letter.isspace()}
    assert letters <= covered
    for table in text.tables:
        assert all(cell.row + cell.row_span <= table.rows for cell in table.cells)
        assert all(cell.column + cell.column_span <= table.columns for cell in table.cells)


@given(_PAGES)
@settings(max_examples=120, deadline=None)
def test_any_pages_make_a_text_with_every_word_once(
    pages: list[tuple[list[PageWord], list[Ruling]]],
) -> None:
    layouts = [
        PageLayout(Page(number, 595, 842), tuple(words), tuple(rulings))
        for number, (words, rulings) in enumerate(pages, start=1)
    ]
    text = assemble(layouts, "application/pdf", b"", "test/1")
    _keeps_its_contract(text)
    kept = "".join(text.content.split())
    assert len(kept) <= sum(len("".join(w.text.split())) for words, _ in pages for w in words)
    parse(text)


_FILE = pdf(
    lines("Số: 146/KH-UBND", "Kế hoạch năm 2026", "1. Giao Sở Tài chính chủ trì."),
    "".join(rule(80, top, 400, top) + rule(80 + top, 60, 80 + top, 100) for top in (60, 80, 100))
    + say("TT", 85, 75),
)


@given(
    st.lists(
        st.tuples(st.integers(0, len(_FILE) - 1), st.integers(0, 255)), min_size=1, max_size=40
    )
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_file_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(_FILE)
    for at, value in changes:
        raw[at] = value
    try:
        text = read_pdf(bytes(raw))
    except UnreadableFile:
        return
    _keeps_its_contract(text)


@given(st.integers(0, len(_FILE)))
@settings(max_examples=40, deadline=None)
def test_a_cut_file_is_read_or_refused(end: int) -> None:
    try:
        text = read_pdf(_FILE[:end])
    except UnreadableFile:
        return
    _keeps_its_contract(text)


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_after_the_signature_are_read_or_refused(tail: bytes) -> None:
    try:
        _keeps_its_contract(read_pdf(b"%PDF-1.7\n" + tail))
    except UnreadableFile as error:
        assert error.code in {"broken_pdf", "encrypted_file", "too_large"}
