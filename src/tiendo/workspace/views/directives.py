"""Screens about directives: the list, one with its steps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.documents.evidence_uploads import receive_evidence
from tiendo.documents.storage import open_kept
from tiendo.domain import clock
from tiendo.meetings.models import Decision
from tiendo.meetings.permissions import visible_meetings
from tiendo.organisations.models import Organisation
from tiendo.tasks.actions.directives import (
    Proof,
    acknowledge_directive,
    close_directive,
    report_directive,
    return_directive,
    withdraw_directive,
)
from tiendo.tasks.models import Directive, DirectiveDuty, DirectiveEvent
from tiendo.tasks.queries import visible_tasks
from tiendo.tasks.queries.directives import directive_of, find_duties, open_steps, visible_duties
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page, require
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.directives import (
    CloseDirectiveForm,
    DirectiveFilterForm,
    ReportDirectiveForm,
    WordsForm,
)
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 50
Act = Callable[[Form], object]


@page("task.view")
def show_list(request: PageRequest) -> HttpResponse:
    """What was directed: of all bodies for overseers, of one's own bodies for others."""
    form = DirectiveFilterForm(request.GET, bodies=_bodies_in_list(request))
    duties = find_duties(request.actor, form.narrowed(), clock.today())
    context = {
        "form": form,
        "page": Paginator(duties, PER_PAGE).get_page(request.GET.get("page")),
        "may_give": request.actor.may("directive.give"),
        "sees_all": request.actor.may("task.view_all"),
        "today": clock.today(),
    }
    return render(request, "directives/list.html", context)


