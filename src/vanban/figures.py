"""Figures in a stretch of text: a number or range with its unit, and what a share is of.

Ordinals, years, dates, symbols and numbers of clauses are none: a figure needs a unit, or stands
in the name of an index or a rank. Targets and observations are made of figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto

from vanban.letters import LOWER
from vanban.lexicon import words
from vanban.models import Money, Span
from vanban.money import SCALES, find_money
from vanban.quantities import NUMBER, parse_number
from vanban.scanning import matches_at


class FigureKind(Enum):
    """What a figure states."""

    SHARE = auto()
    MONEY = auto()
    COUNT = auto()
    MEASURE = auto()
    DURATION = auto()
    RANK = auto()
    BARE = auto()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit; ``high`` only for a range.

    Units: the value as printed, in ``unit`` ("%", "triệu đồng", "người"); ``base`` names what a
    share or multiple is of. ``span`` covers number and unit, ``number`` the digits.
    """

    span: Span
    number: Span
    value: Decimal
    high: Decimal | None
    unit: str | None
    base: str | None
    kind: FigureKind


def _either(key: str) -> str:
    listed = sorted(words("units", key), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in listed)


_MEASURE = _either("measures")
_DURATION = _either("durations")
_COUNTED = _either("counted")
_DEGREE = _either("degrees")
_PER = rf"(?:\s?/\s?(?:\d[\d.]*\s)?(?:%|[{LOWER}]+(?:\s[{LOWER}]+)?)){{0,2}}"
_NUMERAL = rf"(?:{NUMBER}|\d{{1,4}}\.\d{{1,2}}(?![\d.,]\d))"
_FIGURE = re.compile(
    rf"(?<![\w.,/])(?<![^\s\d(][-–])(?P<low>{_NUMERAL})"
    rf"(?:\s?%?\s?(?:-|–|÷|đến)\s?(?P<high>{_NUMERAL}))?"
    rf"(?:\s?(?P<share>%)(?P<yearly>\s?/\s?năm|\s(?:mỗi|một|hằng|hàng)\snăm)?"
    rf"|\s(?:(?P<scale>triệu|nghìn|ngàn|tỷ|vạn|trăm)\s)?(?:(?P<degree>{_DEGREE})"
    rf"|(?P<measure>{_MEASURE})|(?P<counted>(?:{_COUNTED})(?:,\s(?:{_COUNTED}))?)"
    rf"|(?P<duration>{_DURATION}))(?![\w]))"
)
_DIGITS = re.compile(r"\d[\d.,]*")
# Words that make the number after them a year, an ordinal, a clause or a name.
_NAMING = re.compile(
    r"(?i)(?:(?<!\w)(?:năm|tháng|ngày|quý|số|điều|khoản|điểm|mục|chương|phần|thứ|khóa|khoá|phụ lục"
    r"|biểu|mẫu|đề án|nghị quyết|quyết định|thông báo|kết luận|chỉ thị|công văn|luật|kế hoạch"
    r"|chương trình|giai đoạn|nhiệm kỳ|quốc lộ|tỉnh lộ|cấp độ|mức độ|tập|trang|hình|bảng|tp|quận"
    r"|loại|hạng|lớp|khối|cách mạng|covid|công nghiệp|web|ca|đợt|lần thứ|mức)\s*[:.]?\s*)\Z"
)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_BASE = re.compile(
    rf"(?:\s(?:trở lên|trở xuống))?\s(?:(?:trong|so với|so|trên|của)\s)?(?P<base>(?:GRDP|GDP|dân số"
    r"|kinh tế số)(?!\w)|(?:tổng|ngân sách|kế hoạch|dự toán|kim ngạch|vốn|doanh thu|giá trị"
    r"|cùng kỳ|cùng thời điểm|tổng mức|chi ngân sách|nguồn vốn|năm trước)(?!\w)"
    rf"(?:\s(?!(?:và|hoặc|để|cho|phục vụ|vào|đến|hằng|hàng|năm|trở|trong|đạt|tăng|nhằm|với)(?!\w))"
    rf"[{LOWER}]+){{0,7}})"
)
_RANKED = re.compile(
    r"(?i:(?P<words>(?:(?:trong|thuộc)\s)?nhóm|(?:trong\s)?top|xếp(?:\shạng)?(?:\sthứ)?|thứ hạng"
    r"|hạng|vị trí(?:\sthứ)?|đứng thứ)\s)"
    r"(?P<low>\d{1,3})(?!\s?%)(?:/\d{1,3})?(?:\s(?P<unit>nước|quốc gia|tỉnh, thành phố|tỉnh"
    r"|địa phương|thành phố|bộ, ngành|bộ|đơn vị|nền kinh tế)(?!\w))?(?![\w.,]*\d)"
)
# An age is a result only as the length of life.
_LIFE = re.compile(r"(?i)tuổi thọ")
_RANK_BEGINS = re.compile(r"(?i)(?:trong|thuộc|nhóm|top|xếp|thứ hạng|hạng|vị trí|đứng)\s")
_INDEX = re.compile(rf"(?:{_either('indices')})(?!\w)")
_INDEXED = re.compile(
    rf"(?:(?:đạt|duy trì|từ|trên|dưới|là|tối thiểu|ít nhất|khoảng|mức|:|≥|>)\s){{1,3}}"
    rf"(?P<low>{_NUMERAL})(?=\s*(?:[,;.)]|\Z|trở lên|điểm|và\s|vào\s))"
)
_INDEX_WORDS = 160
_PER_UNIT = re.compile(_PER)


