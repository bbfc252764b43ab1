"""Deadlines and recurrences in sentences: points in time judged by the words around them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from vanban.dates import period_of
from vanban.deadline_cells import deadline_at, parse_deadline_cell
from vanban.models import Deadline, Span
from vanban.points import TimePoint, find_points, in_year_of, join_recurrences

_DATED = frozenset({"day", "month", "quarter", "year", "years", "half", "month_day"})
_WINDOW = 70


@dataclass(frozen=True, slots=True)
class Setting:
    """The words around a point: before it in its sentence, the cue window, and after it."""

    sentence: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CueRule:
    """Words before a point that make it a deadline.

    ``holds`` may ask more of the setting; the first rule whose pattern ends at the point and
    that holds decides. ``is_deadline`` false says that these words make it none.
    """

    name: str
    kinds: frozenset[str]
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    confidence: float = 0.9
    is_deadline: bool = True
    holds: Callable[[Setting], bool] = lambda setting: True


_PAST = re.compile(r"(?<!\w)(?:đã|vừa qua|trước đây|tính đến|ước|đạt được|trước khi)(?!\w)")
_ACTION = re.compile(
    r"(?i:hoàn thành|ban hành|trình|báo cáo|thực hiện|tổ chức|triển khai|xây dựng|đưa vào|công bố"
    r"|vận hành|gửi|nộp|phê duyệt|nghiệm thu|khởi công|rà soát|tham mưu|bảo đảm|đảm bảo|phấn đấu"
    r"|tổng kết|sơ kết|hướng dẫn|kết nối|cập nhật|thành lập|đề xuất)"
)
_ASSIGNED = re.compile(r"(?:được giao|đã giao|phát sinh|diễn ra|xảy ra|thiệt hại)\s+trong\s*\Z")
_BUDGET = re.compile(r"(?i:ngân sách|dự toán|kinh phí|vốn)")
_LATER_HORIZON = re.compile(r"\s*(?:,\s*|và\s+)?(?:tầm nhìn|định hướng)")
_IS_DUE = re.compile(r"(?![^.;]*(?:\sđã\s|ước))[^.;]{0,60}(?:hoàn thành|phải|đạt|bảo đảm|100\s?%)")


def _is_planned(setting: Setting) -> bool:
    return not _PAST.search(setting.sentence)


# "Đối với nhiệm vụ triển khai trong năm 2025, …" tells which tasks are meant.
_CONCERNS = re.compile(r"\s*[-–+]?\s*Đối với[^,]*\Z")


def _is_planned_action(setting: Setting) -> bool:
    if (
        _CONCERNS.match(setting.sentence)
        or _PAST.search(setting.sentence)
        or _ASSIGNED.search(setting.before)
    ):
        return False
    return bool(_ACTION.search(setting.sentence[-120:]))


def _states_a_goal(setting: Setting) -> bool:
    if _LATER_HORIZON.match(setting.after) or _PAST.search(setting.sentence):
        return False
    return bool(re.match(r"\s*,?\s*\w", setting.after))


def _is_not_budget(setting: Setting) -> bool:
    return not _BUDGET.search(setting.before + setting.after[:60])


_RECURRING = frozenset({"recurrence"})
# "trước 17 giờ 00 ngày …"
_NGAY = r"(?:\s+\d{1,2}\s?(?:giờ|[hg])(?:\s?\d{2})?(?:\s+phút)?,?)?(?:\s+ngày)?\s*"

# The first rule that matches decides.
CUE_RULES: tuple[CueRule, ...] = (
    CueRule(
        "counted up to",
        _DATED,
        re.compile(
            r"(?i:tính đến(?: hết)?|lũy kế đến(?: hết)?|kể từ|có hiệu lực(?: thi hành)? từ)"
            + _NGAY
            + r"\Z"
        ),
        ("Tính đến ngày 10/11/2025",),
        is_deadline=False,
    ),
    CueRule(
        "before",
        _DATED,
        re.compile(
            r"(?i:(?:hoàn thành|xong|gửi|chậm nhất|nộp)?\s*trước(?:\s+hoặc\s+trong)?"
            r"|không muộn hơn)" + _NGAY + r"\Z"
        ),
        ("trước ngày 15/7/2025",),
        0.97,
    ),
    CueRule(
        "at the latest",
        _DATED,
        re.compile(
            r"(?i:(?:chậm nhất|muộn nhất|thời hạn|hạn chót|hạn cuối)(?:\s+(?:là|vào|đến|trong|cuối"
            r"|hết|đến hết|là trước))*)" + _NGAY + r"\Z"
        ),
        ("chậm nhất là ngày 31/12/2025",),
        0.97,
    ),
    CueRule(
        "to the end of",
        _DATED,
        re.compile(r"(?i:(?:đến\s+)?hết|(?:đến\s+|vào\s+|dự kiến\s+)*cuối)" + _NGAY + r"\Z"),
        ("đến hết năm 2030", "dự kiến cuối năm 2025"),
        0.9,
        holds=lambda setting: not re.search(r"(?i:tính đến|lũy kế|từ đầu)", setting.sentence[-60:]),
    ),
    CueRule(
        "complete in",
        _DATED,
        re.compile(
            r"(?i:(?:hoàn thành|xong)(?:\s+(?:vào|trong|ngay trong|dứt điểm trong"
            r"|trong thời gian|tuần đầu|tuần cuối|nửa đầu|nửa cuối))*)" + _NGAY + r"\Z"
        ),
        ("hoàn thành trong tháng 12 năm 2025",),
        0.95,
        holds=_is_planned,
    ),
    CueRule(
        "within",
        _DATED - {"day", "month_day"},
        re.compile(r"(?i:(?:ngay\s+)?trong|vào)\s*\Z"),
        ("trình trong quý I/2026",),
        0.75,
        holds=_is_planned_action,
    ),
    CueRule(
        "within a day",
        frozenset({"day"}),
        re.compile(r"(?i:(?:ngay\s+)?trong)\s*\Z"),
        ("báo cáo trong ngày 21/11/2025",),
        0.75,
        holds=_is_planned_action,
    ),
    CueRule(
        "on a day",
        frozenset({"day"}),
        re.compile(r"(?i:(?:báo cáo|gửi|nộp|trình)[^.;]{0,60}\s(?:vào|đến))" + _NGAY + r"\Z"),
        ("gửi báo cáo vào ngày 20/12/2025",),
        0.7,
        holds=_is_planned,
    ),
    CueRule(
        "by a year",
        frozenset({"year"}),
        re.compile(r"(?:(?:\A|[.;:,]\s+|[-–+]\s*)(?:Phấn đấu\s+)?|[Pp]hấn đấu\s+)[Đđ]ến\s*\Z"),
        ("Đến năm 2030, tỷ lệ",),
        0.7,
        holds=_states_a_goal,
    ),
    CueRule(
        "by a day, opening a sentence",
        frozenset({"day", "month", "quarter"}),
        re.compile(r"(?:\A|[.;]\s+|[-–+]\s*)[Đđ]ến\s*\Z"),
        ("Đến ngày 30/6/2026 hoàn thành",),
        0.7,
        holds=lambda setting: bool(_IS_DUE.match(setting.after)),
    ),
    CueRule(
        "within, opening a sentence",
        frozenset({"month", "quarter"}),
        re.compile(r"(?:\A|[.;]\s+|[-–+]\s*)Trong\s*\Z"),
        ("Trong quý I năm 2026, Sở Y tế trình",),
        0.7,
        holds=lambda setting: (
            bool(_ACTION.search(setting.after)) and not _PAST.search(setting.after)
        ),
    ),
    CueRule(
        "before a recurring day",
        _RECURRING,
        re.compile(r"(?i:trước|chậm nhất(?: là)?)" + _NGAY + r"\Z"),
        ("trước ngày 20 tháng cuối quý",),
        0.9,
    ),
    CueRule(
        "from a year on",
        frozenset({"from_year"}),
        re.compile(r"(?:\A|[.;:,(]\s*|\s)\Z"),
        ("từ năm 2026 trở đi",),
        0.7,
        holds=_is_planned,
    ),
    CueRule(
        "in a year and on",
        frozenset({"year_on"}),
        re.compile(
            r"(?i:trong|vào|thực hiện|triển khai|liên tục|hoàn thành)(?:\s+(?:trong|vào))?\s*\Z"
        ),
        ("thực hiện trong năm 2026 và những năm tiếp theo",),
        0.7,
        holds=lambda setting: _is_planned(setting) and _is_not_budget(setting),
    ),
    CueRule(
        "periodically",
        _RECURRING,
        re.compile(
            r"(?i:(?:định kỳ|báo cáo|sơ kết|tổng kết|thống kê|công bố|đánh giá|tổ chức|thực hiện)"
            r"(?:\s+(?:vào|theo|mỗi))*)\s*\(?\s*\Z"
        ),
        ("định kỳ hằng năm", "báo cáo hằng quý"),
        0.9,
        holds=_is_not_budget,
    ),
    CueRule(
        "each year, opening a sentence",
        _RECURRING,
        re.compile(r"(?:\A|[.;:]\s+)[-–+]?\s*\Z"),
        ("Hằng năm, tổ chức",),
        0.75,
        holds=_is_not_budget,
    ),
)

_PERIOD = (
    r"(?:(?:[Hh][ằà]ng\s+)?(?:(?:0?6|sáu)\s+tháng|nửa năm|(?:0?1\s+)?năm|tháng|quý|tuần|ngày))"
)
_ENDS = r"(?!\s*(?:\d|[IVX]+\b|/|(?:đầu|cuối|nay|trước|sau|này|kế|học|một|hoặc đột)\b))(?!\w)"
_PERIOD_LIST = re.compile(
    rf"(?i:theo|định kỳ|báo cáo|sơ kết)\s*(?:theo\s+)?\(?(?P<list>{_PERIOD}{_ENDS}"
    rf"(?:\s*(?:,|;|/|và|hoặc)\s*{_PERIOD}{_ENDS})*)"
)
_ONE_PERIOD = re.compile(_PERIOD)
_KEYS = {"tháng": "R:monthly", "quý": "R:quarterly", "tuần": "R:weekly", "ngày": "R:daily"}
_LABEL = re.compile(
    r"(?:(?:Thời gian|Thời hạn|Tiến độ|Lộ trình|Thời điểm)(?:\s+{w})*|Hoàn thành"
    r"|(?:thời gian|thời hạn)(?:\s+{w})+)\s*:\s*".format(
        w=r"(?:thực hiện|hoàn thành|triển khai|báo cáo|trình|ban hành|và|tổ chức|kết thúc"
        r"|dự kiến|gửi|nộp|thực|hiện)"
    )
)
_SENTENCE_END = re.compile(r"[.;]\s")
# What a text must hold to have a deadline at all; most blocks have none of these.
_MAY_HOLD = re.compile(
    r"\d|[Đđ]ịnh kỳ|[Hh][ằà]ng (?:năm|quý|tháng|tuần|ngày)|[Tt]heo (?:tháng|quý)|[Tt]hường xuyên"
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
    label = _LABEL.search(paragraph)
    sentences = paragraph[: label.start()] if label else paragraph
    found = [*_listed(sentences, start, part), *_judged(sentences, start, part, issued)]
    if label:
        value, offset = paragraph[label.end() :], start + label.end()
        found.extend(parse_deadline_cell(value, offset, part, issued))
    return tuple(_without_overlaps(sorted(found, key=lambda item: item.span)))


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


_DAY_AFTER = re.compile(r"[\s,(]*(?:trước|vào)?\s*(?:ngày\s+)?\d")


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
        rule = _rule_for(paragraph, dated)
        if rule is None and _goes_on(paragraph, last, dated):
            rule = _DATED_RECURRENCE
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


def _rule_for(paragraph: str, point: TimePoint) -> CueRule | None:
    if point.kind == "recurrence" and ":" in point.key[2:]:
        return _DATED_RECURRENCE
    setting = _setting_of(paragraph, point)
    for rule in CUE_RULES:
        if point.kind in rule.kinds and rule.pattern.search(setting.before) and rule.holds(setting):
            return rule
    return None


_DATED_RECURRENCE = CueRule(
    "recurring with its day",
    _RECURRING,
    re.compile(r"(?i:(?:(?:chậm nhất|trước|vào)\s+)?(?:ngày\s+)?)\Z"),
    ("hằng năm (trước ngày 25/11)",),
)


def _setting_of(paragraph: str, point: TimePoint) -> Setting:
    window = max(0, point.start - 600)
    sentence = _SENTENCE_END.split(paragraph[window : point.start])[-1]
    before = paragraph[max(0, point.start - _WINDOW) : point.start]
    return Setting(sentence, before, paragraph[point.end : point.end + 80])


def _in_year(point: TimePoint, issued: dt.date | None) -> TimePoint:
    """A day without a year in the document's year or the next; a month or quarter only in the
    document's own, as one that has passed is told of and not set."""
    dated = in_year_of(point, issued)
    rolled = issued is None or not dated.key.startswith(f"{issued.year}-")
    return point if rolled and point.kind != "month_day" else dated


