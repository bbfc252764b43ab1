"""Giving a directive: from an item, to bodies, with a person and a day."""

from __future__ import annotations

from functools import partial

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.accounts.models import Membership, User
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.programmes.models import Programme
from tiendo.tasks.actions.directives import (
    About,
    give_directive,
)
from tiendo.tasks.models import Difficulty, Task
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.directives import (
    DirectiveForm,
)


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
