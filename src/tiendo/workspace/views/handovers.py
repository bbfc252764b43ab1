"""Hand-overs of replaced programmes: prepared by the coordinator, decided by a leader."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.accounts.actor import Actor
from tiendo.domain.refusals import Refusal
from tiendo.programmes.models import HandOverDecision, HandOverRow, HandOverState, ProgrammeHandOver
from tiendo.tasks.actions.handing_over import (
    accept_proposals,
    carry_rows,
    decide_rows,
    refresh_rows,
    start_handover,
)
from tiendo.tasks.actions.handing_over_decision import (
    apply_handover,
    discard_handover,
    return_handover,
    submit_handover,
)
from tiendo.tasks.actions.handing_over_sections import map_sections
from tiendo.tasks.errors import TaskError
from tiendo.tasks.queries import handovers as queries
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.handovers import HandOverForm, RowForm, SectionsForm
from tiendo.workspace.handover_page import shown_rows

PER_PAGE = 50
_FILTERS: dict[str, Promise | str] = {
    "": gettext_lazy("Tất cả"),
    queries.UNDECIDED: gettext_lazy("Chưa chọn"),
    queries.SURE: gettext_lazy("Đề xuất chắc"),
    queries.DOUBTFUL: gettext_lazy("Đề xuất nghi ngờ"),
    queries.NO_PROPOSAL: gettext_lazy("Không có đề xuất"),
    **{decision.value: decision.label for decision in HandOverDecision},
}


@page()
def show_list(request: PageRequest) -> HttpResponse:
    """Every hand-over, those under way first."""
    _require_to_see(request)
    listed = Paginator(queries.list_handovers(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": listed, "may_prepare": request.actor.may("programme.hand_over")}
    return render(request, "handovers/list.html", context)


@page("programme.hand_over", methods=READ_WRITE)
def start(request: PageRequest) -> HttpResponse:
    """Begin a hand-over, with a proposal for each task."""
    old = number_in(request.GET.get("cu", ""))
    form = HandOverForm(request.POST or None, initial={"old": old})

    def act() -> HttpResponse:
        handover = start_handover(**form.cleaned_data, by=request.actor)
        return redirect("handover", pk=handover.pk)

    show = partial(render, request, "handovers/new.html", {"form": form})
    return answer_form(request, form, act, show)


@page()
def show(request: PageRequest, pk: int) -> HttpResponse:
    """The mapping: old task, proposal, what differs, what was chosen."""
    _require_to_see(request)
    return _page(request, _found(pk))


@page("programme.hand_over", methods=READ_WRITE)
def decide_one(request: PageRequest, pk: int) -> HttpResponse:
    """Choose what becomes of one task."""
    row = get_object_or_404(
        HandOverRow.objects.select_related(
            "handover__old", "handover__new", "task", "successor", "proposed"
        ),
        pk=pk,
    )
    form = RowForm(request.POST or None, row=row, initial=RowForm.initial_of(row))

    def act() -> HttpResponse:
        choices = {row.pk: form.choice()}
        decide_rows(handover=row.handover, choices=choices, by=request.actor)
        return redirect(_back(request, row.handover))

    context = {
        "row": shown_rows([row])[0],
        "handover": row.handover,
        "form": form,
        "back": request.GET.get("ve", ""),
    }
    show = partial(render, request, "handovers/row.html", context)
    return answer_form(request, form, act, show)


@page("programme.hand_over", methods=READ_WRITE)
def show_sections(request: PageRequest, pk: int) -> HttpResponse:
    """Review in which part of the new plan the tasks of each part of the old one stand."""
    handover = _found(pk)
    form = SectionsForm(request.POST or None, sections=queries.sections_of(handover))

    def act() -> HttpResponse:
        map_sections(handover=handover, choices=form.choices(), by=request.actor)
        return say_done(request, _("Đã lưu nơi chuyển của các phần."), "handover", pk)

    context = {"form": form, "handover": handover}
    show = partial(render, request, "handovers/sections.html", context)
    return answer_form(request, form, act, show)


@page("programme.hand_over", methods=WRITE)
def decide_many(request: PageRequest, pk: int) -> HttpResponse:
    """One choice for the ticked rows, or all sure proposals at once."""
    handover = _found(pk)
    numbers = (number_in(given) for given in request.POST.getlist("dong"))
    ids = [number for number in numbers if number is not None]
    action = request.POST.get("action", "")
    if action == "sure":
        rows = queries.rows_of(handover, queries.SURE)
        ids, action = list(rows.values_list("pk", flat=True)), "accept"
    steps: dict[str, Callable[..., int]] = {"accept": accept_proposals, "carry": carry_rows}
    if action not in steps:
        raise BadRequest(_("Thao tác không hợp lệ."))
    try:
        count = steps[action](handover=handover, row_ids=ids, by=request.actor)
    except TaskError as error:
        return _page(request, handover, str(error))
    messages.success(request, _("Đã chọn cho %(count)d nhiệm vụ.") % {"count": count})
    return redirect(_back(request, handover))


@page("programme.hand_over", methods=WRITE)
def refresh(request: PageRequest, pk: int) -> HttpResponse:
    """Bring the rows in line with the tasks as they stand."""
    return _step(request, pk, refresh_rows, _("Đã cập nhật danh sách nhiệm vụ cần chuyển."))


@page("programme.hand_over", methods=WRITE)
def submit(request: PageRequest, pk: int) -> HttpResponse:
    """Submit the mapping to the leaders."""
    return _step(request, pk, submit_handover, _("Đã trình lãnh đạo quyết định."))


@page("programme.hand_over", methods=WRITE)
def discard(request: PageRequest, pk: int) -> HttpResponse:
    """Give the mapping up."""
    return _step(request, pk, discard_handover, _("Đã bỏ bản chuyển."), "handover-list")


@page("task.direct", methods=WRITE)
def send_back(request: PageRequest, pk: int) -> HttpResponse:
    """Return the mapping with a reason."""
    reason = request.POST.get("reason", "").replace("\x00", "")

    def step(*, handover: ProgrammeHandOver, by: Actor) -> ProgrammeHandOver:
        return return_handover(handover=handover, reason=reason, by=by)

    return _step(request, pk, step, _("Đã trả lại cơ quan điều phối."))


@page("task.direct", methods=WRITE)
def apply(request: PageRequest, pk: int) -> HttpResponse:
    """Decide the mapping: every task goes where it was sent, at once."""
    words = _("Đã chuyển nhiệm vụ; chương trình cũ được thay thế.")
    return _step(request, pk, apply_handover, words)


def _step(
    request: PageRequest, pk: int, step: Callable[..., object], words: str, then: str = "handover"
) -> HttpResponse:
    handover = _found(pk)
    try:
        step(handover=handover, by=request.actor)
    except Refusal as error:
        return _page(request, _found(pk), str(error))
    messages.success(request, words)
    return redirect(then, pk=pk) if then == "handover" else redirect(then)


def _page(request: PageRequest, handover: ProgrammeHandOver, refusal: str = "") -> HttpResponse:
    narrowed = request.GET.get("loc", "")
    narrowed = narrowed if narrowed in _FILTERS else ""
    counts = queries.count_rows(handover)
    rows = queries.rows_of(handover, narrowed)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    is_draft = handover.state == HandOverState.DRAFT
    may_prepare = request.actor.may("programme.hand_over") and is_draft
    may_direct = request.actor.may("task.direct")
    context = {
        "handover": handover,
        "page": shown,
        "rows": shown_rows(shown),
        "chips": list(_chips(counts, narrowed)),
        "chosen": narrowed,
        "counts": counts,
        "sums": [(d.label, counts[d.value]) for d in HandOverDecision if counts[d.value]],
        "undecided": counts[queries.UNDECIDED],
        "sure": counts[queries.SURE],
        "sections": queries.sections_of(handover),
        "may_prepare": may_prepare,
        "may_decide": may_direct and handover.state == HandOverState.SUBMITTED,
        "back": request.GET.urlencode(),
        "refusal": refusal,
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    return render(request, "handovers/handover.html", context, status=status)


def _chips(counts: Mapping[str, int], chosen: str) -> Iterator[tuple[str, str]]:
    for name, words in _FILTERS.items():
        if counts[name] or name in {"", chosen}:
            yield name, _("%(words)s (%(count)d)") % {"words": words, "count": counts[name]}


def _require_to_see(request: PageRequest) -> None:
    if not queries.sees_handovers(request.actor):
        raise PermissionDenied("programme.hand_over")


def _found(pk: int) -> ProgrammeHandOver:
    listed = ProgrammeHandOver.objects.select_related(
        "old", "new", "prepared_by", "submitted_by", "applied_by"
    )
    return get_object_or_404(listed, pk=pk)


def _back(request: PageRequest, handover: ProgrammeHandOver) -> str:
    query = request.POST.get("ve", "") or request.GET.get("ve", "")
    return reverse("handover", args=[handover.pk]) + (f"?{query}" if query else "")
