"""What holds for any text: parsing never raises, and every span quotes its words."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.vanban.texts import PLAN, text_of
from vanban.bodies import split_bodies
from vanban.dates import format_date, format_long_date, parse_date
from vanban.deadline_cells import parse_deadline_cell
from vanban.models import Found, ParsedDocument, Text
from vanban.parse import parse
from vanban.quantities import format_number, parse_number, parse_target_value

_PIECES = (
    "KẾ HOẠCH|QUYẾT ĐỊNH:|I.|IV.|1.|1.1.|a)|đ)|- |+ |(1)|Điều 5.|Chương II|Lưu ý:|Số: 12/KH-UBND|"
    "57-NQ-TW|146/KH-|193/2025/QH15|ngày 25/6/2025|ngày 08/6/20210|trước ngày 15/7|hằng năm|"
    "định kỳ 6 tháng|quý IV/2025|đến hết năm 2030|Sở Khoa học và Công nghệ|theo tháng, quý|"
    "các sở, ban, ngành|UBND các xã, phường|chủ trì, phối hợp với|có trách nhiệm:|giao|yêu cầu|"
    "đạt tối thiểu 25%|từ 1,5% trở lên|500.118 triệu đồng|, gồm:|trong đó:|(|)|“|Phụ lục I|"
    "Nơi nhận:|KT. CHỦ TỊCH|Nguyễn Văn A|./.|Thời gian thực hiện:|Cơ quan chủ trì:|;|.|MẬT|\n"
)
WORDS = st.sampled_from(_PIECES.split("|"))
PARAGRAPHS = st.lists(
    st.one_of(st.text(min_size=1, max_size=60), st.lists(WORDS, min_size=1).map(" ".join)),
    max_size=12,
)
TEXTS = PARAGRAPHS.map(lambda paragraphs: text_of(*paragraphs))


def _found(parsed: ParsedDocument) -> Iterator[Found]:
    yield parsed.header
    yield from (*parsed.outline, *parsed.citations, *parsed.deadlines, *parsed.money)
    yield from (*parsed.percentages, *parsed.bodies, *parsed.tasks, *parsed.targets)
    yield from parsed.recipients
    if parsed.signer:
        yield parsed.signer


def _check(text: Text) -> None:
    parsed = parse(text)
    length = len(text.content)
    for found in _found(parsed):
        assert 0 <= found.span.start <= found.span.end <= length
        assert 0 <= found.confidence <= 1
    for quoted in (*parsed.citations, *parsed.deadlines, *parsed.money, *parsed.bodies):
        assert quoted.span.of(text.content) == quoted.raw
    for unit in parsed.outline:
        assert unit.span.start <= unit.own_span.start <= unit.own_span.end <= unit.span.end
    for issue in parsed.issues:
        assert issue.span is None or issue.span.end <= length


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_parses_and_its_spans_quote_their_words(text: Text) -> None:
    _check(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PLAN), max_size=40))
def test_the_paragraphs_of_a_plan_in_any_order_parse(paragraphs: list[str]) -> None:
    _check(text_of(*paragraphs))


@given(st.text(max_size=80))
def test_cells_of_any_words_are_read_without_raising(cell: str) -> None:
    for deadline in parse_deadline_cell(cell, 0, "body"):
        assert deadline.span.of(cell) == deadline.raw
    value = parse_target_value(cell)
    assert value is None or value.value.is_finite()
    assert all(name.strip() for name in split_bodies(cell))


@given(st.dates(min_value=parse_date("01/01/1900"), max_value=parse_date("31/12/2199")))
def test_printed_dates_are_read_back(day) -> None:  # type: ignore[no-untyped-def]
    assert parse_date(format_date(day)) == parse_date(format_long_date(day)) == day


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, max_value=10**12))
def test_printed_numbers_are_read_back(number) -> None:  # type: ignore[no-untyped-def]
    assert parse_number(format_number(number)) == number
