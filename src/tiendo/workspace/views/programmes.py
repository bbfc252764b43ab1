"""Chương trình: the list, one programme, the own programme of a body and its tasks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.organisations.queries import house_bodies
from tiendo.overview.sheets.programmes import IMPLEMENTS, listed_programmes
from tiendo.programmes.actions import (
    close_programme,
    create_programme,
    edit_programme,
    set_filing_due,
)
from tiendo.programmes.models import Programme, ProgrammeState
from tiendo.programmes.queries import heir_of, list_programmes
from tiendo.tasks.actions.own_tasks import add_own_task
from tiendo.tasks.models import Lifecycle, Task
from tiendo.tasks.queries import TaskFilter, official_counts, select_tasks, visible_tasks
from tiendo.tasks.queries.filings import filing_board, rows_of_body
from tiendo.tasks.queries.handovers import sees_handovers
from tiendo.tasks.queries.visibility import own_programmes
from tiendo.workspace.access import (
    READ_WRITE,
    PageRequest,
    as_of,
    dated_url,
    known_at,
    number_in,
    page,
)
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.programmes import (
    CloseProgrammeForm,
    FilingDueForm,
    NewProgrammeForm,
    OwnTaskForm,
    ProgrammeForm,
    own_bodies_of,
)
from tiendo.workspace.programme_counts import counts_of_programmes, part_rows
from tiendo.workspace.programme_page import (
    STATE_LOOKS,
    doing_of,
    facts_of,
    found_programme,
    period_words,
)
from tiendo.workspace.task_filters import PROGRAMME, list_url, scope_url

PER_PAGE = 30
# Drafts on the page of a programme; the others stand in the list of drafts.
DRAFTS_SHOWN = 10


@page("task.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The programmes a person may see, those in force first, each with its counts."""
    implemented = number_in(request.GET.get(IMPLEMENTS, ""))
    listed = listed_programmes(request.actor, implemented)
    shown = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    programmes = list(shown.object_list)
    counts = counts_of_programmes(request.actor, programmes, as_of(request), known_at(request))
    context = {
        "page": shown,
        "rows": [
            (
                programme,
                dated_url(request, "programme", programme.pk),
                counts[programme.pk],
                period_words(programme.starts_on, programme.ends_on),
                STATE_LOOKS[ProgrammeState(programme.state)],
            )
            for programme in programmes
        ],
        "sees_handovers": sees_handovers(request.actor),
        "may_add": bool(own_bodies_of(request.actor)),
        "is_narrowed": implemented is not None,
    }
    return render(request, "programmes/list.html", context)


