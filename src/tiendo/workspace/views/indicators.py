"""Screens of the dictionary: the list, one indicator, one value with how it came about."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from tiendo.indicators.aims import chains_of, print_target, targets_on
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.dictionary import UNMEASURED, definitions_on, unmeasured_targets
from tiendo.indicators.known_values import Figure, print_figure
from tiendo.indicators.lineage import Lineage, lineage_of, relations_of
from tiendo.indicators.models import Indicator, IndicatorValue, IndicatorVersion, Observation
from tiendo.indicators.recomputing import Readable, figure_for
from tiendo.overview.asking import Asked
from tiendo.overview.pictures.asking import BODY, INDICATOR, NotAsked
from tiendo.overview.pictures.building import trend
from tiendo.overview.sheets import indicator_values
from tiendo.overview.sheets.indicator_values import trust_words, version_in
from tiendo.overview.sheets.indicators import VIEW, found_of, period_words, rows_of, unit_words
from tiendo.workspace.access import PageRequest, as_of, known_at, number_in, page
from tiendo.workspace.forms.indicators import IndicatorFilterForm, ValueFilterForm
from tiendo.workspace.indicator_lineage import input_rows, opened_steps
from tiendo.workspace.indicator_page import (
    aim_groups,
    facts_of,
    formula_words,
    passage_source,
    tree_of,
    version_rows,
)
from tiendo.workspace.indicator_rows import list_rows
from tiendo.workspace.picture_html import shown_picture
from tiendo.workspace.register_words import register_told
from tiendo.workspace.views.exports import asked_in

Versions = QuerySet[IndicatorVersion]
PER_PAGE = 50
VALUES_PER_PAGE = 30
INPUTS_PER_PAGE = 20


@page("indicator.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The dictionary: each indicator with its latest value and its nearest target."""
    asked = asked_in(request, VIEW)
    listed = Paginator(found_of(asked), PER_PAGE).get_page(request.GET.get("page"))
    unmeasured = unmeasured_targets(request.actor, asked.day, asked.known_at).count()
    context = {
        "form": IndicatorFilterForm(request.GET),
        "page": listed,
        "rows": list_rows(rows_of(asked, cast(Versions, listed.object_list))),
        "unmeasured": unmeasured,
        "unmeasured_code": UNMEASURED,
        "may_define": request.actor.may("indicator.define"),
        "known_at": asked.known_at,
    }
    return render(request, "indicators/list.html", context)


