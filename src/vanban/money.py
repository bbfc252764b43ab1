"""Amounts of money in dong, whole and in order; and percentages.

An amount is told by its unit: "500.118 triệu đồng", "1,2 nghìn tỷ", "3 tỷ 500 triệu đồng",
"500.000đ", "ba tỷ đồng". Numbers that share one unit are amounts each ("42.570; 7.438 và 133.387
triệu đồng", "từ 5 đến 7 tỷ đồng"). Other currencies, shares and counts are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vanban.models import Money, Percentage, Span
from vanban.number_words import find_word_amounts
from vanban.quantities import NUMBER, parse_number
from vanban.scanning import matches_at
from vanban.subsets import Subsets

SCALES = {
    "triệu tỷ": 10**15,
    "nghìn tỷ": 10**12,
    "ngàn tỷ": 10**12,
    "trăm tỷ": 10**11,
    "tỷ": 10**9,
    "trăm triệu": 10**8,
    "triệu": 10**6,
    "tr": 10**6,
    "nghìn": 10**3,
    "ngàn": 10**3,
    "": 1,
}
SCALE = r"(?:triệu\s+t[ỷỉ]|(?:nghìn|ngàn)\s+t[ỷỉ]|trăm\s+t[ỷỉ]|trăm\s+triệu|t[ỷỉ]|triệu|nghìn|ngàn)"
# "đồng chí", "đồng bào", "đồng bộ": the same letters begin many words that are no currency.
_DONG = (
    r"[đĐ]ồng(?!\s+(?:chí|bào|bộ|thời|tác giả|thuận|đều|nghiệp|chủ|phạm|hành|đội|tiền|ruộng|dân"
    r"|phục|tình|lòng|minh|hương|quê|nhất|loạt|cấp|hạng|sở hữu|chủ trì|tổ chức|bằng|cỏ|lúa|muối"
    r"|hồ|Nai|Tháp|Xoài|Hới|Hỷ|Văn|Phú|Xuân|Anh|Đăng))"
)
_CURRENCY = rf"(?:{_DONG}|VNĐ|VND|vnđ|vnd|Vnđ|đ(?!\w))"
_PLAIN_CURRENCY = rf"(?:{_DONG}|VNĐ|VND|vnđ|vnd|Vnđ)"
_NUMERAL = (
    rf"(?:{NUMBER}|\d{{1,3}}(?:,\d{{3}}){{1,5}}(?:\.\d{{1,2}})?|\d{{1,4}}\.\d{{1,2}})(?![\d])"
)
# "100 tỷ" is money without a currency before a stop or before what it is for.
_BARE_END = (
    r"(?=\s*[.,;:()/\]]|\s*\Z|\n|\s[-–]\s"
    r"|\s(?:cho|để|và|từ|trong|vào|so|gồm|với|trở lên|trở xuống|mỗi|hằng|hàng|do|nhằm|tại|năm|là"
    r"|thuộc|đến|bằng|đã|được|tăng|giảm|của)(?!\w))"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMERAL})\s{{0,2}}(?:\([^()\d]{{2,60}}\)\s?)?(?:"
    rf"(?P<scale>{SCALE})\s{{0,2}}(?:(?P<small>{NUMBER})\s?(?P<small_scale>triệu|nghìn|ngàn)\s?)?"
    rf"{_CURRENCY}|(?P<bare>(?:nghìn\s|ngàn\s|trăm\s)?t[ỷỉ]){_BARE_END}"
    rf"|(?P<short>tr)\.?\s?đ(?:ồng)?(?!\w)|{_PLAIN_CURRENCY}|(?<=\.\d\d\d)\s?đ(?!\w))(?!\w)"
)
# Where a number begins.
_DIGITS = re.compile(r"\d[\d.,]*")
_PERCENT = re.compile(rf"(?<![\w.,/])(?P<number>{NUMBER}|\d+\.\d{{1,2}})\s?%")
_FOREIGN = re.compile(
    rf"\s?(?:và|,|;|-|–|đến)\s?\d[\d.,]*\s?{SCALE}?\s?"
    r"(?:USD|EUR|đô la|Đô la|euro|Euro|yên|nhân dân tệ)"
)
# A number, perhaps with a scale of its own, that shares the unit after it.
_SHARING = re.compile(
    rf"(?<![\w.,/-])(?P<number>{_NUMERAL})\s?(?P<scale>{SCALE})?"
    r"(?P<join>\s?[;,/]\s?|\s?(?:-|–|÷)\s?|\s(?:và|hoặc|hay|đến|tới|lên|xuống|xuống còn)\s)\Z"
)
_LONGEST_SHARED = 40
# Words that make the number after them a name, a year or an ordinal.
_NAMING = re.compile(
    r"(?i)(?<!\w)(?:năm|tháng|ngày|quý|số|điều|khoản|điểm|mục|thứ|khóa|phụ lục|biểu|mẫu|chương"
    r"|đề án|nghị quyết|quyết định|kế hoạch|chương trình|giai đoạn|lần|quận|cấp|hạng|loại"
    r"|dự án)\s*\Z"
)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


def find_money(
    content: str, start: int = 0, end: int | None = None, part: str = "body"
) -> Iterator[Money]:
    """Every amount in dong of a stretch of text, in whole VND; other currencies are left out."""
    stop = len(content) if end is None else end
    subsets = Subsets(content, start)
    for span, value in _amounts(content, start, stop):
        if value == value.to_integral_value():
            raw = span.of(content)
            yield Money(span, part, 0.98, raw, int(value), subsets.holds(span))


def _amounts(content: str, start: int, stop: int) -> Iterator[tuple[Span, Decimal]]:
    """The places and values of amounts in the order of the text."""
    spelled = list(find_word_amounts(content, start, stop))
    last = start
    for match in matches_at(_DIGITS, _AMOUNT, content, start, stop):
        while spelled and spelled[0][0].start < match.start():
            yield spelled.pop(0)
        if match["bare"] and _FOREIGN.match(content, match.end(), stop):
            continue
        found = _amount_of(match)
        if found is None:
            continue
        yield from _sharing(content, last, match)
        yield found
        last = match.end()
    yield from spelled


def _amount_of(match: re.Match[str]) -> tuple[Span, Decimal] | None:
    scale = _scale_of(match["scale"] or match["bare"] or match["short"])
    value = _number(match["number"], scale)
    if value is None:
        return None
    value *= SCALES[scale]
    if match["small"]:
        value += parse_number(match["small"]) * SCALES[match["small_scale"]]
    return Span(*match.span()), value


def _scale_of(raw: str | None) -> str:
    return " ".join((raw or "").casefold().split()).replace("tỉ", "tỷ")


def _number(raw: str, scale: str) -> Decimal | None:
    """The value of a number before a unit: whole dong have no decimals, so "15,000" is grouped."""
    if not scale and re.fullmatch(r"\d{1,3}(?:,\d{3})+", raw):
        return Decimal(raw.replace(",", ""))
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d{1,2}", raw):
        return Decimal(raw.replace(",", ""))
    try:
        return parse_number(raw)
    except ValueError:
        return None


def _sharing(content: str, start: int, match: re.Match[str]) -> Iterator[tuple[Span, Decimal]]:
    """The numbers right before an amount that share its unit, in order."""
    unit = _scale_of(match["scale"] or match["bare"] or match["short"])
    found: list[tuple[Span, Decimal]] = []
    end = match.start()
    while True:
        low = max(start, end - _LONGEST_SHARED)
        before = _last_number(content, low, end)
        if before is None or not _shares(content, before, low, found):
            break
        scale = _scale_of(before["scale"]) or unit
        value = _number(before["number"], scale)
        if value is None:
            break
        span = Span(
            before.start(), before.end("scale") if before["scale"] else before.end("number")
        )
        found.append((span, value * SCALES[scale]))
        end = before.start()
    yield from reversed(found)


def _last_number(content: str, low: int, end: int) -> re.Match[str] | None:
    """The number that ends, with a joining word, where an amount begins."""
    at = end - 1
    while at >= low and content[at].isspace():
        at -= 1
    if at < low or not (content[at] in ";,/-–÷" or content[at] in "àcyinng"):
        return None
    for begin in _DIGITS.finditer(content, low, end):
        match = _SHARING.match(content, begin.start(), end)
        if match:
            return match
    return None


def _shares(
    content: str, match: re.Match[str], low: int, found: list[tuple[Span, Decimal]]
) -> bool:
    """Whether a number before an amount is an amount as well, and no year, ordinal or count."""
    raw, join = match["number"], match["join"].strip()
    if _NAMING.search(content, max(0, match.start() - 14), match.start()):
        return False
    if _YEAR.match(raw) or re.match(r"0\d", raw) and join not in ("-", "–", "đến"):
        return False
    if join in (",", "/") and not match["scale"]:
        return bool(found) or "." in raw or "," in raw
    return True


def find_percentages(
    content: str, start: int = 0, end: int | None = None, part: str = "body"
) -> Iterator[Percentage]:
    """Every percentage of a stretch of text as a ratio: "36,67%" is 0.3667."""
    stop = len(content) if end is None else end
    for match in matches_at(_DIGITS, _PERCENT, content, start, stop):
        ratio = parse_number(match["number"]) / 100
        yield Percentage(Span(*match.span()), part, 0.99, match[0], ratio)
