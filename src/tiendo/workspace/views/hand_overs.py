"""Handing over what somebody leaves: by the head of the body, or an administrator."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.accounts import actions
from tiendo.accounts.actions.leaving import is_undoable, items_of
from tiendo.accounts.models import HandOver, User
from tiendo.accounts.queries import people_of_house, posts_on
from tiendo.domain import clock
from tiendo.domain.refusals import Refusal
from tiendo.organisations.models import Organisation
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, dated_url, number_in, page
from tiendo.workspace.answers import answer_form
from tiendo.workspace.forms.accounts import HandOverForm
from tiendo.workspace.holdings import HOLDINGS
from tiendo.workspace.views.people import managed_house

PER_PAGE = 100
TO_PAGE = "sang_trang"


@page("organisation.view", methods=READ_WRITE)
def hand_over(request: PageRequest, pk: int) -> HttpResponse:
    """Everything open in a person's name, and who receives it."""
    person = get_object_or_404(User, pk=pk)
    house = _house(request, person)
    today = clock.today()
    items = items_of(person, HOLDINGS, house, today)
    people = people_of_house(house, today) if house else User.objects.filter(is_active=True)
    people = people.exclude(pk=person.pk).order_by("full_name", "username")
    initial = {"last_day": today}
    # Turning the page keeps what was chosen on the others; only the last button hands over.
    turned = number_in(request.POST.get(TO_PAGE, ""))
    typed = {**initial, **request.POST.dict()} if turned else initial
    sent = request.POST if request.method == "POST" and not turned else None
    form = HandOverForm(sent, people=people, items=items, initial=typed)
    show = partial(_show, request, person, house, form)
    if turned:
        return show(number=turned, status=HTTPStatus.OK)

    def act() -> HttpResponse:
        given = form.cleaned_data
        row = actions.hand_over(
            user=person,
            receivers=form.receivers(),
            last_day=given["last_day"],
            reason=given["reason"],
            holdings=HOLDINGS,
            house=house,
            by=request.actor,
        )
        words = _("Đã bàn giao %(count)s việc. Có thể rút lại trong một ngày.")
        undo = reverse("hand-over-undo", args=[row.pk])
        messages.success(request, words % {"count": len(row.items)}, extra_tags=f"undo:{undo}")
        return redirect(dated_url(request, "person", person.pk))

    return answer_form(request, form, act, show)


@page("organisation.view", methods=WRITE)
def undo(request: PageRequest, pk: int) -> HttpResponse:
    """Take a hand-over back within a day."""
    row = get_object_or_404(HandOver.objects.select_related("user"), pk=pk)
    try:
        left = actions.undo_hand_over(row=row, holdings=HOLDINGS, by=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã rút lại bàn giao; các chức vụ trở lại như trước."))
        if left:
            words = _("%(count)s việc đã xong hoặc đã chuyển tiếp nên giữ nguyên người đang nhận.")
            messages.warning(request, words % {"count": len(left)})
    return redirect(dated_url(request, "person", row.user_id))


def _house(request: PageRequest, person: User) -> Organisation | None:
    """The body whose head asks; None for an administrator, who hands over everywhere.

    Errors: PermissionDenied.
    """
    if request.actor.may("account.manage"):
        return None
    house = managed_house(request.actor, list(posts_on(person, clock.today())))
    if house is None or person.pk == request.actor.user_id:
        raise PermissionDenied("staff.manage")
    return house


def _show(
    request: PageRequest,
    person: User,
    house: Organisation | None,
    form: HandOverForm,
    *,
    status: int,
    number: int = 1,
) -> HttpResponse:
    rows = list(form.rows())
    shown = Paginator(rows, PER_PAGE).get_page(number)
    first, last = shown.start_index() - 1, shown.end_index()
    elsewhere = [field for _item, field in (*rows[: max(first, 0)], *rows[last:]) if field.value()]
    context = {
        "sees_work": request.actor.may("task.view"),
        "person": person,
        "house": house,
        "form": form,
        "page": shown,
        "elsewhere": elsewhere,
        "to_page": TO_PAGE,
        "posts": posts_on(person, clock.today()),
        "recent": [
            row
            for row in HandOver.objects.filter(user=person).order_by("-pk")[:5]
            if is_undoable(row)
        ],
    }
    return render(request, "people/hand_over.html", context, status=status)
