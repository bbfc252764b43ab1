"""Screens of the register of difficulties: the register, its periods, one difficulty, its steps."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.programmes.queries import current_programme
from tiendo.tasks.actions.difficulties import raise_difficulty
from tiendo.tasks.difficulty_permissions import is_open_for, may_step, open_steps
from tiendo.tasks.models import Difficulty, Task
from tiendo.tasks.queries import visible_tasks
from tiendo.tasks.queries.difficulties import (
    DifficultyFilter,
    answers_by_body,
    answers_by_level,
    events_of,
    find_difficulties,
    register_counts,
    visible_difficulties,
)
from tiendo.workspace.access import (
    READ_WRITE,
    OpenView,
    PageRequest,
    as_of,
    dated_url,
    known_at,
    number_in,
    page,
)
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.difficulty_pages import flows_of, rows_of, tiles_of
from tiendo.workspace.difficulty_words import LOOKS, STEPS, history_of, links_of
from tiendo.workspace.forms.difficulties import (
    DifficultyFilterForm,
    RaiseForm,
    form_of,
)
from tiendo.workspace.forms.tasks import StepForm
from tiendo.workspace.noun_steps import NounStep

PER_PAGE = 50


@page("task.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The register on the day in view, filtered, with the counts of the whole."""
    day, moment = as_of(request), known_at(request)
    form = DifficultyFilterForm(request.GET)
    chosen = form.chosen(request.GET)
    found = find_difficulties(request.actor, chosen, day, moment)
    whole = DifficultyFilter(programme=chosen.programme, raised_by=chosen.raised_by)
    counts = register_counts(find_difficulties(request.actor, whole, day, moment), day)
    listed = found.select_related("organisation").prefetch_related("tasks")
    shown = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "rows": list(rows_of(request, shown.object_list, day)),
        "tiles": list(tiles_of(request, counts)),
        "day": day,
        "is_filtered": chosen != DifficultyFilter(),
        "may_raise": request.actor.may("difficulty.raise"),
        "clear_url": dated_url(request, "difficulty-list"),
        "periods_url": dated_url(request, "difficulty-periods"),
    }
    return render(request, "difficulties/list.html", context)


@page("task.view")
def show_periods(request: PageRequest) -> HttpResponse:
    """What each month did to the register, and how levels and bodies answer."""
    day = as_of(request)
    programme = number_in(request.GET.get("chuong_trinh", ""))
    found = find_difficulties(request.actor, DifficultyFilter(programme=programme), day)
    context = {
        "form": DifficultyFilterForm(request.GET),
        "flows": list(flows_of(request.actor, day, programme)),
        "rates": [
            (_("Cấp giải quyết"), answers_by_level(found, day)),
            (_("Cơ quan trả lời"), answers_by_body(found, day)),
        ],
        "list_url": dated_url(request, "difficulty-list"),
    }
    return render(request, "difficulties/periods.html", context)


@page("task.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One difficulty with its history, its answers, and the steps open now."""
    row = found_difficulty(request, pk)
    day = as_of(request)
    seen = visible_tasks(request.actor).filter(difficulties=row).order_by("order", "pk")
    (shown,) = rows_of(request, [row], day)
    context = {
        "row": row,
        "shown": shown,
        "look": LOOKS[row.state][0],
        "tasks": [(task, dated_url(request, "task", task.pk)) for task in seen],
        "entries": history_of(events_of(row)),
        "steps": list(links_of(row, open_steps(request.actor, row))),
        "direct_url": _direct_url(request, row),
        "list_url": dated_url(request, "difficulty-list"),
        "trail_url": reverse("trail-of", args=["vuong-mac", row.pk]),
    }
    return render(request, "difficulties/difficulty.html", context)


def _direct_url(request: PageRequest, row: Difficulty) -> str:
    """Where a leader directs from the difficulty; empty for others."""
    if not request.actor.may("directive.give"):
        return ""
    return f"{reverse('directive-new')}?{urlencode({'vuong-mac': row.pk})}"


@page("difficulty.raise", methods=READ_WRITE)
def raise_new(request: PageRequest) -> HttpResponse:
    """Enter a difficulty directly; from a task, with its code."""
    task = _task_named(request)
    programme = task.programme if task else current_programme()
    form = RaiseForm(
        request.POST or None,
        actor=request.actor,
        initial={
            "organisation": request.actor.first_body("difficulty.raise"),
            "programme": programme,
            "task_codes": task.code if task else "",
        },
    )

    def act() -> HttpResponse:
        row = raise_difficulty(by=request.actor, **form.particulars())
        words = _("Đã ghi vào sổ vướng mắc; cơ quan điều phối sẽ giao nơi trả lời.")
        return say_done(request, words, "difficulty", row.pk)

    context = {"form": form, "list_url": dated_url(request, "difficulty-list")}
    show = partial(render, request, "difficulties/new.html", context)
    return answer_form(request, form, act, show)


def step_view(name: str) -> OpenView[[int]]:
    """The page of a step, for ``urls.difficulties``."""
    return page("task.view", methods=READ_WRITE)(partial(show_step, STEPS[name]))


def show_step(step: NounStep, request: PageRequest, pk: int) -> HttpResponse:
    """Show the form of a step, or take the step."""
    row = found_difficulty(request, pk)
    if not may_step(request.actor, row, step.name):
        raise PermissionDenied
    if not is_open_for(row, step.name):
        return _step_page(step, request, row, None, status=HTTPStatus.CONFLICT)
    form = form_of(row, step.name, request.POST or None)

    def act() -> HttpResponse:
        step.run(difficulty=row, by=request.actor, **form.particulars())
        return say_done(request, str(step.done), _next_page(request, step, row.pk))

    return answer_form(request, form, act, partial(_step_page, step, request, row, form))


def _next_page(request: PageRequest, step: NounStep, pk: int) -> str:
    """After a body was named, who answers there, for those who may say so."""
    row = Difficulty.objects.get(pk=pk)
    asks_who = step.name in ("assign", "pass_up") and row.person_id is None
    if asks_who and may_step(request.actor, row, "name"):
        return reverse("difficulty-name", args=[pk])
    return reverse("difficulty", args=[pk])


def _step_page(
    step: NounStep,
    request: PageRequest,
    row: Difficulty,
    form: StepForm | None,
    *,
    status: int,
) -> HttpResponse:
    context = {
        "step": step,
        "row": row,
        "form": form,
        "look": LOOKS[row.state][0],
        "list_word": _("Vướng mắc"),
        "list_url": dated_url(request, "difficulty-list"),
        "row_url": dated_url(request, "difficulty", row.pk),
    }
    return render(request, "difficulties/step.html", context, status=status)


def found_difficulty(request: PageRequest, pk: int) -> Difficulty:
    """The difficulty, for a person who may see it. Errors: Http404; PermissionDenied.

    Cost: two queries.
    """
    rows = Difficulty.objects.select_related(
        "programme",
        "section",
        "organisation",
        "responsible",
        "person",
        "raised_by",
        "origin",
        "ended_by",
    ).prefetch_related("tasks")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    if not visible_difficulties(request.actor).filter(pk=pk).exists():
        raise PermissionDenied
    return row


def _task_named(request: PageRequest) -> Task | None:
    given = number_in(request.GET.get("nhiem_vu", ""))
    seen = visible_tasks(request.actor).select_related("programme")
    return seen.filter(pk=given).first() if given is not None else None
