"""Rules that look at one value: its bounds, and how far it moved since the period before."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.domain.periods import ONE_DAY, Cadence, period_around
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.figures import print_value
from tiendo.indicators.models import CheckRule, IndicatorVersion
from vanban.quantities import format_percent


def out_of_range(
    rule: CheckRule, value: Decimal, version: IndicatorVersion
) -> IndicatorError | None:
    """What is wrong with a value outside the bounds."""
    is_low = rule.low is not None and value < rule.low
    is_high = rule.high is not None and value > rule.high
    if not is_low and not is_high:
        return None
    return IndicatorError(
        "out_of_range", value=print_value(value, version), bounds=_bounds_words(rule, version)
    )


def _bounds_words(rule: CheckRule, version: IndicatorVersion) -> str:
    low, high = (
        "" if bound is None else print_value(bound, version) for bound in (rule.low, rule.high)
    )
    if not low:
        return _("(không quá %(high)s)") % {"high": high}
    if not high:
        return _("(không dưới %(low)s)") % {"low": low}
    return _("từ %(low)s đến %(high)s") % {"low": low, "high": high}


def jumps(
    rule: CheckRule, value: Decimal, before: Decimal | None, version: IndicatorVersion
) -> IndicatorError | None:
    """A change beyond the bounds; from nothing, no ratio is known, which is no failure."""
    if before is None or before == 0:
        return None
    change = (value - before) / abs(before)
    is_low = rule.low is not None and change < -rule.low
    is_high = rule.high is not None and change > rule.high
    if not is_low and not is_high:
        return None
    bound = rule.low if is_low else rule.high
    return IndicatorError(
        "jumps",
        value=print_value(value, version),
        before=print_value(before, version),
        change=format_percent(change),
        bound=format_percent(bound or Decimal(0)),
    )


def start_before(period_start: dt.date, version: IndicatorVersion) -> dt.date:
    """The first day of the period before."""
    return period_around(Cadence(version.frequency), period_start - ONE_DAY).start
