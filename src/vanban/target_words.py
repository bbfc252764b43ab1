"""Words of a target beside its value: what is measured, and by when."""

from __future__ import annotations

import re

from vanban.figures import Figure, FigureKind
from vanban.models import Span

_YEARS = r"(?:(?:19|20)\d\d\s?[-–]\s?)?(?P<year>20[2-9]\d)(?!\d|\s+và\s+20\d\d)"
_HORIZON = re.compile(
    rf"(?i:(?:(?:đến|tới|vào|hết|trong|cả|cuối|giai đoạn|từ)\s+)?(?:(?:đến|hết|cuối)\s+)?"
    rf"(?:năm|giai đoạn)\s+{_YEARS}|(?:đến|tới)\s+{_YEARS.replace('year', 'bare')})"
)
_AFTER = re.compile(
    rf"\s?(?:trở lên\s)?(?:vào|đến|trong|tới|ở)?\s?(?:hết|cuối)?\s?(?:năm)\s{_YEARS}"
)
_OPENING = re.compile(
    r"(?i)\A[\s,;:\-–+*•(]*(?:[ivx\d]{1,4}\)\s*)?(?:(?:và|trong đó|phấn đấu|mục tiêu|định hướng"
    r"|bảo đảm|đảm bảo|trở lên|trở xuống|cụ thể|đến|là|(?:GRDP|GDP)(?=\s*(?:[,;]|và|trở)))(?!\w)"
    r"[\s,:]*)*"
)
_MEASURE = re.compile(
    r"(?i)(?<!\w)(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|tốc độ|mức độ|số lượng|chỉ số|quy mô|kinh phí"
    r"|tăng trưởng|năng suất|thu nhập)(?!\w)"
)
_NOT_MEASURED = re.compile(
    r"\s*(?:trở lên|trở xuống|GRDP|GDP|/|\)|\Z|[.,;]|so với|vào|đến|trong năm|mỗi năm|và(?!\w))"
)
_VERB = re.compile(r"(?i)(?<!\w)(?P<verb>giảm|tăng|bố trí|duy trì|cắt giảm|hoàn thành)(?!\w)")
_BOUND = re.compile(r"\A\s*(?:trở lên|trở xuống)")
_LONGEST = 300
_SHORT = 12


def horizon_in(words: str) -> str:
    """The last year that words name as a horizon, "" without any."""
    last = ""
    for match in _HORIZON.finditer(words):
        last = match["year"] or match["bare"]
    return last


def horizon_after(content: str, start: int, end: int) -> str:
    """The year right behind a value: "80% vào năm 2030"."""
    match = _AFTER.match(content, start, end)
    return match["year"] if match else ""


def metric_of(content: str, within: Span, value: Span, figure: Figure, before_it: str = "") -> str:
    """What is measured: the words before a value; those after it where it counts what follows.

    ``before_it`` is the metric of the value before in its clause, whose other horizon this may be.
    """
    before = re.split(r"[;:]\s", content[within.start : value.start])[-1]
    words = _OPENING.sub("", _HORIZON.sub("", before))
    measure = _MEASURE.search(words, 0, 60)
    words = words[measure.start() :] if measure else words
    verb = _VERB.match(content, value.start)
    after = re.split(r"[;.](?:\s|\Z)|,?\s\d", content[value.end : within.end])[0]
    parts = [words, verb["verb"] if verb else ""]
    if figure.kind is FigureKind.COUNT:
        noun = content[figure.number.end : figure.span.end].strip()
        parts += ["" if noun.casefold() in words.casefold() else noun, after]
    elif not (figure.base or _NOT_MEASURED.match(after)):
        parts.append(_BOUND.sub("", after))
    elif len(words.strip()) < _SHORT:
        acts = verb and verb["verb"].casefold() not in ("tăng", "giảm")
        parts.append(_BOUND.sub("", after) if acts or not before_it else "")
    metric = " ".join(" ".join(parts).split()).strip(" ,:;-–.")
    if len(metric) < _SHORT and before_it:
        return before_it
    return metric[:_LONGEST] or " ".join(content[within.start : within.end].split())[:_LONGEST]
