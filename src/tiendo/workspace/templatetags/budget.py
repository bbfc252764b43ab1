"""Money with its unit, rates with their inputs and day: {% load budget %}."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.budgets.rules import rule_words
from tiendo.domain import clock
from tiendo.domain.budget import Forecast, Path, Rate, Step, closing_sources
from tiendo.domain.budget_codes import CODES, code_shape
from tiendo.overview.sheets.money_and_work import STEP_WORDS
from tiendo.workspace.templatetags.vn import money, money_unit, percent, value_state, vn_date
from vanban.quantities import Missing

register = template.Library()

WHY = {
    Missing.NO_DATA: gettext_lazy(
        "Chưa có dự toán được giao hoặc số giải ngân tách riêng cho phần này."
    ),
    Missing.UNDEFINED: gettext_lazy("Dự toán được giao bằng 0."),
    Missing.NOT_DUE: gettext_lazy("Năm ngân sách chưa bắt đầu."),
}
PATHS = {
    Path.LINEAR: gettext_lazy("theo tốc độ bình quân từ đầu năm"),
    Path.LAST_YEAR: gettext_lazy("theo diễn biến của năm trước"),
    Path.CLOSED: gettext_lazy("đã hết thời hạn giải ngân"),
}


@register.simple_tag
def vnd(amount: int | None, unit: str = "million", *, named: bool = False) -> SafeString:
    """An amount counted in a unit, its exact đồng as a title; the words for no data for none."""
    if amount is None:
        return value_state(state=Missing.NO_DATA)
    words = f"{money(amount, unit)} {money_unit(unit)}" if named else money(amount, unit)
    exact = f"{money(amount, 'dong')} {money_unit('dong')}"
    return format_html('<span class="num" title="{}">{}</span>', exact, words)


@register.simple_tag
def paid_rate(
    rate: Rate, unit: str = "million", *, bare: bool = False, told: dt.date | None = None
) -> SafeString:
    """A rate of payment with what it is a share of and its day, or why there is none.

    ``told``: the last day of which a payment is told.
    """
    if rate.value is None:
        state = rate.state or Missing.NO_DATA
        return value_state(state=state, reason=str(WHY[state]))
    words = rate_formula(rate, unit)
    if told is not None and told < rate.on:
        words += _("; khoản gần nhất ngày %(day)s") % {"day": vn_date(told)}
    if bare:
        return format_html(
            '<span class="num" title="{}">{}<span class="visually-hidden"> ({})</span></span>',
            words,
            percent(rate.value, 2),
            words,
        )
    return format_html(
        '<span class="num">{}</span><span class="row-meta">{}</span>', percent(rate.value, 2), words
    )


def rate_formula(rate: Rate, unit: str) -> str:
    """What a rate is made of, with its day."""
    said = {
        "paid": money(rate.paid, unit),
        "allotted": money(rate.allotted, unit),
        "unit": money_unit(unit),
        "day": vn_date(rate.on),
    }
    words = _("%(paid)s đã giải ngân ÷ %(allotted)s %(unit)s dự toán được giao, đến %(day)s")
    return words % said


@register.simple_tag
def forecast_words(forecast: Forecast, allotted: int | None = None) -> str:
    """What share of the allotted money a forecast is, how it was made, how far to rely on it."""
    made = _path_words(forecast)
    if not allotted:
        return made
    share = {"share": percent(Decimal(forecast.amount) / allotted, 2), "made": made}
    return _("bằng %(share)s dự toán được giao, %(made)s") % share


def _path_words(forecast: Forecast) -> str:
    if not forecast.is_thin:
        return str(PATHS[forecast.path])
    few = _("%(path)s; mới có %(days)s ngày có số liệu nên ước lượng còn thô")
    return few % {"path": PATHS[forecast.path], "days": forecast.days_told}


@register.simple_tag
def step_words(step: Step) -> str:
    """How money stands against work."""
    return str(STEP_WORDS[step])


@register.filter
def ratio(value: Decimal | None) -> str:
    """A ratio as a percentage of at most two decimals."""
    return percent(value, 2)


@register.simple_tag
def closing_words(year: int, nature: str = "") -> str:
    """By which rule the closing day of a year's money is set, and whether its text was read."""
    return rule_words(closing_sources(year, nature))


@register.simple_tag
def code_words(year: int | None) -> str:
    """By which rule the codes of a year's lines are checked; of this year where none is told."""
    of_year = year or clock.today().year
    return rule_words(code_shape(name, of_year).rule for name in CODES)
