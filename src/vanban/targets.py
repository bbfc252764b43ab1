"""Numeric targets stated in sentences: metric, comparator, value, unit with its base, horizon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vanban.letters import LOWER
from vanban.models import (
    Comparator,
    DraftTarget,
    Obligation,
    Span,
    TargetValue,
    Unit,
    UnitKind,
)
from vanban.quantities import NUMBER, compare_words, parse_number

_COUNTED = (
    r"(?:doanh nghiệp|người|tổ chức|sản phẩm|mô hình|dự án|nhiệm vụ|trung tâm|xã|phường|cơ sở"
    r"|hợp tác xã|thôn|buôn|trường|bài|sáng chế|đơn|giường|máy|trạm|dịch vụ|nền tảng|lớp|cuộc|khu"
    r"|thủ tục|hồ sơ|hộ|điểm|bậc|lần|quốc gia|thị trường|chuyên gia)"
)
_BEFORE = (
    r"(?P<words>tối thiểu|ít nhất|không (?:thấp|ít|nhỏ) hơn|không dưới|tối đa|không quá"
    r"|không vượt quá"
    r"|trên|vượt|hơn|dưới|từ|khoảng|là|đạt|ở mức trên|ở mức)"
)
_VALUE = re.compile(
    rf"(?:(?P<cue>đạt|phấn đấu|bảo đảm|đảm bảo|chiếm|có|duy trì|tăng|giảm|cho|hoàn thành"
    rf"|bố trí|triển khai)"
    rf"(?:\s+[{LOWER}]+){{0,3}}?\s+)?(?:{_BEFORE}\s+){{0,2}}(?P<sign>>=|<=|≥|≤|>|<)?\s*"
    rf"(?P<value>{NUMBER})(?:\s?%?\s*(?:-|–|đến)\s*(?P<high>{NUMBER}))?\s?(?:(?P<percent>%)"
    rf"|(?P<counted>{_COUNTED})(?!\w))(?=(?P<after>[^.;,]{{0,60}}))"
)
_CUE = re.compile(
    r"(?i:phấn đấu|mục tiêu|chỉ tiêu|đạt|tối thiểu|ít nhất|trở lên|bảo đảm|đảm bảo|trên"
    r"|không quá|không dưới|100\s?%|duy trì)"
)
_FACT = re.compile(
    r"(?<!\w)(?:đã|hiện nay|hiện có|ước đạt|so với cùng kỳ|tính đến|giải ngân|năm qua"
    r"|cùng kỳ)(?!\w)"
)
_HORIZON = re.compile(
    r"(?i:(?:đến|tới|vào|hết|trong|giai đoạn)\s+(?:hết\s+"
    r"|cuối\s+)?(?:năm\s+)?(?:20\d\d\s?[-–]\s?)?(?P<year>20[2-9]\d))"
)
_BASE = re.compile(
    rf"\s*(?P<base>GRDP|GDP|/năm|mỗi năm|(?:(?:trở lên|trở xuống)\s+)?(?:trong"
    rf"|so với)\s+tổng (?:chi|số|sản phẩm|vốn|kim ngạch|thu)[{LOWER} ]{{0,40}})"
)
_SENTENCE = re.compile(r"[^.;\n]+(?:\.\d+[^.;\n]*)*[.;]?")
_DIGIT = re.compile(r"\d")
_ORIENTED = re.compile(r"(?i:định hướng)")
_STRIVEN = re.compile(r"(?i:phấn đấu)")
_GOAL_HEADING = re.compile(r"(?i:mục tiêu|chỉ tiêu|tầm nhìn)")
_ORDER_HEADING = re.compile(r"(?i:nhiệm vụ|giải pháp|tổ chức thực hiện|nội dung)")


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence of a unit with what its headings say: a horizon, and whether goals are set."""

    unit: Unit
    span: Span
    horizon: str
    sets_goals: bool


def find_targets(content: str, units: Sequence[Unit]) -> tuple[DraftTarget, ...]:
    """The numeric targets of one part; each value is one draft.

    Missing: no horizon gives the key "". Shares without a stated base keep "%" alone.
    """
    return tuple(
        target for place in _sentences(content, units) for target in _targets_of(content, place)
    )


def _sentences(content: str, units: Sequence[Unit]) -> Iterator[_Place]:
    stack: list[tuple[Unit, str, bool, bool]] = []
    for unit in units:
        while stack and not stack[-1][0].span.end >= unit.span.end:
            stack.pop()
        above = stack[-1] if stack else (unit, "", False, False)
        heading = unit.title or unit.own_span.of(content)[:120].split("\n")[0]
        titled = unit.title is not None or heading.endswith(":")
        horizon = _horizon_in(heading) if titled else ""
        goals = above[2] or (titled and bool(_GOAL_HEADING.search(heading)))
        orders = above[3] or (titled and bool(_ORDER_HEADING.search(heading)))
        stack.append((unit, horizon or above[1], goals, orders))
        silent = unit.kind is UnitKind.CLOSING or not (goals or orders)
        if silent or not _DIGIT.search(content, *_bounds(unit)):
            continue
        for match in _SENTENCE.finditer(content, *_bounds(unit)):
            if _DIGIT.search(match[0]):
                yield _Place(unit, Span(*match.span()), horizon or above[1], goals)


