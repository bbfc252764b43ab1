"""What people wrote that cannot be so: days to come, another period, bodies that are no more."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from tiendo.organisations.models import Kind, Organisation
from tiendo.organisations.names import match_key
from tiendo.organisations.queries import successors
from tiendo.reporting.checking.findings import Finding, Weight
from tiendo.reporting.checking.subject import Checked, Sentence
from tiendo.reporting.checking.told_periods import ToldPeriod, periods_in
from vanban.dates import format_date
from vanban.models import Span

_DONE = re.compile(r"(?i)\b(?:đã|vừa)\b")
# Between "đã" and a day: the day is one by which something is to be done.
_TO_COME = re.compile(
    r"(?i)\b(?:đến|trước|sau|từ|hạn|chậm nhất|kể từ|sẽ|dự kiến|lịch|kế hoạch|vào|áp dụng|hiệu lực"
    r"|giao|yêu cầu|đề nghị|cho phép|gia hạn)\b"
)
_COUNTED_TO = re.compile(r"(?i)\b(?:tính đến|số liệu đến|lũy kế đến) (?:hết |cuối )?(?:ngày )?\Z")
# At the head of a sentence: what follows is told of that time.
_AT_HEAD = re.compile(r"(?i)\A\W*(?:(?:vào|trong|sáng|chiều|tối|hôm|các)\s)*(?:ngày\s)?\Z")
_WITHIN = re.compile(r"(?i)\A\W*trong\s\Z")
_INTENDED = re.compile(
    r"(?i)\b(?:phấn đấu|dự kiến|ước|sẽ|kế hoạch|mục tiêu|chỉ tiêu|dự toán|cần|phải|hạn|lịch"
    r"|đề nghị|yêu cầu|giao|cho phép|gia hạn|nếu|tới đây|sắp tới|tiếp tục|tập trung)\b"
)
# "báo cáo này lấy số liệu quý III/2025": the words say which period the report is of.
_OWN_PERIOD = re.compile(
    r"(?i)\b(?:báo cáo này|kỳ báo cáo|kỳ này|số liệu (?:báo cáo|của báo cáo|trong báo cáo))\b"
    r"(?:(?!kế hoạch|chương trình|nghị quyết|dự toán|nhiệm vụ|so với|cùng kỳ|trước)[^,;]){0,40}\Z"
)
_IN_PERIOD = re.compile(
    r"(?i)\btrong (?:kỳ|tháng|quý|năm|6 tháng|sáu tháng)\b(?! (?:trước|sau|tới))[^;]{0,80}"
    r"\b(?:ban hành|ký|phê duyệt)\b"
)
_FORMERLY = re.compile(
    r"(?i)\b(?:trước đây|trước khi|cũ|nguyên|sáp nhập|hợp nhất|giải thể|đổi tên)\b"
)
_LEAST_WORDS = 8
_SHOWN = 20


def find_days_not_come(checked: Checked) -> Iterator[Finding]:
    """What is said to be done on a day after that of the figures, and figures of an older day."""
    as_of = checked.report.as_of
    for said in checked.sentences:
        for span, day in said.days:
            if said.is_cited(span):
                continue
            before = said.words[: span.start]
            params = {"day": format_date(day), "as_of": format_date(as_of)}
            is_ahead = checked.is_ahead(said.paragraph.place)
            if day > as_of and _is_told_as_done(said.words, span, is_ahead=is_ahead):
                yield Finding("day_not_come", Weight.OPEN, said.paragraph.place, params)
            elif day < as_of and _COUNTED_TO.search(before):
                yield Finding("words_older", Weight.OPEN, said.paragraph.place, params)


def find_periods_not_come(checked: Checked) -> Iterator[Finding]:
    """What is said to be done in a month, quarter or year that begins after the figures' day, and
    words by which the report is of another period than its own."""
    report = checked.report
    for said in checked.sentences:
        for told in periods_in(said.words):
            if said.is_cited(told.span):
                continue
            params = {"period": told.words, "as_of": format_date(report.as_of)}
            before = said.words[: told.span.start]
            is_ahead = checked.is_ahead(said.paragraph.place)
            if (
                told.start > report.as_of
                and not is_ahead
                and _is_within(before, said.words, told.span)
            ):
                yield Finding("period_not_come", Weight.OPEN, said.paragraph.place, params)
            elif not _meets(told, report.period_start, report.period_end) and _OWN_PERIOD.search(
                before
            ):
                params = {
                    "period": told.words,
                    "start": format_date(report.period_start),
                    "end": format_date(report.period_end),
                }
                yield Finding("period_of_another", Weight.OPEN, said.paragraph.place, params)


def _meets(told: ToldPeriod, start: dt.date, end: dt.date) -> bool:
    return told.start <= end and start <= told.end


def _is_within(before: str, words: str, span: Span) -> bool:
    """Whether what was done is told of a period: counted to it, or within it and done."""
    if _INTENDED.search(words):
        return False
    is_done = _DONE.search(words, span.end) is not None
    return bool(_COUNTED_TO.search(before)) or (bool(_WITHIN.search(before)) and is_done)


def _is_told_as_done(words: str, span: Span, *, is_ahead: bool) -> bool:
    """Whether what was done is told of a day: "đã" before it, or behind where the day leads and
    people do not write what is to be done."""
    before = words[: span.start]
    if _is_done_by(before):
        return True
    if is_ahead or _INTENDED.search(words):
        return False
    if _COUNTED_TO.search(before):
        return True
    return bool(_AT_HEAD.match(before)) and _DONE.search(words, span.end) is not None


def _is_done_by(before: str) -> bool:
    done = list(_DONE.finditer(before))
    return bool(done) and not _TO_COME.search(before[done[-1].end() :])


def find_other_periods(checked: Checked) -> Iterator[Finding]:
    """Documents said to be issued in the period whose day lies outside it."""
    report = checked.report
    for said in checked.sentences:
        opening = _IN_PERIOD.search(said.words)
        for cited in said.cited if opening else ():
            if cited.span.start < opening.end() or not cited.number or cited.date is None:  # type: ignore[union-attr]
                continue
            if report.period_start <= cited.date <= report.period_end:
                break
            params = {
                "number": cited.number,
                "day": format_date(cited.date),
                "start": format_date(report.period_start),
                "end": format_date(report.period_end),
            }
            yield Finding("document_outside_period", Weight.OPEN, said.paragraph.place, params)
            # What follows the first may be what that document rests on.
            break


def find_former_bodies(checked: Checked) -> Iterator[Finding]:
    """Bodies named as if they were there that ended before the period began."""
    former = _former(checked) if checked.typed else {}
    if not former:
        return
    told: set[str] = set()
    for said in checked.sentences:
        key = f" {match_key(said.words)} "
        for name, body in former.items():
            if f" {name} " in key and name not in told and _is_at_work(said, name):
                told.add(name)
                heirs = successors([body.pk], checked.report.as_of).get(body.pk, ())
                words = ", ".join(each.name for each in heirs)
                params = {"name": body.name, "heirs": f"; nay là {words}" if words else ""}
                yield Finding("former_body", Weight.OPEN, said.paragraph.place, params)


def _former(checked: Checked) -> dict[str, Organisation]:
    """The bodies that ended before the period and whose name nobody bears now, by their name."""
    day = checked.report.period_start
    bodies = Organisation.objects.exclude(kind=Kind.DIVISION)
    ended = bodies.filter(validity__endswith__lte=day).only("pk", "name", "folded")
    today = bodies.filter(validity__contains=checked.report.as_of)
    kept = [f" {folded} " for folded in today.values_list("folded", flat=True)]
    return {
        row.folded: row
        for row in ended
        if " " in row.folded and not any(f" {row.folded} " in name for name in kept)
    }


def _is_at_work(said: Sentence, name: str) -> bool:
    """Whether a sentence names a body outside of citations, and not as one of former days."""
    if _FORMERLY.search(said.words):
        return False
    bare = said.words
    for cited in sorted(said.cited, key=lambda each: -each.span.start):
        bare = f"{bare[: cited.span.start]} , {bare[cited.span.end :]}"
    return f" {name} " in f" {match_key(bare)} "


def find_repeated(checked: Checked) -> Iterator[Finding]:
    """Sentences that stand twice in what the report's own people wrote."""
    first: dict[str, Sentence] = {}
    found = 0
    for said in checked.sentences:
        key = " ".join(re.findall(r"\w+", said.words.casefold()))
        if said.paragraph.body or key.count(" ") + 1 < _LEAST_WORDS:
            continue
        if (other := first.setdefault(key, said)) is said:
            continue
        found += 1
        if found <= _SHOWN:
            params = {"heading": other.paragraph.place.heading}
            yield Finding("sentence_repeated", Weight.OPEN, said.paragraph.place, params)
