"""What holds for citations in any text: spans quote, canonical forms are fixed, order is kept."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.citations import canonical_symbol, find_citations, find_symbols
from vanban.models import Header, KnownDocument, Span
from vanban.register import Register
from vanban.resolution import resolve

_PIECES = (
    "Nghị quyết số |57-NQ/TW|57-NQ-TW|71/NQ-CP|12, 13/2025/NQ-HĐND|146 / KH - UBND|Luật |Đất đai|"
    "sửa đổi, bổ sung một số điều của |Bộ luật |ngày 01/4/2025|ngày 22 tháng 12 năm 2024|(|)|; |, |"
    " và |của Bộ Chính trị|của UBND tỉnh|khoản 2 Mục II |các Điều 5, 6 và 7 |Phụ lục I kèm theo |"
    "thực hiện |theo |thay thế |đã được sửa đổi theo |về việc |Nghị quyết 57|NQ57|Đề án 06|71|"
    "Kế hoạch này|(Kèm theo Kế hoạch số 9/KH-UBND)|¹|\n|. |số |/|-|–|Ð|&"
)
TEXTS = st.lists(
    st.one_of(st.sampled_from(_PIECES.split("|")), st.text(max_size=12)), max_size=40
).map("".join)
REGISTER = Register(
    [
        KnownDocument("a", "71/NQ-CP", dt.date(2025, 4, 1), "Chính phủ"),
        KnownDocument("b", "071/NQ-CP"),
        KnownDocument("c", "", title="Luật Đất đai"),
    ]
)
HEADER = Header(Span(0, 0), number="9/KH-UBND", type="Kế hoạch", date=dt.date(2025, 5, 1))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_citations_quote_their_words_in_order_and_apart(content: str) -> None:
    past = 0
    for citation in find_citations(content):
        assert past <= citation.span.start < citation.span.end <= len(content)
        assert citation.span.of(content) == citation.raw
        assert citation.number or citation.name or citation.is_self
        past = citation.span.end


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_resolving_keeps_order_and_points_back(content: str) -> None:
    found = list(find_citations(content))
    resolved = list(resolve(content, found, (HEADER,), REGISTER))
    assert [one.span for one in resolved] == sorted(one.span for one in resolved)
    for one in resolved:
        assert one.antecedent is None or one.antecedent.end <= one.span.start
        assert set(one.candidates) <= {"a", "b", "c"}
        assert not (one.is_self and one.number)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_canonical_symbol_is_its_own_canonical_form(content: str) -> None:
    for symbol in find_symbols(content):
        assert canonical_symbol(symbol.number) == symbol.number


@given(st.text(max_size=40))
def test_any_words_have_a_canonical_form(words: str) -> None:
    once = canonical_symbol(words)
    assert canonical_symbol(once) == once


@given(st.lists(st.integers(1, 9999), min_size=2, max_size=12))
def test_a_list_keeps_its_members_in_order(serials: list[int]) -> None:
    words = "Nghị quyết số " + ", ".join(map(str, serials)) + "/2025/NQ-HĐND của HĐND tỉnh"
    numbers = [citation.number for citation in find_citations(words)]
    assert numbers == [f"{serial}/2025/NQ-HĐND" for serial in serials]
