"""One's own posts and delegations: which post comes first, who acts in one's name how long."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.accounts import actions
from tiendo.accounts.errors import AccountError
from tiendo.accounts.models import Delegation, Membership, User
from tiendo.accounts.queries import colleagues_of, delegations_of, posts_on
from tiendo.domain import clock
from tiendo.workspace.access import WRITE, PageRequest, dated_url, page
from tiendo.workspace.forms.accounts import OwnDelegationForm


@page()
def show(request: PageRequest) -> HttpResponse:
    """The posts held, the delegations given and held, the form for another one."""
    return _show(request, _form(request))


@page(methods=WRITE)
def delegate(request: PageRequest) -> HttpResponse:
    """Hand a post to a colleague for some days."""
    form = _form(request)
    if not form.is_valid():
        return _show(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    return _act(
        request, form, lambda: actions.delegate(by=request.actor, **given), _("Đã ghi ủy quyền.")
    )


@page(methods=WRITE)
def revoke(request: PageRequest, pk: int) -> HttpResponse:
    """Take a delegation of one's own post back."""
    row = get_object_or_404(Delegation, pk=pk)
    return _act(
        request,
        None,
        lambda: actions.revoke_delegation(delegation=row, by=request.actor),
        _("Đã thu hồi ủy quyền."),
    )


@page(methods=WRITE)
def make_primary(request: PageRequest, pk: int) -> HttpResponse:
    """Make one of one's posts the first one."""
    post = get_object_or_404(Membership, pk=pk)
    return _act(
        request,
        None,
        lambda: actions.make_primary(membership=post, by=request.actor),
        _("Đã chọn chức vụ chính."),
    )


def _act(
    request: PageRequest,
    form: OwnDelegationForm | None,
    act: Callable[[], object],
    done: str,
) -> HttpResponse:
    try:
        act()
    except AccountError as error:
        messages.error(request, str(error))
        return _show(request, form or _form(request), HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, done)
    return redirect(dated_url(request, "my-posts"))


def _form(request: PageRequest) -> OwnDelegationForm:
    today = clock.today()
    people = colleagues_of(request.user, today)
    return OwnDelegationForm(
        request.POST or None,
        holder=request.user,
        on=today,
        people=people,
        initial={"since": today},
    )


def _show(
    request: PageRequest, form: OwnDelegationForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    user: User = request.user
    context = {
        "posts": list(posts_on(user, clock.today())),
        "delegations": delegations_of(user)[:50],
        "form": form,
        "now": clock.today(),
    }
    return render(request, "people/my_posts.html", context, status=status)
