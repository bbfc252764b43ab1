"""Every percentage with its formula and its inputs: rates of counts, and shares people report."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.domain.progress import Count
from tiendo.tasks.models import ProgressUpdate
from tiendo.tasks.queries.counts import Rate
from tiendo.workspace.task_words import formula_of
from tiendo.workspace.templatetags.vn import number, percent

register = template.Library()

# What stands above and below the line of each rate.
FORMULAS: Mapping[str, str | Promise] = {
    "on_time": gettext_lazy("%(part)s hoàn thành đúng hạn ÷ %(whole)s đã hoàn thành hoặc quá hạn"),
    "on_time_first": gettext_lazy(
        "%(part)s hoàn thành đúng hạn gốc ÷ %(whole)s đã hoàn thành hoặc quá hạn gốc"
    ),
    "answered": gettext_lazy("%(part)s đã trả lời ÷ %(whole)s được giao trả lời"),
    "answered_on_time": gettext_lazy(
        "%(part)s trả lời đúng hạn ÷ %(whole)s đã trả lời hoặc đến hạn"
    ),
    "upheld": gettext_lazy("%(part)s đúng như xác nhận ÷ %(whole)s kiểm tra được"),
}


def rate_formula(rate: Rate, formula: str) -> str:
    """How a rate is computed, with its inputs: "16 đã trả lời ÷ 35 được giao trả lời"."""
    inputs = {"part": number(rate.numerator), "whole": number(rate.denominator)}
    return str(FORMULAS[formula]) % inputs


@register.simple_tag
def rate_words(value: Rate, formula: str) -> str:
    """What a rate is made of: "4 hoàn thành đúng hạn ÷ 22 đã hoàn thành hoặc quá hạn"."""
    return rate_formula(value, formula)


@register.simple_tag
def rate(value: Rate, formula: str, digits: int = 2) -> SafeString:
    """A rate that has a value: its percentage, its inputs, and its formula on request and aloud."""
    words = rate_formula(value, formula)
    return format_html(
        '<span title="{}">{}<span class="row-meta" aria-hidden="true">{}/{}</span>'
        '<span class="visually-hidden"> ({})</span></span>',
        words,
        percent(value.value, digits),
        number(value.numerator),
        number(value.denominator),
        words,
    )


@register.simple_tag
def share(update: ProgressUpdate) -> str:
    """The percent of an update with where it comes from; empty where none is given."""
    return share_words(update)


def share_words(update: ProgressUpdate) -> str:
    """ "34/102 xã = 33,33%" of a count, "45% do người báo cáo nhập" of what was typed."""
    if update.percent is None:
        return ""
    if update.done_count is not None and update.total_count is not None:
        return formula_of(Count(update.done_count, update.total_count, update.count_unit))
    return _("%(share)s%% do người báo cáo nhập") % {"share": number(update.percent)}