@page("task.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One programme: facts, parts, counts, the programmes that implement it, plans of bodies."""
    programme, day = found_programme(request, pk), as_of(request)
    tasks = select_tasks(request.actor, TaskFilter(programme=pk), day, known_at(request))
    counts = official_counts(tasks)
    drafts = visible_tasks(request.actor).filter(programme=programme, lifecycle=Lifecycle.DRAFT)
    doing = doing_of(request.actor, programme)
    most = DRAFTS_SHOWN if request.actor.may("task.go_live") else PER_PAGE
    waiting = list(drafts.order_by("order", "pk")[: most + 1]) if doing.edit else []
    implementing = list_programmes().filter(implements=programme)
    if not request.actor.may("task.view_all"):
        own = own_programmes(request.actor.bodies_for("task.view"))
        implementing = implementing.filter(pk__in=own.values("pk"))
    context = {
        "programme": programme,
        "programme_in_view": programme.short_title,
        "facts": list(facts_of(request, programme)),
        "heir": heir_of(programme),
        "sees_handovers": sees_handovers(request.actor),
        "counts": counts,
        "bar": [
            (str(status), count, list_url(request, **{PROGRAMME: pk, "trang_thai": str(status)}))
            for status, count in counts.by_status.items()
        ],
        "tasks_url": list_url(request, **{PROGRAMME: pk}),
        "scope_url": scope_url(request, {PROGRAMME: pk}),
        "parts": list(part_rows(request, programme, tasks)),
        "drafts": waiting[:most],
        "more_drafts": len(waiting) > most and request.actor.may("task.go_live"),
        "drafts_url": f"{reverse('task-drafts')}?{PROGRAMME}={pk}",
        "implementing": [
            (row, dated_url(request, "programme", row.pk)) for row in implementing[:100]
        ],
        "board": None
        if programme.is_own
        else filing_board(programme, day, known_at=known_at(request)),
        "filings_url": dated_url(request, "filing-list", pk),
        "doing": doing,
        "may_direct": request.actor.may("directive.give"),
    }
    return render(request, "programmes/programme.html", context)


@page("programme.run_own", methods=READ_WRITE)
def add(request: PageRequest) -> HttpResponse:
    """Set up a programme of the own body."""
    bodies = own_bodies_of(request.actor)
    served = number_in(request.GET.get("thuc_hien", ""))
    own = request.actor.first_body("programme.run_own")
    initial = {"implements": served, "body": own}
    form = NewProgrammeForm(request.POST or None, bodies=bodies, initial=initial)

    def act() -> Programme:
        return create_programme(by=request.actor, **form.facts())

    words = {"title": _("Lập chương trình của cơ quan"), "button": _("Lập chương trình")}
    return _decide(request, form, act, words, _("Đã lập chương trình."))


@page("task.view", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Correct the facts of a programme."""
    programme = _run(request, pk)
    initial = {
        "title": programme.title,
        "short_title": programme.short_title,
        "implements": programme.implements_id,
        "ends_on": programme.ends_on,
    }
    form = ProgrammeForm(request.POST or None, programme=programme, initial=initial)

    def act() -> Programme:
        return edit_programme(programme=programme, by=request.actor, **form.cleaned_data)

    words = {"title": _("Sửa thông tin chương trình"), "button": _("Lưu thông tin")}
    return _decide(request, form, act, words, _("Đã lưu thông tin chương trình."), programme)


@page("task.view", methods=READ_WRITE)
def close(request: PageRequest, pk: int) -> HttpResponse:
    """End a programme, after showing what is still open in it."""
    programme = _run(request, pk)
    form = CloseProgrammeForm(request.POST or None)
    open_tasks = Task.objects.filter(
        programme=programme,
        lifecycle__in=(Lifecycle.LIVE, Lifecycle.CLAIMED, Lifecycle.UNIT_APPROVED),
    ).count()

    def act() -> Programme:
        reason = form.cleaned_data["reason"]
        return close_programme(programme=programme, reason=reason, by=request.actor)

    words = {
        "title": _("Kết thúc chương trình"),
        "button": _("Kết thúc “%(name)s”") % {"name": programme.short_title},
        "css": "btn-danger",
    }
    if open_tasks:
        words["warning"] = _(
            "Chương trình còn %(count)d nhiệm vụ đang giao. Các nhiệm vụ này vẫn phải hoàn thành."
        ) % {"count": open_tasks}
    return _decide(request, form, act, words, _("Đã kết thúc chương trình."), programme)


@page("task.view", methods=READ_WRITE)
def set_due(request: PageRequest, pk: int) -> HttpResponse:
    """Set by when each body issues its own plan."""
    programme = _run(request, pk)
    form = FilingDueForm(request.POST or None, initial={"due": programme.filing_due_raw})

    def act() -> Programme:
        return set_filing_due(programme=programme, by=request.actor, **form.facts())

    words = {"title": _("Hạn ban hành kế hoạch"), "button": _("Lưu hạn")}
    return _decide(request, form, act, words, _("Đã lưu hạn ban hành kế hoạch."), programme)


@page("programme.run_own", methods=READ_WRITE)
def add_task(request: PageRequest, pk: int) -> HttpResponse:
    """Add a task to an own programme, and give it at once or keep it as a draft."""
    programme = _run(request, pk)
    if not programme.is_own:
        raise PermissionDenied
    house, today = programme.coordinator, clock.today()
    served = Task.objects.none()
    if programme.implements is not None:
        served = rows_of_body(programme.implements, house, today)
    form = OwnTaskForm(request.POST or None, leads=house_bodies(house, today), served=served)
    form.fields["deciding_text"].initial = house.short_name or house.name

    def act() -> Programme:
        gives = form.cleaned_data["goes_live"]
        add_own_task(programme=programme, by=request.actor, gives=gives, **form.facts())
        return programme

    words = {"title": _("Thêm nhiệm vụ"), "button": _("Thêm nhiệm vụ")}
    return _decide(request, form, act, words, _("Đã thêm nhiệm vụ."), programme)


def _run(request: PageRequest, pk: int) -> Programme:
    """The programme, for a person who runs it while it is in force. Errors: PermissionDenied."""
    programme = found_programme(request, pk)
    if not doing_of(request.actor, programme).edit:
        raise PermissionDenied
    return programme


def _decide(
    request: PageRequest,
    form: Form,
    act: Callable[[], Programme],
    words: dict[str, str],
    done: str,
    programme: Programme | None = None,
) -> HttpResponse:
    """Show the form, or act on it and lead to the programme."""

    def take() -> HttpResponse:
        return say_done(request, done, "programme", act().pk)

    back = dated_url(request, "programme-list")
    if programme is not None:
        back = dated_url(request, "programme", programme.pk)
    context = {"form": form, "words": words, "programme": programme, "back": back}
    show = partial(render, request, "programmes/form.html", context)
    return answer_form(request, form, take, show, _FIELDS)


_FIELDS = {
    "title_missing": "title",
    "title_too_long": "short_title",
    "ends_before_it_starts": "ends_on",
    "implements_itself": "implements",
    "implemented_not_active": "implements",
    "filing_due_unread": "due",
    "filing_due_before_start": "due",
}
