"""Rules of regimes as people read them: one sentence each, and the printed words of a due day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from gettext import gettext as _

from tiendo.domain.refusals import said
from tiendo.domain.regimes import (
    Closing,
    CountedFrom,
    DocumentMatch,
    Due,
    DueKind,
    DueRule,
    Frequency,
    RegimeRule,
    Shift,
    Unit,
)
from vanban.dates import format_date

FREQUENCIES: Mapping[Frequency, str] = {
    Frequency.MONTHLY: _("Hằng tháng"),
    Frequency.QUARTERLY: _("Hằng quý"),
    Frequency.HALFYEARLY: _("6 tháng một lần"),
    Frequency.NINE_MONTHS: _("9 tháng đầu năm"),
    Frequency.YEARLY: _("Hằng năm"),
    Frequency.MULTI_YEAR: _("Giai đoạn nhiều năm (sơ kết, tổng kết)"),
    Frequency.LISTED: _("Theo các kỳ đã liệt kê"),
    Frequency.ON_EVENT: _("Khi ban hành văn bản"),
}
CLOSINGS: Mapping[Closing, str] = {
    Closing.DECREE: _("chốt số liệu theo Nghị định 09/2019/NĐ-CP"),
    Closing.PERIOD_END: _("chốt số liệu ngày cuối kỳ"),
    Closing.OWN: _("chốt số liệu %(day)s"),
}
SHIFTS: Mapping[Shift, str] = {
    Shift.NONE: "",
    Shift.BEFORE: _("gặp ngày nghỉ thì nộp vào ngày làm việc liền trước"),
    Shift.AFTER: _("gặp ngày nghỉ thì nộp vào ngày làm việc kế tiếp"),
}
UNITS: Mapping[Unit, str] = {Unit.WORKING: _("ngày làm việc"), Unit.CALENDAR: _("ngày")}
BASES: Mapping[CountedFrom, str] = {
    CountedFrom.CLOSING: _("ngày chốt số liệu"),
    CountedFrom.PERIOD_END: _("ngày cuối kỳ"),
    CountedFrom.ISSUE: _("ngày ban hành văn bản"),
    CountedFrom.PREVIOUS: _("hạn nộp của cấp trước"),
}
_DAY_STRICT = _("trước ngày %(day)s %(month)s")
_DAY = _("chậm nhất ngày %(day)s %(month)s")
_AFTER = _("trong %(number)s %(unit)s sau %(base)s")
_LAST_DAY = _("ngày cuối %(month)s")
_EXACT_DAY = _("ngày %(day)s %(month)s")
_LISTED = _("theo ngày ghi cho từng kỳ")
_OF_YEAR = _("tháng %(month)s hằng năm")
_OF_YEAR_BEFORE = _("tháng %(month)s năm trước")
_OF_YEAR_AFTER = _("tháng %(month)s năm sau")
_BEFORE_LAST = _("của %(count)s tháng trước tháng cuối kỳ")
_AFTER_LAST = _("của %(count)s tháng sau tháng cuối kỳ")
_MONTH_OF = {0: _("của tháng báo cáo"), 1: _("của tháng sau"), -1: _("của tháng trước")}
_MONTH_BESIDE = {
    0: _("của tháng cuối kỳ"),
    1: _("của tháng liền sau kỳ"),
    -1: _("của tháng liền trước tháng cuối kỳ"),
}
_PARTS: Mapping[Frequency, str] = {
    Frequency.MONTHLY: _("Các tháng %(parts)s hằng năm"),
    Frequency.QUARTERLY: _("Quý %(parts)s hằng năm"),
}
_HALVES = {1: _("6 tháng đầu năm"), 2: _("6 tháng cuối năm")}
_EVERY_YEARS = _("%(years)s năm một lần, từ năm %(first)s")
_ANY_DOCUMENT = _("văn bản")
_OF_ISSUER = _(" của %(issuer)s")
_WITH_WORDS = _(", tên có %(words)s")
_WINDOWS = _("%(count)s kỳ: %(labels)s")
_PERIOD_STAYS = _("số liệu lấy trọn kỳ theo lịch")
_STRICT_DAY = _("trước ngày %(day)s")
_LATEST_DAY = _("chậm nhất ngày %(day)s")
# The label of a cycle and its name in a title, in the order in which they are tried.
_NAMES = (
    (re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])"), _("tháng %(month)s năm %(year)s")),
    (re.compile(r"(?P<year>\d{4})-Q(?P<quarter>[1-4])"), _("quý %(quarter)s năm %(year)s")),
    (re.compile(r"(?P<year>\d{4})-H1"), _("6 tháng đầu năm %(year)s")),
    (re.compile(r"(?P<year>\d{4})-H2"), _("6 tháng cuối năm %(year)s")),
    (re.compile(r"(?P<year>\d{4})-9M"), _("9 tháng đầu năm %(year)s")),
    (re.compile(r"(?P<year>\d{4})"), _("năm %(year)s")),
    (re.compile(r"(?P<first>\d{4})-(?P<last>\d{4})"), _("giai đoạn %(first)s–%(last)s")),
    (
        re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:-\d+)?"),
        _("ngày %(day)s/%(month)s/%(year)s"),
    ),
)


def rule_words(rule: RegimeRule) -> str:
    """The rule of cycles in one sentence without its full stop."""
    parts = [_frequency_words(rule)]
    if rule.frequency is Frequency.LISTED:
        labels = ", ".join(window.label for window in rule.windows)
        return f"{parts[0]}: " + said(_WINDOWS) % {"count": len(rule.windows), "labels": labels}
    if rule.frequency is Frequency.ON_EVENT:
        return parts[0] + _documents_words(rule.documents)
    if rule.frequency is Frequency.MULTI_YEAR:
        parts.append(said(_EVERY_YEARS) % {"years": rule.years, "first": rule.first_year})
    parts.append(_closing_words(rule))
    if rule.closing is Closing.OWN and rule.is_whole:
        parts.append(said(_PERIOD_STAYS))
    return ", ".join(parts)


def due_words(rule: DueRule, of: RegimeRule) -> str:
    """The rule of the last day of a regime in words: "trước ngày 10 tháng 6 hằng năm"."""
    words = [_due_core(rule, of)]
    if rule.shift is not Shift.NONE:
        words.append(said(SHIFTS[rule.shift]))
    return ", ".join(words)


def printed_due(due: Due) -> str:
    """The words of one due day, with the day that is printed: "trước ngày 10/6/2026"."""
    rule = due.rule
    if rule.kind is DueKind.AFTER:
        return said(_AFTER) % _counted(rule)
    words = said(_STRICT_DAY if rule.is_strict else _LATEST_DAY)
    return words % {"day": format_date(due.key)}


def cycle_name(label: str) -> str:
    """A cycle by its label, as a title says it: "6 tháng đầu năm 2025", "tháng 11 năm 2025"."""
    for pattern, words in _NAMES:
        if match := pattern.fullmatch(label):
            return said(words) % match.groupdict()
    return label


def _documents_words(match: DocumentMatch) -> str:
    """Which documents begin a cycle: ": kế hoạch của Ủy ban nhân dân tỉnh, tên có “…”"."""
    if match.is_empty:
        return ""
    words = match.type_name.lower() or said(_ANY_DOCUMENT)
    if match.issuer:
        words += said(_OF_ISSUER) % {"issuer": match.issuer}
    if match.words:
        quoted = ", ".join(f"“{word}”" for word in match.words)
        words += said(_WITH_WORDS) % {"words": quoted}
    return f": {words}"


def _closing_words(rule: RegimeRule) -> str:
    if rule.closing is not Closing.OWN:
        return said(CLOSINGS[rule.closing])
    month = _month_words(rule, -rule.months_early)
    day = said(_LAST_DAY if rule.day == 31 else _EXACT_DAY) % {"day": rule.day, "month": month}
    return said(CLOSINGS[Closing.OWN]) % {"day": day}


def _due_core(rule: DueRule, of: RegimeRule) -> str:
    if rule.kind is DueKind.LISTED:
        return said(_LISTED)
    if rule.kind is DueKind.AFTER:
        return said(_AFTER) % _counted(rule)
    month = _month_words(of, rule.months_after)
    return said(_DAY_STRICT if rule.is_strict else _DAY) % {"day": rule.day, "month": month}


def _counted(rule: DueRule) -> dict[str, str]:
    return {
        "number": f"{rule.number:02d}",
        "unit": said(UNITS[rule.unit]),
        "base": said(BASES[rule.counted_from]),
    }


def _month_words(rule: RegimeRule, offset: int) -> str:
    """The month so many after the last one of the period, in words."""
    last = _last_month(rule)
    if last is not None:
        year, month = divmod(last - 1 + offset, 12)
        words = {0: _OF_YEAR, -1: _OF_YEAR_BEFORE}.get(year, _OF_YEAR_AFTER)
        return said(words) % {"month": month + 1}
    if abs(offset) <= 1:
        beside = _MONTH_OF if rule.frequency is Frequency.MONTHLY else _MONTH_BESIDE
        return said(beside[offset])
    return said(_BEFORE_LAST if offset < 0 else _AFTER_LAST) % {"count": abs(offset)}


def _frequency_words(rule: RegimeRule) -> str:
    """The frequency, or the only periods of a year that are reported."""
    if rule.parts and rule.frequency is Frequency.HALFYEARLY:
        return ", ".join(said(_HALVES[part]) for part in rule.parts)
    if rule.parts and rule.frequency in _PARTS:
        parts = ", ".join(str(part) for part in rule.parts)
        return said(_PARTS[rule.frequency]) % {"parts": parts}
    return said(FREQUENCIES[rule.frequency])


def _last_month(rule: RegimeRule) -> int | None:
    """The month of the year in which each period ends, where it is always the same."""
    if rule.frequency in (Frequency.YEARLY, Frequency.NINE_MONTHS):
        return rule.months
    return rule.parts[0] * rule.months if len(rule.parts) == 1 else None