@page("indicator.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One indicator: definitions, targets, values, formula, what is computed of it."""
    indicator = found_indicator(pk)
    day, known = as_of(request), known_at(request)
    definitions = Definitions.of([pk])
    version = definitions_on(day, known).filter(indicator=pk).first()
    if version is None:
        return render(request, "indicators/not_yet.html", {"indicator": indicator})
    versions = [
        each for each in definitions.versions[pk] if known is None or each.decided_at < known
    ]
    version = next(each for each in versions if each.pk == version.pk)
    relations = relations_of(indicator.code, day)
    asked = _asked(request, pk)
    listed = Paginator(indicator_values.found_of(asked), VALUES_PER_PAGE)
    shown = listed.get_page(request.GET.get("page"))
    formula, told = formula_words(version, relations)
    context = {
        "indicator": indicator,
        "version": version,
        "unit": unit_words(version),
        "ended": _ended_on(version, day),
        "facts": [pair for pair in list(facts_of(version).items())[1:] if pair[1]],
        "versions": version_rows(versions),
        "sources": [passage_source(link.passage) for link in _links(version)],
        "aims": aim_groups(chains_of(pk, day, known), version),
        "page": shown,
        "form": ValueFilterForm(request.GET, indicator=indicator),
        "values": indicator_values.rows_of(asked, shown, definitions),
        "formula": formula,
        "formula_told": told,
        "needs": tree_of(indicator.code, relations.needs, relations),
        "used_by": tree_of(indicator.code, relations.used_by, relations),
        "may_define": request.actor.may("indicator.define"),
        "may_aim": request.actor.may("target.set"),
        "known_at": known,
        "picture": _trend(request, asked),
    }
    return render(request, "indicators/indicator.html", context)


def _ended_on(version: IndicatorVersion, day: dt.date) -> dt.date | None:
    """Since when the body that the figure is of is gone; None where it is there."""
    ended = version.subject.validity.upper if version.subject else None
    return ended if ended is not None and ended <= day else None


def _asked(request: PageRequest, pk: int) -> Asked:
    """The values of an indicator that the address asks for."""
    values = {INDICATOR: str(pk)}
    if body := number_in(request.GET.get(BODY, "")):
        values[BODY] = str(body)
    return Asked(request.actor, as_of(request), known_at(request), values)


def _trend(request: PageRequest, asked: Asked) -> dict[str, Any] | None:
    """How the indicator went for the body chosen, as a picture; None while there is nothing."""
    try:
        picture = trend(asked)
    except NotAsked:
        return None
    return shown_picture(request, picture) if picture.spec else None


def found_indicator(pk: int) -> Indicator:
    """An indicator with its owner. Errors: Http404."""
    found: Indicator = get_object_or_404(Indicator.objects.select_related("owner"), pk=pk)
    return found


def _links(version: IndicatorVersion) -> QuerySet[Any]:
    found = version.passages.select_related("passage__text__rendition__document")
    return found.defer(
        "passage__text__content", "passage__text__structure", "passage__text__parsed"
    ).order_by("pk")


@page("indicator.view")
def show_value(request: PageRequest, pk: int, value: int) -> HttpResponse:
    """One value: how it came about, down to the figures that were entered."""
    indicator = found_indicator(pk)
    related = ("organisation", "observation__entered_by", "indicator__owner")
    rows = IndicatorValue.objects.filter(indicator=pk).select_related(*related)
    found: IndicatorValue = get_object_or_404(rows, pk=value)
    day, known = as_of(request), known_at(request)
    figure = figure_for(request.actor, found, day, known)
    if figure is None and known is not None:
        return render(request, "indicators/not_yet.html", {"indicator": indicator})
    if figure is None:
        raise PermissionDenied
    definitions = Definitions.of([pk])
    version = version_in(figure, indicator, definitions)
    is_apart = figure.is_interim or known is not None
    readable = Readable.of(request.actor, day, known) if is_apart else None
    lineage = lineage_of(request.actor, found, readable)
    aims = targets_on(day, known).filter(indicator=pk, organisation=found.organisation)
    context: dict[str, Any] = {
        "indicator": indicator,
        "version": version,
        "figure": figure,
        "stored": found,
        "entry": _entry(found, figure),
        "value": print_figure(figure, version),
        "trust": trust_words(figure),
        "known_at": known,
        "period": period_words(figure.period),
        "aims": [(aim, print_target(aim, version)) for aim in aims],
        "lineage": lineage,
    }
    if lineage is not None:
        context |= _lineage_context(request, lineage)
    else:
        context["register"] = register_told(request.actor, version, found)
    return render(request, "indicators/value.html", context)


def _entry(stored: IndicatorValue, figure: Figure) -> Observation | None:
    """The entry that a figure is, with who made it; None for a computed one."""
    if figure.observation in (None, stored.observation_id):
        return stored.observation
    return Observation.objects.select_related("entered_by").get(pk=figure.observation or 0)


def _lineage_context(request: PageRequest, lineage: Lineage) -> dict[str, Any]:
    """The formula with its steps, and a page of the figures it comes down to."""
    relations = relations_of(lineage.version.indicator.code, as_of(request))
    formula, told = formula_words(lineage.version, relations)
    listed = Paginator(lineage.inputs, INPUTS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "formula": formula,
        "formula_told": told,
        "steps": opened_steps(lineage, relations) if lineage.is_open else None,
        "page": listed,
        "inputs": input_rows(listed.object_list, relations),
        "hidden": sum(each.is_hidden for each in lineage.inputs),
        "waiting": lineage.waiting,
    }
