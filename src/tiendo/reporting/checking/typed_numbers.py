"""Numbers people typed that say something else than a figure of the same report.

A number is held against a figure of the same unit whose name stands in the same part of the
sentence. What speaks of another time, or of what was planned, is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from vanban.quantities import parse_number

# Money is said in one of these; a figure is held against the typed number in the typed one.
MONEY: Mapping[str, Decimal] = {
    "đồng": Decimal(1),
    "nghìn đồng": Decimal(1000),
    "triệu đồng": Decimal(10**6),
    "tỷ đồng": Decimal(10**9),
    "tỉ đồng": Decimal(10**9),
}
_NUMBER = re.compile(r"(?<![\w/.,-])\d+(?:\.\d{3})*(?:,\d+)?(?![\w/])")
_BETWEEN = re.compile(r"[;:\n]|[,.](?!\d)|\bvà\b")
_ELSEWHEN = re.compile(
    r"\b(?:kỳ trước|cùng kỳ|năm trước|năm ngoái|tháng trước|quý trước|đầu năm"
    r"|kế hoạch (?:giao|đề ra)|mục tiêu|chỉ tiêu (?:giao|đề ra)|phấn đấu|dự kiến|ước"
    r"|còn lại|tăng|giảm|so với|trong đó)\b"
)
_YEAR = re.compile(r"năm \d{4}")


@dataclass(frozen=True, slots=True)
class Known:
    """A figure to compare with. Units: a ratio has the unit "" and is a ratio (0.25).

    ``label`` names it, with what it is narrowed to behind a comma or a colon ("Quá hạn, Sở Nội
    vụ").
    """

    key: str
    label: str
    value: Decimal
    unit: str
    printed: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A typed number and the figure that says otherwise."""

    typed: str
    figure: Known


def contradictions_in(paragraph: str, figures: Sequence[Known]) -> Iterator[Contradiction]:
    """The numbers of a paragraph that contradict a figure."""
    words = paragraph.casefold()
    for part in _BETWEEN.split(words):
        numbers = list(_NUMBER.finditer(part))
        if len(numbers) == 1 and not _ELSEWHEN.search(part):
            yield from _against(part, numbers[0], figures)


def _against(part: str, number: re.Match[str], figures: Sequence[Known]) -> Iterator[Contradiction]:
    behind = part[number.end() :]
    for figure in figures:
        unit = _unit_behind(figure, behind)
        if unit is None or not _is_meant(figure, part, figures):
            continue
        if _rounded(figure, unit, number[0]) != parse_number(number[0]):
            yield Contradiction(f"{number[0]}{unit if unit == '%' else f' {unit}'}", figure)


def _is_meant(figure: Known, part: str, figures: Sequence[Known]) -> bool:
    """Whether a part of a sentence names the figure: what it counts, and all it is narrowed to;
    one narrowed to nothing is not meant where a narrower one of the same name is."""
    label, scopes = _parts_of(figure)
    if label not in part or any(scope not in part for scope in scopes):
        return False
    others = (_parts_of(each) for each in figures)
    return bool(scopes) or not any(
        name == label and any(scope in part for scope in narrowed) for name, narrowed in others
    )


def _parts_of(figure: Known) -> tuple[str, tuple[str, ...]]:
    """What a figure counts, and what it is narrowed to; its year narrows nothing."""
    label, *scopes = re.split(r"[:,] ", figure.label.casefold())
    return label, tuple(each for each in scopes if not _YEAR.fullmatch(each))


def _unit_behind(figure: Known, behind: str) -> str | None:
    """The unit printed behind the number, where it is that of the figure."""
    following = behind.lstrip(" \u00a0")
    if figure.unit == "":
        return "%" if following.startswith("%") else None
    unit = figure.unit.casefold()
    if unit in MONEY:
        return next((each for each in MONEY if _begins(following, each)), None)
    return figure.unit if _begins(following, unit) else None


def _begins(words: str, unit: str) -> bool:
    return words.startswith(unit) and not words[len(unit) : len(unit) + 1].isalnum()


def _rounded(figure: Known, unit: str, typed: str) -> Decimal:
    """The figure in the typed unit, as exactly as the number was typed."""
    value = figure.value
    if unit == "%":
        value *= 100
    elif figure.unit.casefold() in MONEY:
        value = value * MONEY[figure.unit.casefold()] / MONEY[unit]
    places = len(typed.partition(",")[2])
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
