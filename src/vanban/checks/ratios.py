"""Percentages beside the amounts they are computed from.

Codes, with ``expr`` ("183.395 / 500.118 = 36,67%"), ``stated`` and ``computed`` (percent):
``ratio_holds`` (INFO), ``ratio_differs`` (WARNING). Three forms are known: a fraction ("560 tỷ
đồng/690 tỷ đồng, đạt 81,16%"), a comparison in brackets ("tăng 10,48% so cùng kỳ (10.482 tỷ
đồng)") and a share of a sum planned in a sentence before ("đạt 36,67% so với dự toán"); of the
last only that it holds is said, for another sum may be meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from vanban.figures import Figure, FigureKind, find_figures
from vanban.models import BlockKind, Issue, ParsedDocument, Severity, Span
from vanban.quantities import NUMBER, format_number, parse_number
from vanban.sums import Amount, amount_of

_PERCENT = re.compile(r"\d\s?%")
_FRACTION = re.compile(
    rf"(?<![\w.,/])(?P<part>{NUMBER})(?P<unit>\s[^\d\s/.;,][^\d/.;,]{{0,20}}?)?\s?/\s?"
    rf"(?P<whole>{NUMBER})(?![\d/])(?P<between>[^\d;.]{{0,60}}?)"
    r"(?P<verb>đạt|bằng|chiếm|tương đương|vượt|tỷ lệ|tỉ lệ|ước đạt)\s[^\d;.,]{0,20}"
    r"(?P<share>\d+(?:[.,]\d{1,2})?)\s?%"
)
# The same with the share in brackets: "37/61 nhiệm vụ (60,7%)".
_BRACKETED = re.compile(
    rf"(?<![\w.,/])(?P<part>{NUMBER})\s?/\s?(?P<whole>{NUMBER})(?![\d/])"
    r"(?P<unit>[^\d;.()%]{0,60}?)\((?P<verb>(?:đạt|chiếm|bằng|tỷ lệ|tỉ lệ)?)\s?"
    r"(?P<share>\d+(?:[.,]\d{1,2})?)\s?%\s?\)"
)
_COMPARED = re.compile(
    r"(?i)(?P<verb>tăng|giảm|vượt|bằng|đạt|chiếm)\s(?:khoảng\s|gần\s|hơn\s)?"
    r"(?P<share>\d+(?:,\d{1,2})?)\s?%\s(?:so\s(?:với\s)?)?(?:cùng\skỳ|năm\s(?:trước|20\d\d)|dự\stoán|kế\shoạch)[^()\d;.]{0,30}"
    r"\("
)
_PLANNED = re.compile(
    r"(?i)(?P<verb>đạt|bằng|chiếm|vượt)\s(?:tỷ lệ\s)?(?P<share>\d+(?:,\d{1,2})?)\s?%\s"
    r"(?:so\s(?:với\s)?)?(?:tổng\s)?(?:dự toán|kế hoạch|số vốn|tổng vốn|kinh phí|tổng số|vốn)"
)
_PLAN_WORDS = re.compile(r"(?i)dự toán|kế hoạch|tổng|được giao|phân bổ|bố trí|giao")
_MONEY = re.compile(r"\d\s?(?:nghìn |ngàn )?(?:triệu|tỷ|tỉ|đồng)")
_MOST_TOTALS = 6
_REACH = 300


@dataclass(frozen=True, slots=True)
class _Ratio:
    """A printed percentage with its computed value and the figures it comes from."""

    span: Span
    stated: str
    computed: Decimal
    expr: str


def check_ratios(parsed: ParsedDocument) -> Iterator[Issue]:
    """Percentages that follow from the amounts beside them, or do not."""
    content = parsed.text.content
    earlier: list[Amount] = []
    for block in parsed.text.blocks:
        start, end = block.span.start, block.span.end
        if block.kind is BlockKind.CELL:
            continue
        if _PERCENT.search(content, start, end):
            for ratio in _fractions(content, start, end):
                yield from _issue(ratio, is_certain=True)
            yield from _beside_amounts(content, earlier, start, end)
        earlier = [*earlier, *_plans(content, start, end)][-_MOST_TOTALS:]


def _beside_amounts(
    content: str, earlier: Sequence[Amount], start: int, end: int
) -> Iterator[Issue]:
    is_compared = _COMPARED.search(content, start, end)
    is_planned = _PLANNED.search(content, start, end)
    if not (is_compared or is_planned):
        return
    figures = find_figures(content, start, end)
    for ratio in _compared(content, figures, end):
        yield from _issue(ratio, is_certain=True)
    for ratio in _of_plans(content, figures, earlier, end):
        yield from _issue(ratio, is_certain=False)


def _fractions(content: str, start: int, end: int) -> Iterator[_Ratio]:
    found = (*_FRACTION.finditer(content, start, end), *_BRACKETED.finditer(content, start, end))
    for match in found:
        part, whole = parse_number(match["part"]), parse_number(match["whole"])
        if whole and not re.fullmatch(r"[12]\d{3}", match["whole"]):
            computed = part / whole * 100
            if match["verb"] == "vượt":
                computed -= 100
            expr = _expr(match["part"], match["whole"], match["verb"])
            yield _Ratio(Span(*match.span()), match["share"], computed, expr)


def _compared(content: str, figures: Sequence[Figure], end: int) -> Iterator[_Ratio]:
    """An amount, its change in percent, and the amount it is compared with in brackets."""
    for match in _COMPARED.finditer(content, figures[0].span.start if figures else end, end):
        now = _amount_before(content, figures, match.start())
        then = _amount_after(figures, match.end())
        if now is None or then is None or then.kind is not FigureKind.MONEY:
            continue
        first, second = amount_of(now), amount_of(then)
        if first.unit == second.unit and second.value:
            computed = _changed(first.value / second.value * 100, match["verb"])
            span = Span(now.span.start, then.span.end)
            yield _Ratio(
                span, match["share"], computed, _expr(first.printed, second.printed, match["verb"])
            )


def _amount_after(figures: Sequence[Figure], at: int) -> Figure | None:
    """The amount right behind an opening bracket."""
    index = bisect_left(figures, at, key=lambda figure: figure.span.start)
    is_near = index < len(figures) and figures[index].span.start < at + 12
    return figures[index] if is_near else None


def _amount_before(content: str, figures: Sequence[Figure], at: int) -> Figure | None:
    """The last amount before a comparison in its clause."""
    index = bisect_right(figures, at, key=lambda figure: figure.span.end) - 1
    while index >= 0 and figures[index].kind is not FigureKind.MONEY:
        index -= 1
        if index >= 0 and at - figures[index].span.end > _REACH:
            return None
    if index < 0 or re.search(r"[;\n(]|\.\s", content[figures[index].span.end : at][:_REACH]):
        return None
    return figures[index]


def _changed(percent: Decimal, verb: str) -> Decimal:
    if verb.casefold() in ("tăng", "vượt"):
        return percent - 100
    return 100 - percent if verb.casefold() == "giảm" else percent


def _expr(part: str, whole: str, verb: str) -> str:
    if verb.casefold() in ("tăng", "vượt"):
        return f"{part} / {whole} − 1"
    return f"1 − {part} / {whole}" if verb.casefold() == "giảm" else f"{part} / {whole}"


def _plans(content: str, start: int, end: int) -> list[Amount]:
    """The amounts of a paragraph that are planned or total sums."""
    if not _MONEY.search(content, start, end) or not _PLAN_WORDS.search(content, start, end):
        return []
    return [
        amount_of(figure)
        for figure in find_figures(content, start, end)
        if figure.kind is FigureKind.MONEY
        and _PLAN_WORDS.search(content, max(start, figure.span.start - 160), figure.span.start)
    ]


def _of_plans(
    content: str, figures: Sequence[Figure], earlier: Sequence[Amount], end: int
) -> Iterator[_Ratio]:
    """A spent amount as a share of a sum planned before, in this paragraph or one before it."""
    for match in _PLANNED.finditer(content, figures[0].span.start if figures else end, end):
        spent = _amount_before(content, figures, match.start())
        if spent is None:
            continue
        amount = amount_of(spent)
        index = bisect_right(figures, spent.span.start, key=lambda figure: figure.span.end)
        here = [amount_of(figure) for figure in figures[max(0, index - _MOST_TOTALS) : index]]
        for whole in reversed([*earlier, *here]):
            if whole.unit != amount.unit or not whole.value:
                continue
            ratio = _Ratio(
                Span(spent.span.start, match.end()),
                match["share"],
                _changed(amount.value / whole.value * 100, match["verb"]),
                _expr(amount.printed, whole.printed, match["verb"]),
            )
            if _agrees(ratio):
                yield ratio
                break


def _agrees(ratio: _Ratio) -> bool:
    """Whether the printed percentage is the computed one, cut or rounded to its digits."""
    digits = len(re.split("[.,]", ratio.stated)[1]) if re.search("[.,]", ratio.stated) else 0
    step = Decimal(1).scaleb(-digits)
    return abs(ratio.computed - Decimal(ratio.stated.replace(",", "."))) < step


def _issue(ratio: _Ratio, is_certain: bool) -> Iterator[Issue]:
    holds = _agrees(ratio)
    if not holds and not is_certain:
        return
    computed = ratio.computed.quantize(Decimal("0.01"), ROUND_HALF_UP)
    sign = "=" if holds else "≠"
    params = {
        "expr": f"{ratio.expr} {sign} {ratio.stated}%",
        "stated": ratio.stated,
        "computed": format_number(computed),
    }
    code = "ratio_holds" if holds else "ratio_differs"
    yield Issue(code, Severity.INFO if holds else Severity.WARNING, ratio.span, params)
