"""Filters that write dates, numbers and missing values in the Vietnamese way: {% load vn %}."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tiendo.domain.clock import today
from vanban.quantities import format_number, format_percent

register = template.Library()

Number = int | float | Decimal
NBSP = "\u00a0"
# The unit of an amount of money is chosen once per table; amounts are whole VND.
MONEY_UNITS = {
    "dong": (Decimal(1), gettext_lazy("đồng")),
    "thousand": (Decimal(1000), gettext_lazy("nghìn đồng")),
    "million": (Decimal(10**6), gettext_lazy("triệu đồng")),
    "billion": (Decimal(10**9), gettext_lazy("tỷ đồng")),
}
MISSING_WORDS = {
    "no_data": gettext_lazy("Chưa có số liệu"),
    "undefined": gettext_lazy("Không xác định"),
    "not_due": gettext_lazy("Chưa đến kỳ"),
}


@register.filter
def vn_date(value: dt.date | None) -> str:
    """dd/mm/yyyy; the day in Vietnam for an instant; "–" for none."""
    if value is None:
        return "–"
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    return f"{day:%d/%m/%Y}"


@register.filter
def vn_datetime(value: dt.datetime | None) -> str:
    """dd/mm/yyyy HH:MM in Vietnam; "–" for none."""
    if value is None:
        return "–"
    return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"


@register.filter
def number(value: Number | None, digits: int | None = None) -> str:
    """1.234,5: rounded half up to the digits asked for, otherwise as exact as it is stored.

    Missing: None gives the words for no data; a real zero gives "0".
    """
    if value is None:
        return str(MISSING_WORDS["no_data"])
    if type(value) is int and digits is None:
        # Counts are by far the most: as below, without a decimal in between.
        return f"{value:,}".replace(",", ".")
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if digits is None:
        return format_number(_without_trailing_zeros(exact))
    return format_number(exact.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))


def _without_trailing_zeros(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


@register.filter
def percent(ratio: Number | None, digits: int = 2) -> str:
    """A ratio as files print it: 0.25 gives "25%", 0.4567 gives "45,67%"."""
    if ratio is None:
        return str(MISSING_WORDS["no_data"])
    return format_percent(Decimal(str(ratio)), digits)


@register.filter
def money(amount: Number | None, unit: str = "million") -> str:
    """An amount of VND counted in the unit, to three decimals; the unit stands once elsewhere."""
    if amount is None:
        return str(MISSING_WORDS["no_data"])
    size, _label = MONEY_UNITS[unit]
    counted = Decimal(str(amount)) / size
    return number(counted.quantize(Decimal("0.001"), ROUND_HALF_UP))


@register.filter
def money_unit(unit: str) -> str:
    """The name of a unit of money: "million" gives "triệu đồng"."""
    return str(MONEY_UNITS[unit][1])


@register.filter
def days_left(last_day: dt.date | None, on: dt.date | None = None) -> str:
    """ "còn 5 ngày", "hôm nay" or "quá hạn 12 ngày", counted from a day (today unless said)."""
    if last_day is None:
        return ""
    count = (last_day - (on or today())).days
    if count == 0:
        return pgettext("deadline", "hôm nay")
    if count > 0:
        return _("còn %(count)s ngày") % {"count": number(count)}
    return _("quá hạn %(count)s ngày") % {"count": number(-count)}


@register.simple_tag
def value_state(
    value: Number | None = None,
    state: str = "",
    reason: str = "",
    digits: int | None = None,
    unit: str = "",
) -> SafeString:
    """A value in one of its four states: {% value_state value state=state reason=why %}.

    A number (zero included) is written; the three kinds of missing are words, with the reason.
    """
    code = str(getattr(state, "value", state))
    if code not in MISSING_WORDS and value is not None:
        suffix = f"{NBSP}{unit}" if unit else ""
        return format_html('<span class="num">{}{}</span>', number(value, digits), suffix)
    words = MISSING_WORDS.get(code, MISSING_WORDS["no_data"])
    if not reason:
        return format_html('<span class="value-missing">{}</span>', words)
    return format_html(
        '<span class="value-missing" title="{}">{}'
        '<span class="visually-hidden"> ({})</span></span>',
        reason,
        words,
        reason,
    )
