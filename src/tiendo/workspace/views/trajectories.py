"""Screens of targets against their path: the summary, the list, one target, its baseline."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.indicators.actions import TargetFields, revise_target
from tiendo.indicators.figures import print_value
from tiendo.indicators.known_values import Figure
from tiendo.indicators.models import Comparator, Obligation, Target
from tiendo.indicators.paths import figures_of, path_of
from tiendo.indicators.prospects import prospects_of
from tiendo.indicators.trajectories import (
    Trajectory,
    TrajectoryFilter,
    find_trajectories,
    judge_targets,
)
from tiendo.overview.asking import Asked
from tiendo.overview.sheets import target_path, targets, trajectories
from tiendo.overview.sheets.indicators import period_words
from tiendo.overview.verdicts import LOOK_OF, difference_words
from tiendo.workspace.access import READ_WRITE, PageRequest, dated_url, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.trajectories import BaselineForm, TargetFilterForm
from tiendo.workspace.indicator_page import passage_source
from tiendo.workspace.sheet_html import head_html, rows_html
from tiendo.workspace.trajectory_rows import target_row, target_rows
from tiendo.workspace.verdict_counts import verdict_tiles
from tiendo.workspace.views.exports import asked_in

PER_PAGE = 50
_BY_CODE = {"deciding_missing": "deciding_words"}


@page("indicator.view")
def show_summary(request: PageRequest) -> HttpResponse:
    """How many targets stand how: by part of the plan, by body, by horizon."""
    asked = asked_in(request, trajectories.VIEW)
    narrowed = targets.narrowed_by(asked.values)
    found = find_trajectories(request.actor, narrowed, asked.day, asked.known_at)
    to_list = partial(dated_url, request, "trajectory-list")
    tables = []
    for by, words in trajectories.GROUPINGS.items():
        sheet = trajectories.sheet_of(asked, found, by)
        tables.append((by, words, head_html(sheet), rows_html(sheet, to_list)))
    context = {
        "form": TargetFilterForm(request.GET),
        "tiles": verdict_tiles(found, partial(to_list, **_kept(asked))),
        "count": len(found),
        "tables": tables if found else [],
        "worst": target_rows(_worst(found), {}, asked),
        **_method(asked.day),
    }
    return render(request, "trajectories/summary.html", context)


def _kept(asked: Asked) -> dict[str, str]:
    return {name: value for name, value in asked.values.items() if name != trajectories.BY}


def _worst(found: list[Trajectory]) -> list[Trajectory]:
    """The targets that are furthest off the way, a few of them."""
    off = [row for row in found if row.verdict in trajectories.TROUBLED]
    return sorted(off, key=targets.SORTS["verdict"])[:5]


@page("indicator.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The targets in force with their verdicts."""
    asked = asked_in(request, targets.VIEW)
    found = targets.found_of(asked)
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(listed.object_list)
    prospects = prospects_of(shown, asked.day, asked.known_at)
    context = {
        "form": TargetFilterForm(request.GET),
        "page": listed,
        "rows": target_rows(shown, prospects, asked),
        "indicator": next((row for row in found), None) if asked.values.get("chi_tieu") else None,
    }
    return render(request, "trajectories/list.html", context)


