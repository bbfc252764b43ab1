"""How verdicts on targets are told: their words, why there is none, what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.achievement import Verdict
from tiendo.domain.periods import Cadence, period_around
from tiendo.domain.readings import PERCENT
from tiendo.indicators.figures import print_value
from tiendo.indicators.models import ForecastPoint, IndicatorVersion, Target
from tiendo.indicators.prospects import Prospect
from tiendo.indicators.trajectories import Lack, Trajectory
from tiendo.overview.sheets.indicators import period_words
from vanban.quantities import Missing, format_percent


@dataclass(frozen=True, slots=True)
class VerdictLook:
    """The word, the icon and the colour of a verdict, always the three; ``css`` is the class of the
    colour, which the status of a task in as good or bad a way has too."""

    verdict: Verdict
    word: Promise
    icon: str
    css: str


# In the order in which counts of verdicts stand beside each other.
LOOKS: tuple[VerdictLook, ...] = (
    VerdictLook(Verdict.ACHIEVED, _("Đã đạt"), "circle-check", "status-done_on_time"),
    VerdictLook(Verdict.ON_TRACK, _("Đúng lộ trình"), "progress", "status-in_progress"),
    VerdictLook(Verdict.AT_RISK, _("Có nguy cơ chậm"), "alert-circle", "status-due_soon"),
    VerdictLook(Verdict.OFF_TRACK, _("Lệch lộ trình"), "alert-triangle", "status-overdue"),
    VerdictLook(Verdict.NO_DATA, _("Chưa có số liệu"), "circle-dashed", "status-not_started"),
    VerdictLook(Verdict.UNDEFINED, _("Không xác định"), "help-circle", "status-suspended"),
)
LOOK_OF: Mapping[Verdict, VerdictLook] = {look.verdict: look for look in LOOKS}

LACKS: Mapping[Lack, Promise] = {
    Lack.NO_NUMBER: _("Mục tiêu không nêu giá trị bằng số nên không đối chiếu được."),
    Lack.NO_BASELINE: _("Mục tiêu chưa có giá trị gốc nên chưa có lộ trình."),
    Lack.NO_LAST_DAY: _("Văn bản không nêu thời hạn nên không có lộ trình."),
    Lack.NO_WAY: _("Ngày của giá trị gốc không trước hạn mục tiêu nên không có lộ trình."),
    Lack.NEVER: _("Chưa có số liệu nào của chỉ tiêu này."),
    Lack.DECLARED: _("Cơ quan báo chưa có số liệu."),
    Lack.NOT_DUE: _("Chưa đến hạn nhập kỳ số liệu đầu tiên."),
    Lack.DIVIDED: _("Số liệu không xác định (mẫu số bằng 0)."),
    Lack.OTHER_UNIT: _("Số liệu gần nhất tính theo đơn vị khác với mục tiêu."),
}


def reason_of(row: Trajectory, day: dt.date) -> str:
    """Why the verdict is what it is by a day, in a sentence."""
    if row.lack is not None:
        return str(LACKS[row.lack])
    share, last_day = row.achievement.share, row.target.last_day
    if row.verdict is Verdict.ACHIEVED:
        return _g("Số liệu gần nhất thỏa mục tiêu.")
    if last_day is not None and day > last_day:
        return _g("Đã qua hạn %(day)s mà chưa đạt.") % {"day": f"{last_day:%d/%m/%Y}"}
    if share is None and row.achievement.required is None:
        return _g("Giá trị gốc đã thỏa mục tiêu, số liệu gần nhất thì không.")
    if share is None:
        return _g("Chưa đến lúc phải tiến thêm: so với giá trị gốc.")
    if share < 0:
        return _g("Số liệu gần nhất xa mục tiêu hơn giá trị gốc.")
    return _g("Đã đi %(share)s quãng đường phải đi đến nay.") % {"share": format_percent(share)}


def required_words(row: Trajectory) -> str:
    """The value asked for by the day; why there is none."""
    required = row.achievement.required
    if required is not None:
        return print_value(required, row.version)
    return _g("trong khoảng mục tiêu") if keeps_range(row.target) else str(Missing.UNDEFINED.words)


def keeps_range(target: Target) -> bool:
    """Whether a range is to be kept to that the baseline lay within: no path leads to it."""
    low, high, baseline = target.value, target.high, target.baseline
    if low is None or high is None or baseline is None or target.last_day is None:
        return False
    return low <= baseline <= high


def gap_words(gap: Decimal, version: IndicatorVersion) -> str:
    """How far a value lies above or below another, with its sign; shares by their points."""
    words = print_value(abs(gap), version)
    if version.unit == PERCENT:
        words = _g("%(number)s điểm %%") % {"number": words.removesuffix(PERCENT)}
    if not any(digit in words for digit in "123456789"):
        return words
    return f"+{words}" if gap > 0 else f"−{words}"


def difference_words(own: Trajectory, other: Trajectory) -> str:
    """How another target of the same indicator differs from one, in its value and its comparison.

    Two that say the same of the same day are told to do so: they stay two.
    """
    mine, theirs = own.target, other.target
    if mine.value is None or theirs.value is None:
        return _g("Không so sánh được")
    differences = []
    if mine.value != theirs.value:
        differences.append(gap_words(theirs.value - mine.value, own.version))
    if (mine.comparator, mine.high) != (theirs.comparator, theirs.high):
        differences.append(_g("khác cách so sánh"))
    if mine.last_day != theirs.last_day:
        differences.append(_g("khác hạn"))
    return "; ".join(differences) or _g("Giống nhau")


def interval_words(point: ForecastPoint, version: IndicatorVersion) -> str:
    """The interval around an expected value: "25% – 29%"."""
    return f"{print_value(point.low, version)} – {print_value(point.high, version)}"


def expected_words(point: ForecastPoint | None, version: IndicatorVersion) -> str:
    """The value expected with its interval: "27% (25% – 29%)"."""
    if point is None:
        return str(Missing.NO_DATA.words)
    return f"{print_value(point.value, version)} ({interval_words(point, version)})"


def prospect_words(row: Trajectory, prospect: Prospect | None, day: dt.date) -> str:
    """What is expected of a target on a day, or why nothing is said."""
    if prospect is None and day < clock.today():
        return _g("Không có dự báo từ số liệu đến ngày này")
    if prospect is None:
        return _g("Chưa lập dự báo")
    if not prospect.is_made:
        return _g("Mới có %(points)s/%(least)s kỳ cần để dự báo") % {
            "points": prospect.forecast.points,
            "least": prospect.forecast.least,
        }
    if row.target.last_day is None:
        return _g("Văn bản không nêu thời hạn")
    return expected_words(prospect.expected, row.version)


def reached_words(row: Trajectory, prospect: Prospect | None) -> str:
    """In which period the target is reached if things go on so; nothing where nothing is known."""
    if prospect is None or not prospect.is_made or row.target.value is None:
        return ""
    if row.verdict is Verdict.ACHIEVED:
        return _g("Đã đạt")
    if prospect.reached_on is None:
        until = f"{prospect.until:%d/%m/%Y}" if prospect.until else ""
        return _g("Không đạt đến %(day)s nếu theo xu hướng này") % {"day": until}
    cadence = Cadence(row.version.frequency)
    return period_words(period_around(cadence, prospect.reached_on))


def period_of(day: dt.date, version: IndicatorVersion, own: dt.date | None = None) -> str:
    """The period that ends on a day, in words; the day where none of the indicator's does."""
    period = period_around(Cadence(version.frequency), day)
    if period.end == day:
        return period_words(period)
    return period_words(period_around(Cadence.YEARLY, day)) if day != own else f"{day:%d/%m/%Y}"
