"""Markers at the start of paragraphs: what makes a paragraph a unit of the outline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vanban.letters import LETTERS_IN_ORDER, LOWER, UPPER, roman_value
from vanban.models import Block, UnitKind


@dataclass(frozen=True, slots=True)
class MarkerRule:
    """One kind of marker at the start of a paragraph. ``rank`` orders the levels: a unit lies
    under the nearest unit before it with a lower rank."""

    name: str
    kind: UnitKind
    rank: int
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    is_listed: bool = True


_ORDINAL = r"(?:thứ\s+)?(?:nhất|hai|ba|tư|năm|sáu|bảy|tám)"
_TEXT = rf"(?=[{UPPER}{LOWER}“\"‘'(\[])"

# The first rule that matches decides. Listed units make the path; bullets do not.
MARKER_RULES: tuple[MarkerRule, ...] = (
    MarkerRule(
        "phan",
        UnitKind.PHAN,
        10,
        re.compile(
            rf"(?P<marker>(?:Phần|PHẦN)\s+(?:[IVX]+|\d{{1,2}}|(?i:{_ORDINAL})))(?=\s*(?:[.:\-–]|\Z|\n)|\s+[{UPPER}])\s*[.:\-–]?\s*"
        ),
        ("Phần I", "PHẦN THỨ NHẤT"),
    ),
    MarkerRule(
        "chuong",
        UnitKind.CHUONG,
        20,
        re.compile(
            rf"(?P<marker>(?:Chương|CHƯƠNG)\s+(?:[IVXL]+|\d{{1,2}}))(?=\s*(?:[.:\-–]|\Z|\n)|\s+[{UPPER}])\s*[.:\-–]?\s*"
        ),
        ("Chương II",),
    ),
    MarkerRule(
        "muc",
        UnitKind.MUC,
        40,
        re.compile(
            rf"(?P<marker>(?:Mục|MỤC)\s+(?:\d{{1,2}}|[IVX]+))(?=\s*(?:[.:\-–]|\Z|\n)|\s+[{UPPER}]{{2}})\s*[.:\-–]?\s*"
        ),
        ("Mục 1",),
    ),
    MarkerRule(
        "tieu muc",
        UnitKind.MUC,
        45,
        re.compile(
            r"(?P<marker>(?:Tiểu mục|TIỂU MỤC)\s+\d{1,2})(?=\s*(?:[.:\-–]|\Z|\n))\s*[.:\-–]?\s*"
        ),
        ("Tiểu mục 1.",),
    ),
    MarkerRule(
        "dieu",
        UnitKind.DIEU,
        50,
        re.compile(rf"(?P<marker>Điều\s+\d{{1,3}}[a-zđ]?)\s?[.:]\s*(?:{_TEXT}|\Z)"),
        ("Điều 5. Hiệu lực", "Điều 5."),
    ),
    MarkerRule(
        "upper letter",
        UnitKind.PHAN,
        15,
        re.compile(rf"(?P<marker>[A-EĐ])\s?[.\-)]\s+(?=[{UPPER}]{{2}})"),
        ("A. MỤC TIÊU",),
    ),
    MarkerRule(
        "roman",
        UnitKind.MUC,
        30,
        re.compile(rf"(?P<marker>[IVX]{{1,7}})\s?(?:[.\-–):]|\.-|/(?=\s))\s*{_TEXT}"),
        ("I. MỤC TIÊU", "II- QUAN ĐIỂM"),
    ),
    MarkerRule(
        "decimal",
        UnitKind.SUBKHOAN,
        70,
        re.compile(rf"(?P<marker>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})(?:[.)]\s*|\s+|-\s*){_TEXT}"),
        ("1.1. Mục tiêu", "2.3.1 Nội dung"),
    ),
    MarkerRule(
        "arabic",
        UnitKind.KHOAN,
        60,
        re.compile(rf"(?P<marker>\d{{1,2}})\s?(?:[.)/]|-(?=\s))(?:\s*{_TEXT}|\s+(?=\d))"),
        ("1. Mục tiêu chung", "2- Nội dung"),
    ),
    MarkerRule(
        "letter",
        UnitKind.DIEM,
        80,
        re.compile(rf"(?P<marker>[{LETTERS_IN_ORDER}])(?:\)\s*(?=\d|{_TEXT})|\.\s*(?=[{UPPER}]))"),
        ("a) Xây dựng", "đ) Rà soát", "b) 100% thôn"),
    ),
    MarkerRule(
        "letter in brackets",
        UnitKind.DIEM,
        80,
        re.compile(rf"\((?P<marker>[{LETTERS_IN_ORDER}])\)\s*{_TEXT}"),
        ("(a) Xây dựng",),
    ),
    MarkerRule(
        "plus",
        UnitKind.BULLET,
        110,
        re.compile(r"(?P<marker>\+)\s*(?=\S)"),
        ("+ 100% thôn",),
        is_listed=False,
    ),
    MarkerRule(
        "dash",
        UnitKind.BULLET,
        100,
        re.compile(r"(?P<marker>[-–—•*●▪])\s*(?=[\w“\"‘'(\[])"),
        ("- Rà soát",),
        is_listed=False,
    ),
    MarkerRule(
        "enumerator",
        UnitKind.BULLET,
        105,
        re.compile(rf"\((?P<marker>\d{{1,2}}|[ivx]{{1,4}})\)\s*(?=\d|{_TEXT})"),
        ("(1) Bộ Công an", "(2) 100% thôn"),
        is_listed=False,
    ),
    MarkerRule(
        "note",
        UnitKind.NOTE,
        120,
        re.compile(r"(?P<marker>Lưu ý|Ghi chú)\s*:\s*(?=\S)"),
        ("Lưu ý: Chủ động rà soát",),
        is_listed=False,
    ),
)
_DIGIT = "0"
# The letters each kind of marker begins with: few rules are tried at a paragraph.
_BEGINS = {
    "phan": "P",
    "chuong": "C",
    "muc": "M",
    "tieu muc": "T",
    "dieu": "Đ",
    "upper letter": "ABCDEĐ",
    "roman": "IVX",
    "decimal": _DIGIT,
    "arabic": _DIGIT,
    "letter": LETTERS_IN_ORDER,
    "letter in brackets": "(",
    "plus": "+",
    "dash": "-–—•*●▪",
    "enumerator": "(",
    "note": "LG",
}
_RULES_AT = {
    letter: tuple(rule for rule in MARKER_RULES if letter in _BEGINS[rule.name])
    for letter in set("".join(_BEGINS.values()))
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph with its marker read: the rule, the bare marker, where its words begin."""

    rule: MarkerRule
    marker: str
    block: Block
    words_start: int


def read_marker(content: str, block: Block) -> Heading | None:
    """The marker at the start of a paragraph, judged by the paragraph alone."""
    start, end = block.span.start, block.span.end
    first = content[start : start + 1]
    for rule in _RULES_AT.get(_DIGIT if first.isdecimal() else first, ()):
        match = rule.pattern.match(content, start, end)
        if match and _is_possible(rule, match["marker"]):
            return Heading(rule, " ".join(match["marker"].split()), block, match.end())
    return None


def _is_possible(rule: MarkerRule, marker: str) -> bool:
    return rule.name != "roman" or roman_value(marker) is not None
