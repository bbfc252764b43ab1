"""The divisions of a body: for its head and administrators, who also place people in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.accounts import actions
from tiendo.accounts.models import Membership
from tiendo.accounts.queries import people_of_house
from tiendo.domain import clock
from tiendo.organisations.divisions import (
    add_division,
    end_division,
    may_manage_divisions,
    rename_division,
)
from tiendo.organisations.models import Kind, Organisation
from tiendo.organisations.queries import divisions_of, house_of
from tiendo.workspace.access import WRITE, PageRequest, dated_url, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.organisations import (
    DivisionEndForm,
    DivisionForm,
    DivisionNameForm,
    DivisionPostForm,
)

VIEW = "organisation.view"
PER_PAGE = 50


@page(VIEW)
def show(request: PageRequest, slug: str) -> HttpResponse:
    """The divisions of a body with their people, and what can be changed."""
    return _show(request, _house(request, slug), {})


@page(VIEW, methods=WRITE)
def add(request: PageRequest, slug: str) -> HttpResponse:
    """Add a division."""
    house = _house(request, slug)
    return _apply(
        request,
        house,
        "add_form",
        DivisionForm(request.POST, house=house),
        lambda given: add_division(by=request.actor, **given),
        _("Đã thêm phòng."),
    )


@page(VIEW, methods=WRITE)
def rename(request: PageRequest, slug: str) -> HttpResponse:
    """Correct the name of a division."""
    house = _house(request, slug)
    return _apply(
        request,
        house,
        "rename_form",
        DivisionNameForm(request.POST, house=house),
        lambda given: rename_division(by=request.actor, **given),
        _("Đã đổi tên phòng."),
    )


@page(VIEW, methods=WRITE)
def end(request: PageRequest, slug: str) -> HttpResponse:
    """End a division."""
    house = _house(request, slug)
    return _apply(
        request,
        house,
        "end_form",
        DivisionEndForm(request.POST, house=house),
        lambda given: end_division(
            division=given["division"],
            ends_on=given["last_day"] + dt.timedelta(days=1),
            reason=given["reason"],
            by=request.actor,
        ),
        _("Đã ghi ngày kết thúc của phòng."),
    )


@page(VIEW, methods=WRITE)
def place(request: PageRequest, slug: str) -> HttpResponse:
    """Give somebody of the body a post in a division."""
    house = _house(request, slug)
    people = people_of_house(house, clock.today())
    return _apply(
        request,
        house,
        "place_form",
        DivisionPostForm(request.POST, house=house, people=people),
        lambda given: actions.grant_membership(by=request.actor, **given),
        _("Đã xếp người vào phòng."),
    )


@page(VIEW, methods=WRITE)
def end_post(request: PageRequest, pk: int) -> HttpResponse:
    """End a post in a division after today."""
    posts = Membership.objects.select_related("organisation__parent__parent")
    post = get_object_or_404(posts, pk=pk, organisation__kind=Kind.DIVISION)
    house = house_of(post.organisation)
    _require(request, house)
    tomorrow = clock.today() + dt.timedelta(days=1)
    return _apply(
        request,
        house,
        "",
        Form(request.POST),
        lambda _given: actions.end_membership(membership=post, ends_on=tomorrow, by=request.actor),
        _("Đã kết thúc chức vụ tại phòng sau hôm nay."),
    )


def _house(request: PageRequest, slug: str) -> Organisation:
    house = get_object_or_404(Organisation.objects.select_related("parent__parent"), slug=slug)
    house = house_of(house)
    _require(request, house)
    return house


def _require(request: PageRequest, house: Organisation) -> None:
    if not may_manage_divisions(request.actor, house):
        raise PermissionDenied("staff.manage")


def _apply(
    request: PageRequest,
    house: Organisation,
    place: str,
    form: Form,
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """Run one action with what the form gave; ``place``: its name on the page, if it has one."""

    def take() -> HttpResponse:
        act(form.cleaned_data)
        return say_done(request, done, dated_url(request, "division-list", house.slug))

    return answer_form(request, form, take, partial(_show_again, request, house, place, form))


def _show_again(
    request: PageRequest, house: Organisation, place: str, form: Form, *, status: int
) -> HttpResponse:
    for words in form.non_field_errors():
        messages.error(request, str(words))
    return _show(request, house, {place: form} if place else {}, status)


def _show(
    request: PageRequest,
    house: Organisation,
    forms: dict[str, Form],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    today = clock.today()
    held = Membership.objects.filter(validity__contains=today, user__is_active=True)
    divisions = (
        divisions_of(house)
        .select_related("parent")
        .prefetch_related(
            Prefetch("memberships", held.select_related("user").order_by("user__full_name"))
        )
    )
    people = people_of_house(house, today)
    context = {
        "body": house,
        "page": Paginator(divisions, PER_PAGE).get_page(request.GET.get("page")),
        "now": today,
        "add_form": DivisionForm(house=house, auto_id="add_%s"),
        "rename_form": DivisionNameForm(house=house, auto_id="rename_%s"),
        "end_form": DivisionEndForm(house=house, auto_id="end_%s"),
        "place_form": DivisionPostForm(house=house, people=people, auto_id="place_%s"),
        **forms,
    }
    return render(request, "organisations/divisions.html", context, status=status)