# "đến ngày 30/6 chưa phân bổ" states a condition.
_NOT_YET = re.compile(r"\s+(?:mà\s+)?(?:chưa|vẫn)(?!\w)")
_AND = re.compile(r"\s*(?:\([^()]{0,80}\)|\))?\s*(?:,|;|và)\s*(?:định kỳ\s*)?")


def _goes_on(paragraph: str, last: TimePoint | None, point: TimePoint) -> bool:
    """Whether a recurrence is the next of a list: "hằng tháng (…), hằng quý"."""
    if last is None or last.kind != "recurrence" or point.kind != "recurrence":
        return False
    return bool(_AND.fullmatch(paragraph, last.end, point.start))


def _is_past(point: TimePoint, issued: dt.date | None) -> bool:
    if point.kind == "month_day":
        return True
    period = period_of(point.key.rstrip("+"))
    return issued is not None and period is not None and period[1] < issued


_YEARLY = re.compile(r"(?i:h[ằà]ng năm|định kỳ)")


def _with_far_recurrences(paragraph: str, points: list[TimePoint]) -> list[TimePoint]:
    """A day without a year recurs where its sentence says "hằng năm" further away."""
    result: list[TimePoint] = []
    for point in points:
        if point.kind == "month_day":
            sentence = _SENTENCE_END.split(paragraph[max(0, point.start - 160) : point.start])[-1]
            if _YEARLY.search(sentence):
                if result and result[-1].key == "R:yearly" and point.start - result[-1].end < 120:
                    result.pop()
                point = replace(point, kind="recurrence", key=f"R:yearly:{point.key}")
        result.append(point)
    return result


def _without_overlaps(found: list[Deadline]) -> Iterator[Deadline]:
    last = -1
    for deadline in found:
        if deadline.span.start >= last:
            yield deadline
            last = deadline.span.end
