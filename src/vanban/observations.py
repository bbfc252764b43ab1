"""Figures that a text reports: what was measured, its value, as of when, for whom.

A figure is an observation where the document reports (a report, a heading such as "Kết quả đạt
được", words such as "đã", "hiện có", "ước đạt") and its sentence sets no goal. Targets, deadlines,
durations, norms and names are none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from vanban.dates import find_dates, make_date
from vanban.figures import Figure, FigureKind, find_figures
from vanban.headings import Stance, stance_of
from vanban.models import Block, DraftTarget, Header, Observation, Span, Unit, UnitKind
from vanban.observation_words import metric_of, scope_in
from vanban.sentences import INTRO, Sentence, find_sentences
from vanban.subsets import Subsets

_REPORT_TYPES = frozenset({"báo cáo", "thông báo", "thông cáo"})
_REPORTED = re.compile(
    r"(?i)(?<!\w)(?:đã|hiện (?:nay|có|còn|đang|đã)|đang có|ước đạt|ước thực hiện|ước tính|tính đến"
    r"|đến nay|lũy kế|luỹ kế|so với cùng kỳ|so cùng kỳ|giải ngân được|mới đạt"
    r"|toàn (?:tỉnh|huyện|xã|ngành) có|làm(?= \d)|bị|gây|thiệt hại|trong năm qua|thời gian qua"
    r"|cả năm đạt)(?!\w)"
)
_PLANNED = re.compile(
    r"(?i)(?<!\w)(?:phấn đấu|mục tiêu|sẽ|dự kiến|kêu gọi|tiếp tục|đề nghị|kiến nghị|đề xuất|yêu cầu"
    r"|giao|phải|cần|định hướng|kế hoạch năm|hướng tới|tối thiểu|ít nhất|bảo đảm|đảm bảo"
    r"|trước ngày|chậm nhất|nhằm|không quá|tối đa)(?!\w)"
)
# "(nay là 05 phường …)" explains a name; a quoted title or a programme's name states nothing.
_NAMED = re.compile(r"(?i)(?:nay là|gọi là|tên gọi|cao điểm|chính quyền địa phương|trước là)\s*\Z")
_NAMED_AFTER = re.compile(r"(?i)\s(?:cao điểm|ngày đêm|hóa(?!\w)|chiều)")
_QUOTED = re.compile(r"[“\"][^”\"]*\Z")
_NORM = re.compile(r"(?i)(?:lãi suất|thuế suất|mức thu|mức chi|định mức|hệ số lương)")
_AS_OF = re.compile(
    r"(?i)(?:tính\s+đến|đến|tại thời điểm|lũy kế đến|luỹ kế đến|ngày|vào)(?:\s+hết)?"
    r"\s*(?:ngày\s*)?\Z"
)
_COUNTED_TO = re.compile(r"(?i)(?:tính\s+đến|(?:lũy|luỹ)\s+kế\s+đến|tính từ)")
_MONTH = re.compile(
    r"(?i)(?:đến|tính đến)\s+(?:hết\s+|cuối\s+)?tháng\s+(\d{1,2})(?:/|\s+năm\s+)(\d{4})"
)
_PERIOD = re.compile(
    r"(?i)(?:(?P<quarter>quý\s+(?P<q>IV|III|II|I|[1-4])[\s/]+(?:năm\s+)?(?P<qy>20\d\d))"
    r"|tháng\s+(?P<m>\d{1,2})(?:\s+năm\s+|/)(?P<my>20\d\d)"
    r"|(?:giai đoạn|từ năm)\s+(?P<from>20\d\d)\s*(?:-|–|đến(?:\s+năm)?)\s*(?P<to>20\d\d)"
    r"|năm\s+(?P<year>20\d\d)(?!\d))"
)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_REACH = 500
_NEVER = frozenset({FigureKind.DURATION})
_DEFINITE = frozenset({FigureKind.SHARE, FigureKind.MONEY, FigureKind.MEASURE})


def find_observations(
    content: str,
    units: Sequence[Unit],
    blocks: Sequence[Block],
    header: Header,
    targets: Iterable[DraftTarget] = (),
    preamble: int | None = None,
) -> tuple[Observation, ...]:
    """The reported figures of one part, in order; figures of ``targets`` are left out.

    Missing: ``as_of`` and ``period`` are None where the sentence states none.
    """
    taken = {number.start for target in targets for number in target.field_spans.values()}
    reports = (header.type or "").casefold() in _REPORT_TYPES
    return tuple(
        observation
        for sentence in find_sentences(content, units, blocks, preamble)
        if sentence.kind is not UnitKind.CLOSING
        for observation in _of_sentence(content, sentence, header, reports)
        if observation.span.start not in taken and _number_start(observation) not in taken
    )


def _number_start(observation: Observation) -> int:
    match = re.search(r"\d", observation.raw)
    return observation.span.start + (match.start() if match else 0)


def _of_sentence(
    content: str, sentence: Sentence, header: Header, reports: bool
) -> Iterator[Observation]:
    stance = stance_of(sentence.headings)
    if not _may_report(content, sentence, stance, reports):
        return
    subsets = Subsets(content, sentence.span.start)
    before, metric = sentence.span.start, ""
    for figure in find_figures(content, sentence.span.start, sentence.span.end):
        is_subset = subsets.holds(figure.span)
        if _is_reported(content, sentence, figure, before):
            named = metric_of(content, Span(before, sentence.span.end), figure, metric)
            yield _observation(content, sentence, header, figure, named, is_subset)
            metric = metric if figure.kind is FigureKind.SHARE and metric else named
        before = figure.span.end


def _may_report(content: str, sentence: Sentence, stance: Stance, reports: bool) -> bool:
    """A sentence of a reporting heading or document, or one that tells what has been done."""
    words = sentence.span.of(content)
    if _PLANNED.search(words[:60]) and not _COUNTED_TO.search(words):
        return False
    if stance.reports or (reports and not stance.sets_goals and not _sets_tasks(stance)):
        return True
    if sentence.path.startswith(("Điều", "Chương")):
        return False
    if sentence.path == INTRO and re.match(r"(?:Căn cứ|Xét|Theo|Thực hiện)\s", words):
        return False
    return bool(_REPORTED.search(words)) and not _PLANNED.search(words)


def _sets_tasks(stance: Stance) -> bool:
    return stance.orders and not stance.reports


def _is_reported(content: str, sentence: Sentence, figure: Figure, before: int) -> bool:
    if figure.kind in _NEVER or figure.unit == "cấp":
        return False
    clause = content[before : figure.span.start]
    opened = content[_window(sentence, figure) : figure.span.start]
    if _NAMED.search(clause) or _NAMED_AFTER.match(content, figure.span.end):
        return False
    if _QUOTED.search(opened) or _NORM.search(clause):
        return False
    last = re.split(r"[;.](?:\s|\Z)", clause)[-1]
    return not _PLANNED.search(last) or bool(_COUNTED_TO.search(opened))


def _window(sentence: Sentence, figure: Figure) -> int:
    """Where the words that may say of a figure when and where it counts begin."""
    return max(sentence.span.start, figure.span.start - _REACH)


def _observation(
    content: str,
    sentence: Sentence,
    header: Header,
    figure: Figure,
    metric: str,
    is_subset: bool,
) -> Observation:
    start = _window(sentence, figure)
    stated = content[start : figure.span.end]
    return Observation(
        figure.span,
        sentence.part,
        0.8 if figure.kind in _DEFINITE else 0.7,
        metric=metric,
        value=figure.value,
        unit=figure.unit,
        unit_base=figure.base,
        raw=figure.span.of(content),
        as_of=_as_of(stated, header),
        period=_period(stated),
        scope=scope_in(content, start, figure.span, header.issuer),
        is_subset=is_subset,
        path=sentence.path,
    )


def _as_of(stated: str, header: Header) -> dt.date | None:
    """The day up to which a figure counts: "Tính đến ngày 10/11/2025", "đến hết tháng 10/2025"."""
    day = None
    for mention in find_dates(stated):
        if mention.value and _AS_OF.search(
            stated, max(0, mention.span.start - 40), mention.span.start
        ):
            number = re.search(
                r"\d/|số", stated[max(0, mention.span.start - 30) : mention.span.start]
            )
            day = mention.value if number is None else day
    month = _MONTH.search(stated)
    if day is None and month:
        return _month_end(int(month[2]), int(month[1]))
    if day is None and re.search(r"(?i)(?<!\w)(?:đến nay|hiện nay|hiện có)(?!\w)", stated):
        return header.date
    return day


def _month_end(year: int, month: int) -> dt.date | None:
    days = (make_date(year, month, day) for day in (31, 30, 29, 28))
    return next((day for day in days if day), None)


def _period(stated: str) -> str | None:
    """The last period named before a figure, as a deadline key."""
    found = None
    for match in _PERIOD.finditer(stated):
        found = match
    if found is None:
        return None
    if found["quarter"]:
        return f"{found['qy']}-Q{_QUARTERS.get(found['q'].upper(), found['q'])}"
    if found["m"]:
        return f"{found['my']}-{int(found['m']):02d}" if 1 <= int(found["m"]) <= 12 else None
    return f"{found['from']}-{found['to']}" if found["from"] else found["year"]
