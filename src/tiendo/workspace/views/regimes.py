"""Chế độ báo cáo: the list, a new one, its versions and cycles, an ad hoc request."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.refusals import Refusal
from tiendo.domain.regime_rules import read_rule
from tiendo.domain.regimes import Frequency
from tiendo.regimes import actions
from tiendo.regimes.actions import LevelFacts, VersionFacts
from tiendo.regimes.models import Regime
from tiendo.regimes.packages.offers import open_offers
from tiendo.regimes.queries import (
    count_cycles,
    cycles_ahead,
    cycles_of,
    list_regimes,
    versions_with_levels,
)
from tiendo.regimes.replacing import replaced_cycles
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done, say_refusal, status_of
from tiendo.workspace.forms.ad_hoc import AdHocForm
from tiendo.workspace.forms.regime_levels import LEVELS, LevelForm
from tiendo.workspace.forms.regimes import (
    EndForm,
    EventForm,
    RegimeFilterForm,
    RegimeForm,
    ReviseForm,
    VersionForm,
)
from tiendo.workspace.regime_rows import Preview, preview_of, version_row

PER_PAGE, CYCLES_PER_PAGE, AHEAD = 30, 12, 3
# The button that saves; the other one shows what would be laid.
SAVE = "luu"
_FIELDS = {
    "title_missing": "title",
    "basis_missing": "legal_basis",
    "since_not_after": "since",
    "cycle_begun": "since",
    "reason_missing": "reason",
    "deadline_past": "last_day",
    "asked_missing": "asked",
    "levels_missing": "groups",
    "nobody_owes": "groups",
    "event_ahead": "day",
    "event_outside": "day",
}


@page("submission.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The regimes, each with its rule in words."""
    form = RegimeFilterForm(request.GET)
    typed = form.cleaned_data if form.is_valid() else {}
    programme = typed.get("chuong_trinh")
    listed = list_regimes(
        programme=programme.pk if programme else None,
        kind=typed.get("loai") or "",
        include_ended=bool(typed.get("da_ket_thuc")),
    )
    shown = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    may_manage = request.actor.may("regime.manage")
    context = {
        "form": form,
        "page": shown,
        "offers": open_offers().count() if may_manage else 0,
        "rows": [(regime, version_row(regime.versions.all()[0])) for regime in shown.object_list],
        "may_manage": may_manage,
    }
    return render(request, "regimes/list.html", context)


