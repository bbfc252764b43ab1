"""Steps of targets: set as a document states them, revised, given up."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.indicators import actions
from tiendo.indicators.actions import TargetFields
from tiendo.indicators.aims import print_target
from tiendo.indicators.models import Comparator, Obligation, Target
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.targets import TargetForm, WithdrawForm
from tiendo.workspace.views.definitions import Step, answer_step, last_version
from tiendo.workspace.views.indicators import found_indicator

_BESIDE = {
    "source_missing": "source",
    "wording_missing": "wording",
    "words_not_found": "wording",
    "words_missing": "wording",
    "range_reversed": "high",
    "deciding_missing": "deciding_words",
    "baseline_alone": "baseline",
}


@page("target.set", methods=READ_WRITE)
def set_new(request: PageRequest, pk: int) -> HttpResponse:
    """Set a target of an indicator."""
    indicator = found_indicator(pk)
    version = last_version(indicator)
    first = {"organisation": version.standing_for_all, "effective_on": clock.today()}
    form = TargetForm(request.POST or None, version=version, address=request.path, initial=first)

    def act() -> HttpResponse:
        typed = form.cleaned_data
        actions.set_target(
            by=request.actor,
            indicator=indicator,
            organisation=typed["organisation"],
            programme=typed["programme"],
            effective_on=typed["effective_on"],
            fields=_fields(typed),
        )
        return say_done(request, _("Đã đặt mục tiêu."), "indicator", pk)

    context = {"form": form, "title": _("Đặt mục tiêu"), "indicator": indicator, "version": version}
    show = partial(render, request, "indicators/target.html", context)
    return answer_form(request, form, act, show, _BESIDE)


@page("target.set", methods=READ_WRITE)
def revise(request: PageRequest, pk: int) -> HttpResponse:
    """Another target in the place of one, by a deciding document."""
    target = _target(pk)
    indicator = target.indicator
    version = last_version(indicator)
    form = TargetForm(
        request.POST or None,
        version=version,
        address=request.path,
        revises=True,
        initial=_told(target),
    )

    def act() -> HttpResponse:
        typed = form.cleaned_data
        actions.revise_target(
            by=request.actor,
            target=target,
            fields=_fields(typed, target),
            effective_on=typed["effective_on"],
            deciding_words=typed["deciding_words"],
            deciding=typed["deciding"],
        )
        return say_done(request, _("Đã điều chỉnh mục tiêu."), "indicator", indicator.pk)

    context = {
        "form": form,
        "title": _("Điều chỉnh mục tiêu"),
        "indicator": indicator,
        "version": version,
        "target": target,
        "present": print_target(target, version),
    }
    show = partial(render, request, "indicators/target.html", context)
    return answer_form(request, form, act, show, _BESIDE)


@page("target.set", methods=READ_WRITE)
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Give up a target, by a deciding document."""
    target = _target(pk)
    indicator = target.indicator
    version = last_version(indicator)
    first = {"effective_on": clock.today()}
    form = WithdrawForm(request.POST or None, address=request.path, initial=first)

    def act() -> HttpResponse:
        typed = form.cleaned_data
        actions.revise_target(
            by=request.actor,
            target=target,
            fields=_kept(target),
            effective_on=typed["effective_on"],
            deciding_words=typed["deciding_words"],
            deciding=typed["deciding"],
            withdraw=True,
        )
        return say_done(request, _("Đã bỏ mục tiêu."), "indicator", indicator.pk)

    words = f"{target.organisation.name}: {print_target(target, version)}"
    step = Step(_("Bỏ mục tiêu"), is_danger=True, about=words)
    return answer_step(request, indicator, version, form, act, step)


def _target(pk: int) -> Target:
    related = ("indicator__owner", "organisation", "passage")
    found: Target = get_object_or_404(Target.objects.select_related(*related), pk=pk)
    return found


def _fields(typed: dict[str, Any], revised: Target | None = None) -> TargetFields:
    """What was typed; the words are found in the document chosen, else the passage stays."""
    document = typed.get("document")
    passage = revised.passage if revised else None
    if document is not None:
        passage = actions.find_passage(document, typed["wording"])
    names = (
        "value",
        "high",
        "wording",
        "source",
        "last_day",
        "baseline",
        "baseline_day",
        "is_verified",
    )
    return TargetFields(
        comparator=Comparator(typed["comparator"]),
        obligation=Obligation(typed["obligation"]),
        passage=passage,
        **{name: typed[name] for name in names},
    )


def _told(target: Target) -> dict[str, Any]:
    kept = _kept(target)
    told = {name: getattr(kept, name) for name in kept.__slots__ if name != "passage"}
    return told | {"effective_on": clock.today()}


def _kept(target: Target) -> TargetFields:
    """What a target says, to be said again."""
    return TargetFields(
        comparator=Comparator(target.comparator),
        value=target.value,
        wording=target.wording,
        source=target.source,
        last_day=target.last_day,
        high=target.high,
        obligation=Obligation(target.obligation),
        baseline=target.baseline,
        baseline_day=target.baseline_day,
        passage=target.passage,
        is_verified=target.is_verified,
    )
