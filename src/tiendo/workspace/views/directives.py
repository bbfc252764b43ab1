"""Screens about directives: the list, a new one, one with its steps."""

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

from tiendo.accounts.models import Membership, User
from tiendo.documents.evidence_uploads import receive_evidence
from tiendo.documents.models import Document
from tiendo.documents.storage import open_kept
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.programmes.models import Programme
from tiendo.tasks.actions.directives import (
    About,
    Proof,
    acknowledge_directive,
    close_directive,
    give_directive,
    report_directive,
    return_directive,
    withdraw_directive,
)
from tiendo.tasks.models import Difficulty, Directive, DirectiveDuty, DirectiveEvent, Task
from tiendo.tasks.queries import visible_tasks
from tiendo.tasks.queries.directives import directive_of, find_duties, open_steps, visible_duties
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page, require
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.directives import (
    CloseDirectiveForm,
    DirectiveFilterForm,
    DirectiveForm,
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


@page("directive.give", methods=READ_WRITE)
def give(request: PageRequest) -> HttpResponse:
    """Direct bodies from an item of the address, or without one."""
    about = _about(request)
    people = _people_of(_chosen_bodies(request, about))
    given = request.POST if request.method == "POST" else None
    form = DirectiveForm(given, people=people, initial={"bodies": _first_bodies(about)})

    def act() -> HttpResponse:
        typed = {**form.cleaned_data, "bodies": list(form.cleaned_data["bodies"])}
        directive = give_directive(by=request.actor, about=about, **typed)
        return say_done(request, _("Đã gửi chỉ đạo."), "directive", directive.pk)

    context = {"form": form, "about": about, "query": request.GET.urlencode()}
    return answer_form(request, form, act, partial(render, request, "directives/new.html", context))


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
    }
    return render(request, "directives/directive.html", context)


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


_ITEMS = ("nhiem-vu", "chuong-trinh", "co-quan", "van-ban", "vuong-mac")


def _about(request: PageRequest) -> About:
    """The item of the address. Errors: Http404 for one that does not exist."""
    task, programme, body, document, trouble = (
        number_in(request.GET.get(name, "")) for name in _ITEMS
    )
    return About(
        task=get_object_or_404(Task, pk=task) if task is not None else None,
        programme=get_object_or_404(Programme, pk=programme) if programme is not None else None,
        body=get_object_or_404(Organisation, pk=body) if body is not None else None,
        document=get_object_or_404(Document, pk=document) if document is not None else None,
        difficulty=get_object_or_404(Difficulty, pk=trouble) if trouble is not None else None,
    )


def _first_bodies(about: About) -> list[int]:
    """Who is offered: the body itself, who is to answer a difficulty (else who raised it), or the
    bodies at work on the task."""
    if about.body is not None:
        return [about.body.pk]
    if about.difficulty is not None:
        return [about.difficulty.responsible_id or about.difficulty.organisation_id]
    if about.task is None:
        return []
    today = clock.today()
    leads = about.task.assignments.filter(part="lead", validity__contains=today)
    alive = organisations_on(today).filter(assignments__in=leads)
    return list(alive.values_list("pk", flat=True))


def _chosen_bodies(request: PageRequest, about: About) -> list[int]:
    typed = [number_in(value) for value in request.POST.getlist("bodies")]
    return [pk for pk in typed if pk is not None] or _first_bodies(about)


def _people_of(bodies: list[int]) -> QuerySet[User]:
    """The people who hold a post at the bodies today."""
    posts = Membership.objects.filter(
        organisation_id__in=bodies, validity__contains=clock.today(), user__is_active=True
    )
    return User.objects.filter(pk__in=posts.values("user")).order_by("full_name", "pk")
