"""What a view is compared with: how the work stood a week ago, a month ago, at the last report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY, day_in_month
from tiendo.overview.asking import Asked
from tiendo.overview.filters import SINCE
from tiendo.reporting.models import Report, ReportState

WEEK, MONTH, REPORT = "tuan", "thang", "bao_cao"
CHOICES: Mapping[str, str | Promise] = {
    WEEK: _("Tuần trước"),
    MONTH: _("Tháng trước"),
    REPORT: _("Báo cáo gần nhất"),
}
KNOWN = "biet-den"
DAY = "ngay"


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier look: its day, and as known when.

    Missing: ``report`` is None where it is not that of a report; ``lacks_report``: one was asked
    for and there is none to be read.
    """

    day: dt.date
    known_at: dt.datetime
    report: Report | None = None
    lacks_report: bool = False

    @property
    def words(self) -> str:
        """Which look it is."""
        known = self.known_at.astimezone(clock.LOCAL_ZONE)
        if self.report is not None:
            words = _g("%(title)s: số liệu đến %(day)s, biết đến %(known)s")
            title = self.report.title[:120]
            known_words = f"{known:%H:%M %d/%m/%Y}"
            return words % {"title": title, "day": f"{self.day:%d/%m/%Y}", "known": known_words}
        last = known - dt.timedelta(microseconds=1)
        words = _g("ngày %(day)s, theo thông tin biết đến hết ngày %(known)s")
        if self.lacks_report:
            words = _g(
                "chưa có báo cáo được duyệt để so; lấy ngày %(day)s, theo thông tin biết đến hết "
                "ngày %(known)s"
            )
        return words % {"day": f"{self.day:%d/%m/%Y}", "known": f"{last:%d/%m/%Y}"}

    @property
    def days(self) -> dict[str, str] | None:
        """The day and the knowledge as they stand in an address; None for the moment of a report,
        which no address names."""
        if self.report is not None:
            return None
        last = clock.local_day(self.known_at - dt.timedelta(microseconds=1))
        return {DAY: self.day.isoformat(), KNOWN: last.isoformat()}


def earlier_of(asked: Asked) -> Earlier:
    """The earlier look that is asked for: a week ago where nothing else is, or no report is there.

    Cost: none, one query for the last report.
    """
    given = asked.values.get(SINCE, WEEK)
    if given == REPORT:
        return _at_last_report(asked)
    if given == MONTH:
        return _at_the_end_of(month_before(asked.day), asked)
    if given == WEEK:
        return _at_the_end_of(asked.day - dt.timedelta(days=7), asked)
    return _at_the_end_of(dt.date.fromisoformat(given), asked)


def _at_last_report(asked: Asked) -> Earlier:
    report = last_report(asked)
    if report is not None:
        return Earlier(report.as_of, report.known_at, report)
    week_ago = _at_the_end_of(asked.day - dt.timedelta(days=7), asked)
    return replace(week_ago, lacks_report=True)


def last_report(asked: Asked) -> Report | None:
    """The newest approved report up to the day, of the programme asked for; None for who may read
    no reports. Cost: one query."""
    if not asked.actor.may("report.view"):
        return None
    reports = Report.objects.exclude(state=ReportState.DRAFT).filter(as_of__lte=asked.day)
    if asked.tasks.programme is not None:
        reports = reports.filter(programme_id=asked.tasks.programme)
    if asked.known_at is not None:
        reports = reports.filter(approved_at__lte=asked.known_at)
    found: Report | None = reports.defer("content", "checks").order_by("-as_of", "-pk").first()
    return found


def month_before(day: dt.date) -> dt.date:
    """The same day of the month before, or that month's last one."""
    last = day.replace(day=1) - ONE_DAY
    return day_in_month(last.year, last.month, day.day)


def _at_the_end_of(day: dt.date, asked: Asked) -> Earlier:
    midnight = dt.datetime.combine(day + ONE_DAY, dt.time(), clock.LOCAL_ZONE).astimezone(dt.UTC)
    return Earlier(day, min(midnight, asked.known_at or midnight))