def _bounds(unit: Unit) -> tuple[int, int]:
    return unit.own_span.start, unit.own_span.end


def _horizon_in(words: str) -> str:
    match = _HORIZON.search(words)
    return match["year"] if match else ""


def _targets_of(content: str, place: _Place) -> Iterator[DraftTarget]:
    sentence = place.span.of(content)
    if _FACT.search(sentence) or not _CUE.search(sentence):
        return
    before = 0
    for match in _VALUE.finditer(sentence):
        if match["percent"] or place.sets_goals:
            yield _target(place, sentence, match, before)
        before = match.end()


def _target(place: _Place, sentence: str, match: re.Match[str], before: int) -> DraftTarget:
    start = place.span.start
    horizon = _horizon_in(sentence) or place.horizon
    last = "high" if match["high"] else "value"
    return DraftTarget(
        Span(start + len(sentence) - len(sentence.lstrip()), start + len(sentence.rstrip())),
        place.unit.part,
        0.8 if place.sets_goals else 0.7,
        path=place.unit.path,
        metric=_metric(sentence, match, before),
        unit=_unit(match),
        values={horizon: _target_value(match)},
        obligation=_obligation(sentence, place),
        field_spans={
            horizon or "value": Span(start + match.start("value"), start + match.end(last))
        },
    )


def _target_value(match: re.Match[str]) -> TargetValue:
    low = parse_number(match["value"])
    if match["high"]:
        high = parse_number(match["high"])
        if high > low:
            return TargetValue(Comparator.RANGE, low, high)
    words = match.string[max(0, match.start("value") - 24) : match.start("value")]
    return TargetValue(compare_words(_last_words(words), match["sign"] or "", match["after"]), low)


def _last_words(words: str) -> str:
    """The comparing words right before a value, without those of an earlier value."""
    return re.split(r"[,;%\d]", words)[-1]


def _unit(match: re.Match[str]) -> str:
    if not match["percent"]:
        return str(match["counted"])
    base = _BASE.match(match["after"])
    if base is None:
        return "%"
    named = re.sub(r"^(?:trở lên|trở xuống)\s+", "", base["base"].strip())
    named = re.sub(r"^(?:trong|so với)\s+", "", named)
    return f"%{named}" if named.startswith("/") else f"% {named}"


_OPENING = re.compile(
    r"(?i)\A[\s,;:\-–+]*(?:(?:GRDP|GDP|trở lên|trở xuống|và|trong đó|phấn đấu|mục tiêu|định hướng"
    r"|bảo đảm|đảm bảo"
    r"|đạt|có)(?!\w)[\s,:]*)*"
)
_MEASURE = re.compile(r"(?i)(?<!\w)(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng|tốc độ|mức độ|số lượng)(?!\w)")
_NOT_MEASURED = re.compile(
    r"\s*(?:trở lên|trở xuống|GRDP|GDP|/|\)|\Z|[.,;]|so với|vào|đến|trong năm|mỗi năm|và(?!\w))"
)
_LONGEST_METRIC = 300


def _metric(sentence: str, match: re.Match[str], before: int) -> str:
    """What is measured: the words before the value, and after it where it counts what follows."""
    words = _OPENING.sub(
        "", _HORIZON.sub("", re.split(r"[;:]\s", sentence[before : match.start()])[-1])
    )
    if match["cue"] in ("bố trí", "duy trì", "hoàn thành", "triển khai"):
        words = f"{words} {match['cue']}"
    measure = _MEASURE.search(words, 0, 40)
    words = words[measure.start() :] if measure else words
    after = re.split(r"[;.](?:\s|\Z)|\d\s?%", sentence[match.end() :])[0]
    if match["counted"]:
        words = f"{words} {match['counted']}{after}"
    elif not _NOT_MEASURED.match(after):
        words = f"{words}{' cho' if match['cue'] == 'cho' else ''}{after}"
    elif len(words.strip()) < 12:
        words = f"{words} {re.sub(r'^(?:trở lên|trở xuống)', '', after.strip()).strip()}"
    return " ".join(words.split()).strip(" ,:-–")[:_LONGEST_METRIC] or " ".join(sentence.split())


def _obligation(sentence: str, place: _Place) -> Obligation:
    if _ORIENTED.search(sentence):
        return Obligation.ORIENTATION
    return Obligation.STRIVE if _STRIVEN.search(sentence) else Obligation.MUST
