"""Deadlines and recurrences in sentences: points in time judged by the words around them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from vanban.dates import parse_date, period_of
from vanban.deadline_cells import deadline_at, parse_deadline_cell
from vanban.deadline_cues import CUE_RULES, DATED_RECURRENCE, CueRule, Setting
from vanban.models import Deadline, Span
from vanban.points import TimePoint, find_points, in_year_of, join_recurrences

_WINDOW = 70
_PERIOD = (
    r"(?:(?:[Hh][ằà]ng\s+)?(?:(?:0?6|sáu)\s+tháng|nửa năm|(?:0?1\s+)?năm|tháng|quý|tuần|ngày))"
)
_ENDS = r"(?!\s*(?:\d|[IVX]+\b|/|(?:đầu|cuối|nay|trước|sau|này|kế|học|một|hoặc đột)\b))(?!\w)"
# "hằng quý (trước ngày 20 của tháng cuối quý), 6 tháng, năm"
_ASIDE = r"(?:\s*\([^()/]{1,60}quý\))?"
_PERIOD_LIST = re.compile(
    rf"[TtĐđBbSs](?:heo|ịnh kỳ|áo cáo|ơ kết)\s*(?:theo\s+)?\(?(?P<list>{_PERIOD}{_ENDS}"
    rf"(?:{_ASIDE}\s*(?:,|;|/|và|hoặc)\s*{_PERIOD}{_ENDS})*)"
)
_ONE_PERIOD = re.compile(_PERIOD)
_KEYS = {"tháng": "R:monthly", "quý": "R:quarterly", "tuần": "R:weekly", "ngày": "R:daily"}
_LABEL = re.compile(
    r"(?:(?:Thời gian|Thời hạn|Tiến độ|Lộ trình|Thời điểm)(?:\s+{w})*|Hoàn thành"
    r"|(?:thời gian|thời hạn|thời điểm|tiến độ)(?:\s+{w})+"
    r"|(?<=[;(,.-] )(?:thời gian|thời hạn|tiến độ|hoàn thành)"
    r"|(?<=\()(?:thời gian|thời hạn|tiến độ))\s*:\s*".format(
        w=r"(?:thực hiện|hoàn thành|triển khai|báo cáo|trình|ban hành|và|tổ chức|kết thúc"
        r"|dự kiến|gửi|nộp|thực|hiện|bắt đầu,?|xong)"
    )
)
_SENTENCE_END = re.compile(r"[.;]\s")
# What a text must hold to have a deadline at all; most blocks have none of these.
_MAY_HOLD = re.compile(
    r"[\dĐđHhMmQqTt](?:(?<=[Qq])uý [IV]|(?<=\d)|(?<=[Mm])ỗi (?:năm|quý|tháng|tuần|ngày)"
    r"|(?<=[Đđ])ịnh kỳ"
    r"|(?<=[Hh])[ằà]ng (?:năm|quý|tháng|tuần|ngày)"
    r"|(?<=[Tt])(?:heo (?:tháng|quý)|hường xuyên))"
)


def find_deadlines(
    content: str,
    start: int = 0,
    end: int | None = None,
    part: str = "body",
    issued: dt.date | None = None,
) -> tuple[Deadline, ...]:
    """The deadlines of one paragraph, in order.

    ``issued`` is the date of the document: earlier points are past events, and a day without
    a year ("trước ngày 20/12") lies in its year. A label ("Thời gian thực hiện: …") makes every
    point after it count.
    """
    paragraph = content[start : len(content) if end is None else end]
    if not _MAY_HOLD.search(paragraph):
        return ()
    label = _LABEL.search(paragraph) if ":" in paragraph else None
    sentences = paragraph[: label.start()] if label else paragraph
    found = [*_listed(sentences, start, part), *_judged(sentences, start, part, issued)]
    if label:
        value, offset = paragraph[label.end() :], start + label.end()
        found.extend(_labelled(value, offset, part, issued))
    return tuple(_without_overlaps(sorted(found, key=lambda item: item.span)))


_FROM_A_DAY = re.compile(r"[Tt]ừ\s+(?:ngày\s+)?\d{1,2}[/.]\d{1,2}[/.]\d{4}\s*[.;]?\s*\Z")
_PLANNED_EACH = re.compile(
    r"[Tt]heo[^.;\n]{0,120}?\s(?P<each>h[ằà]ng\s+(?:năm|quý|tháng|tuần))(?!\w)"
)


def _labelled(value: str, offset: int, part: str, issued: dt.date | None) -> Iterator[Deadline]:
    """The deadlines after a label; a plan of every year recurs, and a beginning alone is a day."""
    found = parse_deadline_cell(value, offset, part, issued)
    each = _PLANNED_EACH.match(value)
    if not found and each:
        span = Span(offset + each.start("each"), offset + each.end("each"))
        yield Deadline(span, part, 0.7, each["each"], _period_key(each["each"]))
    from_day = parse_date(value) if len(found) == 1 and _FROM_A_DAY.match(value) else None
    if from_day:
        yield replace(found[0], key=from_day.isoformat(), last_day=None)
    else:
        yield from found


def _listed(paragraph: str, offset: int, part: str) -> Iterator[Deadline]:
    """Periods in a row after "theo" or "định kỳ": "theo tháng, quý, 6 tháng, 1 năm"."""
    for match in _PERIOD_LIST.finditer(paragraph):
        periods = list(_ONE_PERIOD.finditer(paragraph, *match.span("list")))
        if len(periods) < 2 and not match[0].casefold().startswith("định kỳ"):
            continue
        if len(periods) == 1 and _has_day_after(paragraph, periods[0].end()):
            continue
        for period in periods:
            span = Span(offset + period.start(), offset + period.end())
            yield Deadline(span, part, 0.9, period[0], _period_key(period[0]))


_DAY_AFTER = re.compile(
    r"[\s,(]*(?:trước|vào)?\s*(?:ngày\s+)?\d"
    r"|[^.;]{0,120}?\s(?:trước|vào)\s+(?:ngày\s+)?\d{1,2}(?:/\d{1,2}(?!/)|\s+tháng\s+\d)"
)


def _has_day_after(paragraph: str, end: int) -> bool:
    return bool(_DAY_AFTER.match(paragraph, end))


def _period_key(words: str) -> str:
    folded = words.casefold()
    if "6" in folded or "sáu" in folded or "nửa" in folded:
        return "R:halfyearly"
    return next((key for word, key in _KEYS.items() if folded.endswith(word)), "R:yearly")


def _judged(paragraph: str, offset: int, part: str, issued: dt.date | None) -> Iterator[Deadline]:
    points = join_recurrences(paragraph, list(find_points(paragraph)))
    last: TimePoint | None = None
    for point in _with_far_recurrences(paragraph, points):
        dated = _in_year(point, issued)
        rule = _rule_for(paragraph, dated, issued)
        if rule is None and _goes_on(paragraph, last, dated):
            rule = DATED_RECURRENCE
        if rule is None or not rule.is_deadline or _is_past(dated, issued):
            continue
        if _NOT_YET.match(paragraph, point.end):
            continue
        last = dated
        cue = rule.pattern.search(paragraph, max(0, dated.start - _WINDOW), dated.start)
        begins = _cue_start(paragraph, cue.start() if cue else dated.start)
        found = deadline_at(paragraph, begins, dated, offset, part)
        yield replace(found, confidence=rule.confidence)


def _cue_start(paragraph: str, start: int) -> int:
    rest = paragraph[start : start + _WINDOW]
    return start + len(rest) - len(rest.lstrip(" .;:,-–+("))


def _rule_for(paragraph: str, point: TimePoint, issued: dt.date | None) -> CueRule | None:
    if point.kind == "recurrence" and (
        ":" in point.key[2:] or _TIMES.match(paragraph, point.start)
    ):
        return DATED_RECURRENCE
    setting = _setting_of(paragraph, point, issued)
    for rule in CUE_RULES:
        if point.kind in rule.kinds and rule.pattern.search(setting.before) and rule.holds(setting):
            return rule
    return None


_TIMES = re.compile(r"\d{1,2}\s+(?:lần\s?/|tháng\s?(?:/|(?:một|0?1)\s+)\s?lần)|(?i:thứ|chủ nhật)\s")


def _setting_of(paragraph: str, point: TimePoint, issued: dt.date | None) -> Setting:
    window = max(0, point.start - 600)
    sentence = _SENTENCE_END.split(paragraph[window : point.start])[-1]
    before = paragraph[max(0, point.start - _WINDOW) : point.start]
    period = period_of(point.key.rstrip("+"))
    is_to_come = issued is not None and period is not None and period[0] > issued
    after = paragraph[point.end : point.end + 80]
    return Setting(sentence, before, after, is_to_come, point.key)


def _in_year(point: TimePoint, issued: dt.date | None) -> TimePoint:
    """A day without a year in the document's year or the next; a month or quarter only in the
    document's own, as one that has passed is told of and not set."""
    dated = in_year_of(point, issued)
    rolled = issued is None or not dated.key.startswith(f"{issued.year}-")
    return point if rolled and point.kind != "month_day" else dated


