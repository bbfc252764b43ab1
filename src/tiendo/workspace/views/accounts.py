"""Screens about accounts, for those who manage them: the list, one account, its posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from types import MappingProxyType

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.accounts import actions
from tiendo.accounts.invitations import code_of
from tiendo.accounts.models import Membership, User
from tiendo.accounts.queries import access_of, delegations_of, find_accounts
from tiendo.domain import clock
from tiendo.workspace.access import READ_WRITE, PageRequest, dated_url, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.accounts import (
    AccountFilterForm,
    AccountForm,
    DelegationForm,
    EditPostForm,
    EndPostForm,
    PasswordForm,
    PostForm,
    ReasonForm,
)

PER_PAGE = 50
MANAGE = "account.manage"


@page(MANAGE)
def show_list(request: PageRequest) -> HttpResponse:
    """The accounts with their posts."""
    form = AccountFilterForm(request.GET)
    form.full_clean()
    given = form.cleaned_data
    accounts = find_accounts(given.get("q", ""), include_closed=given.get("da_khoa", False))
    shown = Paginator(accounts, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": shown, "today": clock.today()}
    return render(request, "accounts_admin/list.html", context)


@page(MANAGE, methods=READ_WRITE)
def add(request: PageRequest) -> HttpResponse:
    """Add an account."""
    form = AccountForm(request.POST or None)

    def act() -> HttpResponse:
        password = form.cleaned_data["password"] or None
        user = actions.create_user(person=form.person(), password=password, by=request.actor)
        words = _("Đã tạo tài khoản. Giao chức vụ để người này làm việc.")
        return say_done(request, words, dated_url(request, "account", user.pk))

    show = partial(render, request, "accounts_admin/add.html", {"form": form})
    return answer_form(request, form, act, show, _FIELD_OF)


_FIELD_OF = {
    "username_taken": "username",
    "username_missing": "username",
    "password_weak": "password",
}


@page(MANAGE)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One account: its posts, past and present, its delegations, and what can be changed."""
    return show_account(request, get_object_or_404(User, pk=pk))


def show_account(
    request: PageRequest,
    user: User,
    forms: Mapping[str, Form] = MappingProxyType({}),
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page of an account, with the form that was sent, by its name there."""
    today = clock.today()
    context: dict[str, object] = {
        "account": user,
        "posts": [(post, _edit_form(post)) for post in _posts_of(user)],
        "delegations": delegations_of(user),
        "access": access_of(user),
        "today": today,
        "post_form": PostForm(on=today),
        "end_form": EndPostForm(initial={"last_day": today}),
        "delegation_form": DelegationForm(holder=user, on=today, initial={"since": today}),
        "password_form": PasswordForm(),
        "unlock_form": ReasonForm(auto_id="unlock_%s"),
        "second_step_form": ReasonForm(auto_id="step_%s"),
        **forms,
    }
    context["invitation_url"] = invitation_url(request, context["access"])
    return render(request, "accounts_admin/account.html", context, status=status)


def invitation_url(request: PageRequest, access: object) -> str:
    """The link of the invitation that holds; empty for none."""
    row = getattr(access, "invitation", None)
    return request.build_absolute_uri(reverse("invitation", args=[code_of(row)])) if row else ""


def _posts_of(user: User) -> QuerySet[Membership]:
    return user.memberships.select_related("organisation").order_by("-pk")


def _edit_form(post: Membership) -> EditPostForm:
    until = post.validity.upper
    initial = {
        "position": post.position,
        "field_of_work": post.field_of_work,
        "since": post.validity.lower,
        "last_day": until - dt.timedelta(days=1) if until else None,
    }
    return EditPostForm(initial=initial, auto_id=f"post-{post.pk}-%s")
