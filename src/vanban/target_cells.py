"""Cells of target tables: values with their comparison, units with their base, obligation."""

from __future__ import annotations

import re

from vanban.models import Comparator, Obligation, TargetValue
from vanban.quantities import parse_target_value
from vanban.text import fold

_YEAR = r"(?:19|20)\d\d"
# A day or year tells when, not how much; a document's symbol tells neither.
_WHEN = re.compile(
    rf"(?:trước|sau|đến|từ|trong|hết|cuối|đầu|quý [ivx\d]+|tháng \d+|năm|ngày)[\s/,]*"
    rf"(?:ngày |năm |hết )*(?:\d{{1,2}}/)*{_YEAR}(?!\d)(?:\s*[-–]\s*{_YEAR})?"
    rf"|(?<![\d.,]){_YEAR}(?=\s*\Z)"
    rf"|(?<!\d)\d{{1,2}}/\d{{1,2}}/{_YEAR}|(?<![\d/])\d{{1,2}}/{_YEAR}(?!\d)"
    r"|\d+/(?:\d{4}/)?[a-zđ]{2,}-[\w-]+|\d+/\d{4}/[a-zđ]+"
)
_PLAIN_YEAR = re.compile(rf"\W*{_YEAR}\W*\Z")
_OUT_OF = re.compile(r"(?P<part>\d[\d.]*)\s*/\s*(?P<whole>\d[\d.]*)(?!\s*/)")
_LONGEST = 400


def read_value(raw: str) -> TargetValue | None:
    """The value of a target cell; the year by which something is done is none.

    Units: those of the cell; "25%" is 25, "110/110 xã" is 110.
    Missing: None where the cell states no number ("Hoàn thành", "Duy trì").
    """
    words = " ".join(raw.split())[:_LONGEST]
    if not any(char.isdigit() for char in words) or _PLAIN_YEAR.match(words):
        return None
    plain = _blanked(words)
    share = _OUT_OF.search(plain)
    if share:
        plain = plain[: share.end("part")] + plain[share.end() :]
    return parse_target_value(plain)


def _blanked(words: str) -> str:
    """The words with points in time blanked out."""
    return _WHEN.sub(lambda match: " " * len(match[0]), fold(words))


_OF_BASE = re.compile(
    r"(?:%|\bđiểm %|phần trăm)\s*(?:của |trên |trong |so với |/ ?)?"
    r"(?P<base>grdp|gdp|tổng [^;,()]{3,60}|dân số[^;,()]{0,30}|thu nhập[^;,()]{0,40})"
)
_SHARE_OF = re.compile(
    r"(?:t[ỷỉ] (?:trọng|lệ|suất)|chi (?:cho|ngân sách)|đóng góp|đầu tư|quy mô)[^;]{0,200}?"
    r"(?:\s|/|\()(?:trong|trên|so với|chiếm|/)?\s*"
    r"(?P<base>(?:tổng\s)?grdp|(?:tổng\s)?gdp|tổng (?:chi|số|sản phẩm|vốn|kim ngạch|thu|diện tích"
    r"|giá trị|doanh thu|mức bán lẻ)[^;,()]{0,50})"
)


def unit_base(unit: str | None, metric: str) -> str | None:
    """What a share is of, by its unit ("% GRDP") or by its metric ("… trong tổng chi …").

    Missing: None for units that are no share and for shares whose base is not named.
    """
    if unit is None or "%" not in unit:
        return None
    own = _OF_BASE.search(fold(unit))
    if own:
        return unit[own.start("base") : own.end("base")].strip()
    folded = fold(metric)
    matches = list(_SHARE_OF.finditer(folded))
    if not matches:
        return None
    base = metric[matches[-1].start("base") : matches[-1].end("base")]
    return _BASE_END.split(base)[0].strip(" .:") or None


_BASE_END = re.compile(r"\s(?:đạt|là|từ|đến năm|tối thiểu|trên|không|tăng|chiếm|ít nhất)\s")
_BRACKETED = re.compile(
    r"\((?:đơn vị(?: tính)?|đvt)?\s*:?\s*(?P<unit>%[^()\d]{0,30}|[^()\d:]{0,24}"
    r"(?:đồng|người|usd|doanh nghiệp|ha|km|m2|m3|kwh|tấn|giường|bác sĩ|điểm|bậc|lần|máy|xã|hộ)"
    r"[^()\d]{0,24})\)\s*\Z"
)
_AFTER_VALUE = re.compile(
    r"\d\s*(?P<unit>%(?:\s*/\s?năm|\s(?:grdp|gdp))?"
    r"|(?:(?:nghìn |triệu |tỷ )*(?:đồng|usd)|lần|doanh nghiệp|người|xã|phường|sản phẩm|điểm|dự án"
    r"|mô hình|trung tâm|nền tảng|tổ chức|bậc|đơn|hồ sơ|dịch vụ|trường|cơ sở)"
    r"(?:/[\w ]{1,20})?)(?!\w)"
)


def unit_of(metric: str, values: tuple[str, ...]) -> str | None:
    """The unit in brackets after a metric, or behind its values; None where neither states one."""
    bracketed = _BRACKETED.search(fold(metric))
    if bracketed:
        return metric[bracketed.start("unit") : bracketed.end("unit")].strip()
    for words in values:
        found = _AFTER_VALUE.search(fold(words))
        if found:
            return words[found.start("unit") : found.end("unit")]
    return None


def obligation_of(*words: str) -> Obligation:
    """How strongly a target binds, by the words of its cells and heads."""
    folded = fold(" ".join(words))
    if "phấn đấu" in folded:
        return Obligation.STRIVE
    return Obligation.ORIENTATION if "định hướng" in folded else Obligation.MUST


_RANKED = re.compile(r"(?<!\w)(?:thứ hạng|thứ bậc|xếp hạng|vị trí|hạng)(?!\w)")
_TOP = re.compile(r"(?<!\w)(?:top|nhóm|trong số)(?!\w)")


def is_rank(unit: str | None, raw: str) -> bool:
    """Whether a value is a place in a ranking, where less is better."""
    ranked = unit is not None and _RANKED.search(fold(unit)) is not None
    return ranked and _TOP.search(fold(raw)) is not None


def ranked(value: TargetValue, unit: str | None, raw: str) -> TargetValue:
    """A place within the first ones: "nhóm 10" of a ranking is at most 10."""
    if is_rank(unit, raw) and value.comparator is Comparator.EQ:
        return TargetValue(Comparator.LE, value.value)
    return value