def find_figures(content: str, start: int, end: int) -> list[Figure]:
    """The figures of a stretch of text, in order; disjoint. Cost: linear in its length."""
    found = list(_of_moneys(content, start, end))
    found += _ranks(content, start, end)
    found += _indexed(content, start, end)
    found += _plain(content, start, end)
    return list(_disjoint(sorted(found, key=lambda figure: (figure.span.start, -figure.span.end))))


def _disjoint(figures: list[Figure]) -> Iterator[Figure]:
    past = -1
    for figure in figures:
        if figure.span.start >= past:
            past = figure.span.end
            yield figure


_RANGE = re.compile(r"\s?(?:-|–|÷|đến)\s?")


def _of_moneys(content: str, start: int, end: int) -> Iterator[Figure]:
    """The amounts of money; two that share one unit as bounds are one range."""
    low: Figure | None = None
    for money in find_money(content, start, end):
        figure = _of_money(content, money, end)
        if low is not None and _is_range(content, low, figure):
            span, number = Span(low.span.start, figure.span.end), figure.number
            bounds = Span(low.number.start, number.end)
            low = replace(figure, span=span, number=bounds, value=low.value, high=figure.value)
            continue
        if low is not None:
            yield low
        low = figure
    if low is not None:
        yield low


def _is_range(content: str, low: Figure, high: Figure) -> bool:
    is_bare = low.number == low.span and low.high is None
    between = _RANGE.fullmatch(content, low.span.end, high.span.start)
    return is_bare and bool(between) and low.value < high.value


_MONEY_PARTS = re.compile(r"(?P<low>\d[\d.,]*\d|\d)\s*(?P<unit>\D.*)?\Z", re.DOTALL)
_SCALE_NAMES = {value: name for name, value in SCALES.items() if name not in ("tr", "ngàn tỷ")}


def _of_money(content: str, money: Money, end: int) -> Figure:
    """A figure with the number as printed; a shared unit is spelled out."""
    match = _MONEY_PARTS.match(money.raw)
    value, unit = Decimal(money.value_vnd), "đồng"
    number = money.span
    if match and not (match["unit"] and re.search(r"\d", match["unit"])):
        try:
            printed = parse_number(match["low"])
        except ValueError:
            printed = Decimal(0)
        scale = int(value / printed) if printed else 0
        if scale in _SCALE_NAMES:
            value, unit = printed, f"{_SCALE_NAMES[scale]} đồng".strip()
            number = Span(money.span.start, money.span.start + match.end("low"))
    per = _PER_UNIT.match(content, money.span.end, end)
    tail = per[0] if per else ""
    span = Span(money.span.start, money.span.end + len(tail))
    return Figure(span, number, value, None, unit + tail, None, FigureKind.MONEY)


def _plain(content: str, start: int, end: int) -> Iterator[Figure]:
    for match in matches_at(_DIGITS, _FIGURE, content, start, end):
        if not _is_name(content, start, match):
            yield _figure(content, match, end)


def _is_name(content: str, start: int, match: re.Match[str]) -> bool:
    """Whether a number is a year, an ordinal or part of a name ("Điều 5", "năm 2025")."""
    if match["share"]:
        return False
    low = max(start, match.start() - 18)
    if _YEAR.match(match["low"]) and (not match["high"] or _YEAR.match(match["high"])):
        return True
    return bool(_NAMING.search(content, low, match.start()))


def _figure(content: str, match: re.Match[str], end: int) -> Figure:
    value, high = parse_number(match["low"]), None
    if match["high"] and parse_number(match["high"]) > value:
        high = parse_number(match["high"])
    elif match["high"]:
        value = parse_number(match["high"])
    kind, unit = _kind_and_unit(match)
    if kind is FigureKind.DURATION and _LIFE.search(
        content, max(0, match.start() - 80), match.start()
    ):
        kind = FigureKind.MEASURE
    stop = match.end()
    if kind is not FigureKind.SHARE:
        per = _PER_UNIT.match(content, stop, end)
        tail = per[0] if per else ""
        unit, stop = f"{unit}{tail}", stop + len(tail)
    base = _BASE.match(content, stop, end)
    number = Span(match.start("low"), match.end("high" if match["high"] else "low"))
    named = base["base"] if base and kind in (FigureKind.SHARE, FigureKind.MEASURE) else None
    return Figure(Span(match.start(), stop), number, value, high, unit, named, kind)


def _kind_and_unit(match: re.Match[str]) -> tuple[FigureKind, str]:
    if match["share"]:
        return FigureKind.SHARE, "%/năm" if match["yearly"] else "%"
    scale = f"{match['scale']} " if match["scale"] else ""
    if match["measure"]:
        return FigureKind.MEASURE, scale + match["measure"]
    if match["duration"]:
        return FigureKind.DURATION, scale + match["duration"]
    return FigureKind.COUNT, "người" if match["degree"] else scale + match["counted"]


def _ranks(content: str, start: int, end: int) -> Iterator[Figure]:
    for match in matches_at(_RANK_BEGINS, _RANKED, content, start, end):
        value = Decimal(match["low"])
        yield Figure(
            Span(match.start("words"), match.end()),
            Span(*match.span("low")),
            value,
            None,
            match["unit"],
            None,
            FigureKind.RANK,
        )


def _indexed(content: str, start: int, end: int) -> Iterator[Figure]:
    """Values of indices, which have no unit: "chỉ số HDI duy trì trên 0,7"."""
    for index in _INDEX.finditer(content, start, end):
        stop = min(end, index.end() + _INDEX_WORDS)
        match = _INDEXED.search(content, index.end(), stop)
        if match and not _DIGITS.search(content, index.end(), match.start("low")):
            number = Span(*match.span("low"))
            value = parse_number(match["low"])
            if not _YEAR.match(match["low"]):
                yield Figure(number, number, value, None, None, None, FigureKind.BARE)