@page("indicator.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One target: where it stands and why, period by period, beside others of its indicator."""
    asked, row = _asked_target(request, pk)
    known = asked.known_at
    path = path_of(request.actor, row, asked.day, known)
    sheet = target_path.sheet_of(asked, row, path)
    beside = _beside(request, asked, row)
    prospects = prospects_of([row, *beside], asked.day, known)
    replaced_by = Target.objects.filter(revises=pk).first()
    is_open = row.target.value is not None and not row.target.is_withdrawn
    context = {
        "row": target_row(row, prospects.get(pk), asked),
        "target": row.target,
        "version": row.version,
        "prospect": prospects.get(pk),
        "forecast": path.forecast,
        "source": passage_source(row.target.passage) if row.target.passage else None,
        "head": head_html(sheet),
        "rows": rows_html(sheet, partial(dated_url, request, "trajectory-list")),
        "has_steps": bool(path.steps),
        "look": LOOK_OF[row.verdict],
        "beside": [
            (each, difference_words(row, each.trajectory))
            for each in target_rows(beside, prospects, asked)
        ],
        "replaced_by": replaced_by,
        "may_begin": request.actor.may("target.set") and replaced_by is None and is_open,
        **_method(asked.day),
    }
    return render(request, "trajectories/target.html", context)


def _asked_target(request: PageRequest, pk: int) -> tuple[Asked, Trajectory]:
    """The target of the address with its verdict. Errors: Http404."""
    asked = asked_in(request, target_path.VIEW)
    asked = Asked(
        request.actor, asked.day, asked.known_at, {target_path.TARGET: str(pk)}, asked.ordering
    )
    row = target_path.trajectory_of(asked)
    if row is None:
        raise Http404(pk)
    return asked, row


def _beside(request: PageRequest, asked: Asked, row: Trajectory) -> list[Trajectory]:
    """The other targets of the indicator: of other documents, days or bodies."""
    same = TrajectoryFilter(indicators=frozenset({row.target.indicator_id}))
    found = find_trajectories(request.actor, same, asked.day, asked.known_at)
    own = row.target.organisation_id
    others = [each for each in found if each.target.pk != row.target.pk]
    return sorted(others, key=lambda each: each.target.organisation_id != own)[:PER_PAGE]


def _method(day: dt.date) -> dict[str, Any]:
    """How verdicts and forecasts are made on a day, with where the thresholds come from."""
    names = (
        "trajectory_on_track_percent",
        "trajectory_at_risk_percent",
        "forecast_interval_percent",
        "forecast_least_points",
    )
    return {name: parameter_on(name, day) for name in names}


@page("target.set", methods=READ_WRITE)
def set_baseline(request: PageRequest, pk: int) -> HttpResponse:
    """Let the path to a target begin at a value that was measured, by a decision."""
    target = get_object_or_404(Target.objects.select_related("indicator", "organisation"), pk=pk)
    [row] = judge_targets(request.actor, [target], clock.today())
    offered = [
        (each, _offer(each, row))
        for each in reversed(figures_of(request.actor, row, clock.today()))
        if each.value is not None and _may_begin(each, target)
    ]
    first = {"effective_on": clock.today()}
    form = BaselineForm(request.POST or None, address=request.path, offered=offered, initial=first)

    def act() -> HttpResponse:
        typed = form.cleaned_data
        chosen = next(each for each, _words in offered if str(each.pk) == typed["value"])
        revised = revise_target(
            by=request.actor,
            target=target,
            fields=_with_baseline(target, chosen),
            effective_on=typed["effective_on"],
            deciding_words=typed["deciding_words"],
            deciding=typed["deciding"],
        )
        words = _("Đã lấy %(value)s làm giá trị gốc.") % {"value": _offer(chosen, row)}
        return say_done(request, words, "trajectory", revised.pk)

    context = {"form": form, "target": target, "version": row.version, "has_values": bool(offered)}
    show_form = partial(render, request, "trajectories/baseline.html", context)
    return answer_form(request, form, act, show_form, _BY_CODE)


def _may_begin(figure: Figure, target: Target) -> bool:
    """Whether a path to the target may begin at a figure: before its last day."""
    return target.last_day is None or figure.period.end < target.last_day


def _offer(figure: Figure, row: Trajectory) -> str:
    value = print_value(figure.value, row.version) if figure.value is not None else ""
    state = _("chưa xác nhận") if figure.is_provisional else ""
    return ", ".join(each for each in (f"{period_words(figure.period)}: {value}", state) if each)


def _with_baseline(target: Target, figure: Figure) -> TargetFields:
    """The target as it is, with a path that begins at a figure."""
    end = figure.period.end
    return TargetFields(
        comparator=Comparator(target.comparator),
        value=target.value,
        high=target.high,
        wording=target.wording,
        source=target.source,
        last_day=target.last_day,
        obligation=Obligation(target.obligation),
        baseline=figure.value,
        baseline_day=min(end, figure.as_of) if figure.as_of is not None else end,
        passage=target.passage,
        is_verified=target.is_verified,
    )
