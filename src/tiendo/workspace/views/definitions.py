"""Steps of the dictionary: define, revise, end, take up again, rest on words of a document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.formulas import load_functions, vietnamese_text
from tiendo.indicators import actions
from tiendo.indicators.definitions import holds_on
from tiendo.indicators.dictionary import definitions_on
from tiendo.indicators.formula_book import read
from tiendo.indicators.lineage import relations_of
from tiendo.indicators.models import Indicator, IndicatorVersion
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.definitions import DefinitionForm, LinkForm, RetireForm
from tiendo.workspace.formula_check import checked_formula
from tiendo.workspace.views.indicators import found_indicator

_BESIDE = {
    "code_malformed": "code",
    "code_taken": "code",
    "name_missing": "name",
    "unit_missing": "unit",
    "unknown_unit": "unit",
    "unit_in_use": "unit",
    "breaks_formula": "unit",
    "register_unit": "unit",
    "subject_beside_reporters": "subject",
    "subject_ended": "subject",
    "register_unknown": "register",
    "two_origins": "register",
    "since_too_early": "since",
    "reason_missing": "reason",
    "closing_unknown": "closing",
    "words_missing": "words",
    "words_not_found": "words",
    "already_linked": "words",
}
# What is wrong in a formula is said beside it.
_OF_FORMULA = (
    "empty too_long too_deep unknown_character bare_name comma_between unexpected unfinished"
    " bad_number unknown_function argument_count literal_needed repeated_filter unknown_indicator"
    " unknown_group unknown_group_value filter_on_computed units_differ bases_differ"
    " unit_of_result hundred_times truth_needed number_needed cycle names_itself frequency_differs"
    " frequency_repeats"
)
BESIDE = {**_BESIDE, **dict.fromkeys(_OF_FORMULA.split(), "formula")}


@page("indicator.define", methods=READ_WRITE)
def define(request: PageRequest) -> HttpResponse:
    """Define an indicator."""
    first = {"since": clock.today(), "owner": request.actor.first_body("indicator.define")}
    form = _form(request, first)

    def act() -> HttpResponse:
        typed = form.cleaned_data
        made = actions.define_indicator(
            by=request.actor,
            code=typed["code"],
            owner=typed["owner"],
            definition=form.definition_typed(),
            since=typed["since"],
        )
        words = _("Đã lập chỉ tiêu. Đặt mục tiêu và nhập số liệu.")
        return say_done(request, words, "indicator", made.pk)

    context = _context(form, _("Lập chỉ tiêu"))
    return answer_form(request, form, act, _shows(request, context), BESIDE)


@page("indicator.define", methods=READ_WRITE)
def revise(request: PageRequest, pk: int) -> HttpResponse:
    """Another definition from a day on."""
    indicator = found_indicator(pk)
    current = last_version(indicator)
    form = _form(request, _told(current), current)

    def act() -> HttpResponse:
        actions.revise_definition(
            by=request.actor,
            indicator=indicator,
            definition=form.definition_typed(),
            since=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
        )
        return say_done(request, _("Đã ghi định nghĩa mới."), "indicator", pk)

    context = _context(form, _("Sửa định nghĩa"), indicator)
    return answer_form(request, form, act, _shows(request, context), BESIDE)


def _form(
    request: PageRequest, first: dict[str, Any], current: IndicatorVersion | None = None
) -> DefinitionForm:
    """The form; the body sought and the one chosen come in the address while one searches."""
    sought = {name: request.GET[name] for name in ("tim", "subject") if name in request.GET}
    return DefinitionForm(
        request.POST or None, current=current, address=request.path, initial=first | sought
    )


def _told(version: IndicatorVersion) -> dict[str, Any]:
    """What a definition says, for a form."""
    said = actions.definition_of(version)
    names = [name for name in said.__slots__ if name not in ("dimensions", "passages", "formula")]
    told = {name: getattr(said, name) for name in names}
    told["formula"] = vietnamese_text(read(said.formula).root) if said.formula else ""
    told["dimensions"] = [dimension.pk for dimension in said.dimensions]
    last = version.indicator.versions.latest("number")
    return told | {"since": clock.today(), "seen": last.number}


def _context(
    form: DefinitionForm, title: str, indicator: Indicator | None = None
) -> dict[str, Any]:
    return {
        "form": form,
        "title": title,
        "indicator": indicator,
        "functions": load_functions().values(),
        "codes": definitions_on(clock.today())
        .order_by("indicator__code")
        .values_list("indicator__code", "name", "unit", "unit_base"),
    }


def _shows(request: PageRequest, context: dict[str, Any]) -> Any:
    """The page of a definition, with what its formula comes to where one was typed."""

    def show(*, status: int) -> HttpResponse:
        form = context["form"]
        typed = form.data if form.is_bound else form.initial
        indicator = context["indicator"]
        code = indicator.code if indicator else ""
        context["check"] = checked_formula(typed, code)
        return render(request, "indicators/definition.html", context, status=status)

    return show


@page("indicator.define", methods=WRITE)
def check(request: PageRequest) -> HttpResponse:
    """What a formula that is being typed comes to, or where it is wrong."""
    context = {"check": checked_formula(request.POST, request.POST.get("for", ""))}
    return render(request, "indicators/formula_check.html", context)


@page("indicator.define", methods=READ_WRITE)
def retire(request: PageRequest, pk: int) -> HttpResponse:
    """Collect no more figures from a day on."""
    indicator = found_indicator(pk)
    form = RetireForm(request.POST or None, initial={"on": clock.today()})

    def act() -> HttpResponse:
        typed = form.cleaned_data
        actions.retire_indicator(by=request.actor, indicator=indicator, **typed)
        words = _("Đã ngừng theo dõi. Số liệu và mục tiêu đã có được giữ nguyên.")
        return say_done(request, words, "indicator", pk)

    users = relations_of(indicator.code, clock.today()).used_by.get(indicator.code, ())
    step = Step(_("Ngừng theo dõi"), is_danger=True, users=", ".join(users))
    return _answer(request, indicator, form, act, step)


@page("indicator.define", methods=READ_WRITE)
def restore(request: PageRequest, pk: int) -> HttpResponse:
    """Collect figures again from a day on."""
    indicator = found_indicator(pk)
    form = RetireForm(request.POST or None, initial={"on": clock.today()})

    def act() -> HttpResponse:
        since, reason = form.cleaned_data["on"], form.cleaned_data["reason"]
        actions.restore_indicator(by=request.actor, indicator=indicator, since=since, reason=reason)
        return say_done(request, _("Đã theo dõi lại."), "indicator", pk)

    return _answer(request, indicator, form, act, Step(_("Theo dõi lại")))


@page("indicator.define", methods=READ_WRITE)
def link(request: PageRequest, pk: int) -> HttpResponse:
    """Let a definition rest on words of a stored document."""
    indicator = found_indicator(pk)
    form = LinkForm(request.POST or None, address=request.path, initial=request.GET)

    def act() -> HttpResponse:
        typed = form.cleaned_data
        actions.link_words(
            by=request.actor,
            indicator=indicator,
            document=typed["document"],
            words=typed["words"],
        )
        return say_done(request, _("Đã gắn đoạn trích."), "indicator", pk)

    return _answer(request, indicator, form, act, Step(_("Gắn đoạn trích")))


@dataclass(frozen=True, slots=True)
class Step:
    """A step on an indicator or a target; ``users`` are the formulas that hinder it."""

    title: str
    is_danger: bool = False
    users: str = ""
    about: str = ""


def _answer(
    request: PageRequest, indicator: Indicator, form: Any, act: Any, step: Step
) -> HttpResponse:
    return answer_step(request, indicator, last_version(indicator), form, act, step)


def answer_step(
    request: PageRequest,
    indicator: Indicator,
    version: IndicatorVersion,
    form: Any,
    act: Any,
    step: Step,
) -> HttpResponse:
    """Show the form of a step and act when it is sent."""
    context = {"form": form, "indicator": indicator, "version": version, "step": step}
    show = partial(render, request, "indicators/step_form.html", context)
    return answer_form(request, form, act, show, BESIDE)


def last_version(indicator: Indicator) -> IndicatorVersion:
    """The definition of today, else the last one. Errors: Http404 without any."""
    found = list(indicator.versions.select_related("reporters", "subject").order_by("-number"))
    if not found:
        raise Http404
    today = clock.today()
    return next((each for each in found if holds_on(each.validity, today)), found[0])