# "đến ngày 30/6 chưa phân bổ" states a condition.
_NOT_YET = re.compile(r"\s+(?:mà\s+)?(?:chưa|vẫn)(?!\w)")
_AND = re.compile(r"\s*(?:\([^()]{0,80}\)|\))?\s*(?:,|;|và)\s*(?:định kỳ\s*)?")


_IN_ROWS = frozenset({"recurrence", "year", "month", "quarter", "day"})


def _goes_on(paragraph: str, last: TimePoint | None, point: TimePoint) -> bool:
    """Whether a point is the next of a row: "hằng tháng (…), hằng quý", "năm 2026, 2027"."""
    if last is None or last.kind != point.kind or point.kind not in _IN_ROWS:
        return False
    return bool(_AND.fullmatch(paragraph, last.end, point.start))


def _is_past(point: TimePoint, issued: dt.date | None) -> bool:
    if point.kind == "month_day":
        return True
    period = period_of(point.key.rstrip("+"))
    return issued is not None and period is not None and period[1] < issued


_HALF_YEARLY = re.compile(r"(?i:định kỳ (?:hằng |hàng )?(?:0?6|sáu) tháng(?!\s*[,;]))")
_YEARLY = re.compile(r"(?i:h[ằà]ng năm|định kỳ)")


def _with_far_recurrences(paragraph: str, points: list[TimePoint]) -> list[TimePoint]:
    """A day without a year recurs where its sentence says "hằng năm" further away."""
    result: list[TimePoint] = []
    for point in points:
        if point.kind == "month_day":
            sentence = _SENTENCE_END.split(paragraph[max(0, point.start - 160) : point.start])[-1]
            if _YEARLY.search(sentence):
                period = "R:halfyearly" if _HALF_YEARLY.search(sentence) else "R:yearly"
                if result and result[-1].key == period and point.start - result[-1].end < 160:
                    result.pop()
                point = replace(point, kind="recurrence", key=f"{period}:{point.key}")
        result.append(point)
    return result


def _without_overlaps(found: list[Deadline]) -> Iterator[Deadline]:
    last = -1
    for deadline in found:
        if deadline.span.start >= last:
            yield deadline
            last = deadline.span.end