@page("submission.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One regime: its versions in words, its levels, its cycles with their counts."""
    regime = _found(pk)
    versions = [version_row(version) for version in regime.versions.all()]
    today = clock.today()
    begun = Paginator(cycles_of(regime, today), CYCLES_PER_PAGE)
    shown = begun.get_page(request.GET.get("page"))
    cycles = list(shown.object_list)
    counts = count_cycles(request.actor, cycles, today)
    context = {
        "regime": regime,
        "current": versions[0],
        "older": versions[1:],
        "page": shown,
        "cycles": [(cycle, cycle.name, counts[cycle.pk]) for cycle in cycles],
        "ahead": [(cycle, cycle.name) for cycle in cycles_ahead(regime, today)[:AHEAD]],
        "is_on_event": read_rule(versions[0].version.rule).frequency is Frequency.ON_EVENT,
        "may_manage": request.actor.may("regime.manage") and not regime.is_ended,
        "may_see_trail": request.actor.may("trail.view"),
        "programme_in_view": regime.programme,
    }
    return render(request, "regimes/regime.html", context)


@page("regime.manage", methods=READ_WRITE)
def create(request: PageRequest) -> HttpResponse:
    """Lay down a regime: what was typed is said back with its next cycles before it is saved."""
    form = RegimeForm(request.POST or None, initial=RegimeForm.first_values())
    levels = _level_forms(request, [{"addressee": request.actor.first_body("regime.manage")}])

    def save(version: VersionFacts) -> Regime:
        return actions.create_regime(by=request.actor, facts=form.regime(), version=version)

    return _lay_down(request, form, levels, save, {"title": _("Lập chế độ báo cáo")})


@page("regime.manage", methods=READ_WRITE)
def revise(request: PageRequest, pk: int) -> HttpResponse:
    """Lay down a new version of a regime from a day on."""
    regime = _found(pk)
    current = regime.versions.all()[0]
    initial = ReviseForm.initial_of(current) | {"number": current.number}
    form = ReviseForm(request.POST or None, initial=initial)
    known = [LevelForm.initial_of(level) for level in current.levels.all()]
    levels = _level_forms(request, known)

    def save(version: VersionFacts) -> Regime:
        number = form.cleaned_data["number"]
        if version.legal_basis == current.legal_basis:
            version = replace(version, basis_document=current.basis_document)
        actions.revise_regime(by=request.actor, regime=regime, number=number, version=version)
        return regime

    context = {"title": _("Sửa chế độ báo cáo"), "regime": regime}
    return _lay_down(request, form, levels, save, context)


@page("regime.manage", methods=READ_WRITE)
def end(request: PageRequest, pk: int) -> HttpResponse:
    """End a regime."""
    regime = _found(pk)
    form = EndForm(request.POST or None)

    def act() -> HttpResponse:
        actions.end_regime(by=request.actor, regime=regime, **form.cleaned_data)
        return say_done(request, _("Đã kết thúc chế độ báo cáo."), "regime", pk)

    words = _("Các kỳ kết thúc sau ngày này được bỏ; kỳ đã có báo cáo giữ nguyên.")
    return _step(request, regime, form, act, _("Kết thúc chế độ"), words)


@page("regime.manage", methods=READ_WRITE)
def begin(request: PageRequest, pk: int) -> HttpResponse:
    """Begin the cycle of something that was issued."""
    regime = _found(pk)
    form = EventForm(request.POST or None)

    def act() -> HttpResponse:
        day = form.cleaned_data["day"]
        cycle = actions.begin_event_cycle(by=request.actor, regime=regime, day=day)
        return say_done(request, _("Đã mở kỳ báo cáo."), "report-cycle", cycle.pk)

    words = _("Hạn nộp tính từ ngày ban hành văn bản.")
    return _step(request, regime, form, act, _("Mở kỳ theo văn bản"), words)


@page("regime.manage", methods=READ_WRITE)
def ask(request: PageRequest) -> HttpResponse:
    """Ask bodies for a report once."""
    body = request.actor.first_body("regime.manage")
    form = AdHocForm(request.POST or None, initial={"addressee": body})

    def act() -> HttpResponse:
        cycle = actions.request_ad_hoc(by=request.actor, facts=form.facts())
        words = _("Đã gửi yêu cầu báo cáo đến %(count)s cơ quan.")
        told = words % {"count": cycle.duties.count()}
        return say_done(request, told, "report-cycle", cycle.pk)

    show_form = partial(render, request, "regimes/ask.html", {"form": form})
    fields = _FIELDS | {"basis_missing": "basis"}
    return answer_form(request, form, act, show_form, fields)


def _lay_down(
    request: PageRequest,
    form: VersionForm,
    levels: list[LevelForm],
    save: Any,
    more: dict[str, Any],
) -> HttpResponse:
    """Show the form; when sent, say back what would be laid, or lay it."""
    context: dict[str, Any] = {"form": form, "levels": levels, **more}
    show_form = partial(render, request, "regimes/form.html")
    if request.method != "POST":
        return show_form(context)
    if SAVE not in request.POST and request.headers.get("HX-Request"):
        return _preview_while_typed(request, form, levels, more.get("regime"))
    are_valid = [each.is_valid() for each in (form, *levels)]
    if not all(are_valid):
        return show_form(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        version = form.facts(_levels(form, levels), form.cleaned_data.get("reason", ""))
        if SAVE in request.POST:
            return say_done(request, _("Đã lưu chế độ báo cáo."), "regime", save(version).pk)
        context["preview"] = _previewed(version)
        if "regime" in more:
            context["replaced"] = replaced_cycles(more["regime"], version)
    except Refusal as refusal:
        say_refusal(form, refusal, _FIELDS)
        return show_form(context, status=status_of(refusal))
    return show_form(context)


def _preview_while_typed(
    request: PageRequest, form: VersionForm, levels: list[LevelForm], regime: Regime | None
) -> HttpResponse:
    """What the rule typed so far lays, or what is missing to lay it; nothing is saved."""
    are_valid = [each.is_valid() for each in levels]
    form.is_valid()
    typed = form.cleaned_data
    context: dict[str, Any] = {}
    if "rule" in typed and "since" in typed and all(are_valid):
        version = VersionFacts(typed["rule"], typed["since"], _levels(form, levels), legal_basis="")
        try:
            context["preview"] = preview_of(version)
            if regime is not None:
                context["replaced"] = replaced_cycles(regime, version)
        except Refusal as refusal:
            context["fault"] = str(refusal)
    return render(request, "regimes/preview.html", context)


def _previewed(version: VersionFacts) -> Preview:
    actions.check_version(version)
    return preview_of(version)


def _levels(form: VersionForm, levels: list[LevelForm]) -> tuple[LevelFacts, ...]:
    """The steps of the chain in their order; those left empty are none."""
    named = [level for level in levels if not level.is_empty]
    due_days = form.cleaned_data["due_days"]
    facts = (level.facts(place, due_days) for place, level in enumerate(named, 1))
    return tuple(sorted(facts, key=lambda each: each.order))


def _level_forms(request: PageRequest, known: list[dict[str, Any]]) -> list[LevelForm]:
    """The forms of those levels that are known, and empty ones."""
    initial: list[dict[str, Any] | None] = [*known, *([None] * max(0, LEVELS - len(known)))]
    return [
        LevelForm(request.POST or None, prefix=f"cap{place}", initial=each)
        for place, each in enumerate(initial, 1)
    ]


def _step(
    request: PageRequest, regime: Regime, form: Form, act: Any, title: str, words: str
) -> HttpResponse:
    context = {"regime": regime, "form": form, "title": title, "words": words}
    show_form = partial(render, request, "regimes/step.html", context)
    return answer_form(request, form, act, show_form, _FIELDS)


def _found(pk: int) -> Regime:
    rows = Regime.objects.select_related("programme", "created_by")
    return get_object_or_404(rows.prefetch_related(versions_with_levels()), pk=pk)
