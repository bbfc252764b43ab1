"""Screens of the rules that figures of an indicator are checked by."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.refusals import Refusal
from tiendo.indicators.actions.rules import end_rule, follow_rule, rule_of, set_rule
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.figures import print_value
from tiendo.indicators.loading.rows import figure_words
from tiendo.indicators.models import CheckKind, CheckRule, Indicator, IndicatorVersion
from tiendo.indicators.trying import Failing, Tried, try_rules
from tiendo.overview.sheets.check_rules import rule_words
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done, say_refusal, status_of
from tiendo.workspace.forms.indicator_setup import (
    EndRuleForm,
    FollowRuleForm,
    RuleForm,
    rule_as_typed,
)
from tiendo.workspace.views.definitions import last_version
from tiendo.workspace.views.indicators import found_indicator

DEFINE = "indicator.define"
PER_PAGE = 50
_OF_FORMULA = (
    "condition_reach condition_computed condition_of_others rule_condition frequency_differs empty"
    " too_long unknown_character bare_name comma_between unexpected unfinished bad_number"
    " unknown_function argument_count unknown_indicator unknown_group unknown_group_value"
    " units_differ bases_differ truth_needed number_needed"
)
_BESIDE = {
    "rule_bounds": "low",
    "rule_reversed": "high",
    "rule_negative": "low",
    "rule_dimension": "dimension",
    "rule_source": "source",
    "rule_end_early": "since",
    "reason_missing": "reason",
    **dict.fromkeys(_OF_FORMULA.split(), "formula"),
}


@page("indicator.view")
def show_list(request: PageRequest, pk: int) -> HttpResponse:
    """The rules of an indicator, those ended too, and the present values that fail."""
    indicator = found_indicator(pk)
    version = last_version(indicator)
    rules = list(indicator.check_rules.select_related("dimension", "set_by", "indicator"))
    in_force = [rule for rule in rules if rule.validity.upper is None]
    tried = try_rules(request.actor, indicator, in_force)
    context = {
        "indicator": indicator,
        "version": version,
        "rules": [_row(rule, version) for rule in rules],
        "tried": tried,
        "page": _failing_page(request, tried, indicator),
        "may_define": request.actor.may(DEFINE),
    }
    return render(request, "indicator_setup/rules.html", context)


def _row(rule: CheckRule, version: IndicatorVersion) -> dict[str, Any]:
    return {"rule": rule, "words": rule_words(rule, version)}


def _failing_page(request: PageRequest, tried: Tried, indicator: Indicator) -> Any:
    definitions = Definitions.of([indicator.pk]) if tried.failing else Definitions({})
    rows = [_failing_row(failing, definitions) for failing in tried.failing]
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _failing_row(failing: Failing, definitions: Definitions) -> dict[str, Any]:
    value = failing.value
    version = definitions.versions[value.indicator_id][-1]
    return {
        "failing": failing,
        "value": value,
        "printed": print_value(value.value, version) if value.value is not None else "",
    }


@page(DEFINE, methods=READ_WRITE)
def set_new(request: PageRequest, pk: int) -> HttpResponse:
    """Set a rule, or try it with the values that are there."""
    indicator = found_indicator(pk)
    version = last_version(indicator)
    first = {"since": version.validity.lower or clock.today(), "severity": "warn"}
    form = RuleForm(request.POST or None, version=version, initial=first)

    def act() -> HttpResponse:
        set_rule(
            by=request.actor,
            indicator=indicator,
            fields=form.rule_typed(),
            since=form.cleaned_data["since"],
        )
        return say_done(request, _("Đã đặt quy tắc kiểm tra."), "rule-list", pk)

    context = {"indicator": indicator, "version": version, "title": _("Đặt quy tắc kiểm tra")}
    return _answer(request, form, act, context)


@page(DEFINE, methods=READ_WRITE)
def follow(request: PageRequest, pk: int) -> HttpResponse:
    """Another rule in the place of one."""
    rule = _found(pk)
    version = last_version(rule.indicator)
    unit = "%" if rule.kind == CheckKind.JUMP else version.unit
    bounds = {"low": figure_words(rule.low, unit), "high": figure_words(rule.high, unit)}
    first = {**rule_as_typed(rule, bounds), "since": clock.today()}
    form = FollowRuleForm(request.POST or None, version=version, initial=first)

    def act() -> HttpResponse:
        follow_rule(
            by=request.actor,
            rule=rule,
            fields=form.rule_typed(),
            since=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"],
        )
        return say_done(request, _("Đã thay quy tắc."), "rule-list", rule.indicator_id)

    context = {"indicator": rule.indicator, "version": version, "title": _("Thay quy tắc")}
    return _answer(request, form, act, context)


def _answer(
    request: PageRequest, form: RuleForm, act: Any, context: dict[str, Any]
) -> HttpResponse:
    """The page of a form; with the button to try, what would come of the rule and nothing more."""
    context |= {"form": form, "tried": None}
    show_page = partial(render, request, "indicator_setup/rule_form.html", context)
    if request.method != "POST" or "try" not in request.POST or not form.is_valid():
        return answer_form(request, form, act, show_page, _BESIDE)
    indicator, since = context["indicator"], form.cleaned_data["since"]
    try:
        rule = rule_of(request.actor.user_id, indicator, form.rule_typed(), since)
    except Refusal as refusal:
        say_refusal(form, refusal, _BESIDE)
        return show_page(status=status_of(refusal))
    context["tried"] = tried = try_rules(request.actor, indicator, [rule])
    context["page"] = _failing_page(request, tried, indicator)
    return render(request, "indicator_setup/rule_form.html", context)


@page(DEFINE, methods=READ_WRITE)
def end(request: PageRequest, pk: int) -> HttpResponse:
    """Ask a rule no longer from a day on."""
    rule = _found(pk)
    first: dict[str, dt.date] = {"on": clock.today()}
    form = EndRuleForm(request.POST or None, initial=first)

    def act() -> HttpResponse:
        end_rule(by=request.actor, rule=rule, **form.cleaned_data)
        return say_done(request, _("Đã kết thúc quy tắc."), "rule-list", rule.indicator_id)

    version = last_version(rule.indicator)
    context = {
        "indicator": rule.indicator,
        "version": version,
        "form": form,
        "title": _("Kết thúc quy tắc"),
        "words": rule_words(rule, version),
    }
    show_page = partial(render, request, "indicator_setup/rule_end.html", context)
    return answer_form(request, form, act, show_page, {**_BESIDE, "rule_end_early": "on"})


def _found(pk: int) -> CheckRule:
    rules = CheckRule.objects.select_related("indicator__owner", "dimension")
    found: CheckRule = get_object_or_404(rules, pk=pk)
    return found