@page("task.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """A directive with each body's standing and the steps open to the person."""
    directive = _found(request, pk)
    today = clock.today()
    duties = [
        {
            "duty": duty,
            "steps": open_steps(request.actor, duty),
            "is_late": _is_late(duty, directive),
        }
        for duty in directive.duties.all()
    ]
    may_withdraw = any("withdraw" in row["steps"] for row in duties)  # type: ignore[operator]
    context = {
        "directive": directive,
        "duties": duties,
        "may_withdraw": may_withdraw,
        "today": today,
        "sees_task": _sees_task(request, directive),
        **_from_meeting(request, directive),
    }
    return render(request, "directives/directive.html", context)


def _from_meeting(request: PageRequest, directive: Directive) -> dict[str, object]:
    """The decision of a meeting that the directive is. Cost: one query; two where it is one."""
    decisions = Decision.objects.filter(directive=directive).select_related("meeting")
    decision = decisions.first()
    if decision is None:
        return {}
    seen = visible_meetings(request.actor).filter(pk=decision.meeting_id).exists()
    return {"decision": decision, "sees_meeting": seen}


@page("directive.answer", methods=WRITE)
def acknowledge(request: PageRequest, pk: int) -> HttpResponse:
    """Say that the body has taken the directive up."""
    duty = _found_duty(request, pk, "directive.answer")

    def act() -> str:
        acknowledge_directive(duty=duty, by=request.actor)
        return _("Đã ghi nhận chỉ đạo.")

    return press_button(request, act, "directive", duty.directive_id)


@page("directive.answer", methods=READ_WRITE)
def report(request: PageRequest, pk: int) -> HttpResponse:
    """Report that the directive is carried out."""
    duty = _found_duty(request, pk, "directive.answer")
    form = ReportDirectiveForm(request.POST or None, request.FILES or None)

    def act(form: Form) -> object:
        typed = form.cleaned_data
        proof = _proof(request, typed["file"], declared=typed["declared"])
        proof = Proof(
            typed["document_number"], typed["document_date"], proof.stored_file, proof.file_name
        )
        return report_directive(duty=duty, words=typed["words"], proof=proof, by=request.actor)

    title, button = _("Báo cáo kết quả"), _("Gửi báo cáo tới lãnh đạo")
    return _decide(request, duty, form, act, title, button)


@page("directive.follow", methods=READ_WRITE)
def close(request: PageRequest, pk: int) -> HttpResponse:
    """Close what was reported."""
    duty = _found_duty(request, pk)
    form = CloseDirectiveForm(request.POST if request.method == "POST" else None)

    def act(form: Form) -> object:
        return close_directive(duty=duty, words=form.cleaned_data["words"], by=request.actor)

    return _decide(request, duty, form, act, _("Kết thúc chỉ đạo"), _("Kết thúc chỉ đạo"))


@page("directive.follow", methods=READ_WRITE)
def send_back(request: PageRequest, pk: int) -> HttpResponse:
    """Send a report back with what is lacking."""
    duty = _found_duty(request, pk)
    form = WordsForm(request.POST or None)

    def act(form: Form) -> object:
        return return_directive(duty=duty, words=form.cleaned_data["words"], by=request.actor)

    return _decide(request, duty, form, act, _("Trả lại báo cáo"), _("Trả lại cơ quan thực hiện"))


@page("directive.give", methods=READ_WRITE)
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Withdraw a directive at every body that has not ended it."""
    directive = _found(request, pk)
    form = WordsForm(request.POST or None)

    def act(form: Form) -> object:
        words = form.cleaned_data["words"]
        return withdraw_directive(directive=directive, words=words, by=request.actor)

    duty = directive.duties.all()[0]
    return _decide(request, duty, form, act, _("Thu hồi chỉ đạo"), _("Thu hồi chỉ đạo này"))


@page("task.view")
def download(request: PageRequest, pk: int) -> HttpResponseBase:
    """The file of a report, for those who may see its directive."""
    event = get_object_or_404(DirectiveEvent.objects.select_related("stored_file"), pk=pk)
    if not visible_duties(request.actor).filter(pk=event.duty_id).exists():
        raise PermissionDenied
    if event.stored_file is None:
        raise Http404
    response = FileResponse(open_kept(event.stored_file), content_type=event.stored_file.media_type)
    return sandboxed(response, event.file_name)


def _decide(
    request: PageRequest, duty: DirectiveDuty, form: Form, act: Act, title: str, button: str
) -> HttpResponse:
    """Show the form, or act on it and lead to the directive."""

    def take() -> HttpResponse:
        act(form)
        words = _("Đã ghi: %(what)s.") % {"what": title.lower()}
        return say_done(request, words, "directive", duty.directive_id)

    context = {
        "form": form,
        "duty": duty,
        "directive": duty.directive,
        "title": title,
        "button": button,
    }
    show = partial(render, request, "directives/step.html", context)
    return answer_form(request, form, take, show)


def _proof(request: PageRequest, file: UploadedFile[Any] | None, *, declared: bool) -> Proof:
    if file is None:
        return Proof()
    name = file.name or ""
    stored = receive_evidence(by=request.actor, file=file, name=name, declared=declared)
    return Proof(stored_file=stored, file_name=name)


def _found(request: PageRequest, pk: int) -> Directive:
    """The directive, for those who see a duty of it. Errors: Http404; PermissionDenied."""
    directive = directive_of(request.actor, pk)
    if directive is None:
        get_object_or_404(Directive, pk=pk)
        raise PermissionDenied
    return directive


def _found_duty(request: PageRequest, pk: int, permission: str | None = None) -> DirectiveDuty:
    """The duty (``permission``: asked for at its body). Errors: Http404; PermissionDenied."""
    duty = get_object_or_404(
        DirectiveDuty.objects.select_related("directive__given_by", "organisation"), pk=pk
    )
    if permission is not None:
        require(request, permission, at=duty.organisation_id)
    return duty


def _is_late(duty: DirectiveDuty, directive: Directive) -> bool:
    if duty.state == "withdrawn":
        return False
    return (duty.reported_on or clock.today()) > directive.last_day


def _sees_task(request: PageRequest, directive: Directive) -> bool:
    if directive.task_id is None:
        return False
    return visible_tasks(request.actor).filter(pk=directive.task_id).exists()


def _bodies_in_list(request: PageRequest) -> QuerySet[Organisation]:
    """The bodies that have duties, for the filter."""
    held = visible_duties(request.actor).order_by().values("organisation")
    return Organisation.objects.filter(pk__in=held).order_by("sort_key", "pk")
