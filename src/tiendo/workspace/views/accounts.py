"""Screens about accounts, for those who manage them: the list, one account, its posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.accounts import actions
from tiendo.accounts.errors import AccountError
from tiendo.accounts.invitations import code_of
from tiendo.accounts.models import Delegation, Membership, User
from tiendo.accounts.queries import access_of, delegations_of, find_accounts
from tiendo.domain import clock
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, dated_url, page
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
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.create_user(
                person=form.person(),
                password=form.cleaned_data["password"] or None,
                by=request.actor,
            )
        except AccountError as error:
            form.add_error(_FIELD_OF.get(error.code), str(error))
        else:
            messages.success(request, _("Đã tạo tài khoản. Giao chức vụ để người này làm việc."))
            return redirect(dated_url(request, "account", user.pk))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "accounts_admin/add.html", {"form": form}, status=status)


_FIELD_OF = {
    "username_taken": "username",
    "username_missing": "username",
    "password_weak": "password",
}


@page(MANAGE)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One account: its posts, past and present, its delegations, and what can be changed."""
    return _show(request, get_object_or_404(User, pk=pk))


@page(MANAGE, methods=WRITE)
def grant(request: PageRequest, pk: int) -> HttpResponse:
    """Give the person a post."""
    user = get_object_or_404(User, pk=pk)
    form = PostForm(request.POST, on=clock.today())
    return _apply(
        request,
        user,
        form,
        "post_form",
        lambda given: actions.grant_membership(user=user, by=request.actor, **given),
        _("Đã giao chức vụ."),
    )


@page(MANAGE, methods=WRITE)
def end_post(request: PageRequest, pk: int) -> HttpResponse:
    """End a post."""
    post = get_object_or_404(Membership.objects.select_related("user"), pk=pk)
    return _apply(
        request,
        post.user,
        EndPostForm(request.POST),
        "end_form",
        lambda given: actions.end_membership(
            membership=post,
            ends_on=given["last_day"] + dt.timedelta(days=1),
            reason=given["reason"],
            by=request.actor,
        ),
        _("Đã ghi ngày kết thúc chức vụ."),
    )


@page(MANAGE, methods=WRITE)
def edit_post(request: PageRequest, pk: int) -> HttpResponse:
    """Correct a post."""
    post = get_object_or_404(Membership.objects.select_related("user"), pk=pk)
    form = EditPostForm(request.POST)
    return _apply(
        request,
        post.user,
        form,
        "edit_form",
        lambda _given: actions.edit_membership(membership=post, by=request.actor, **form.given()),
        _("Đã sửa chức vụ."),
    )


@page(MANAGE, methods=WRITE)
def invite(request: PageRequest, pk: int) -> HttpResponse:
    """Invite the person to set a password."""
    user = get_object_or_404(User, pk=pk)
    return _apply(
        request,
        user,
        Form(request.POST),
        "",
        lambda _given: actions.invite(user=user, by=request.actor),
        _("Đã lập thư mời mới. Đường dẫn ở mục Thư mời."),
    )


@page(MANAGE, methods=WRITE)
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Make the person's invitation worthless."""
    user = get_object_or_404(User, pk=pk)
    return _apply(
        request,
        user,
        Form(request.POST),
        "",
        lambda _given: actions.withdraw_invitation(user=user, by=request.actor),
        _("Đã rút thư mời."),
    )


@page(MANAGE, methods=WRITE)
def unlock(request: PageRequest, pk: int) -> HttpResponse:
    """Let somebody locked out sign in again."""
    user = get_object_or_404(User, pk=pk)
    return _apply(
        request,
        user,
        ReasonForm(request.POST),
        "unlock_form",
        lambda given: actions.unlock(user=user, by=request.actor, **given),
        _("Đã mở khóa đăng nhập. Người này đăng nhập lại được ngay."),
    )


@page(MANAGE, methods=WRITE)
def reset_second_step(request: PageRequest, pk: int) -> HttpResponse:
    """Take a lost second step away."""
    user = get_object_or_404(User, pk=pk)
    return _apply(
        request,
        user,
        ReasonForm(request.POST),
        "second_step_form",
        lambda given: actions.reset_second_step(user=user, by=request.actor, **given),
        _("Đã bỏ xác thực hai bước. Nhắc người này bật lại."),
    )


@page(MANAGE, methods=WRITE)
def delegate(request: PageRequest, pk: int) -> HttpResponse:
    """Hand a post of the person to another one."""
    user = get_object_or_404(User, pk=pk)
    form = DelegationForm(request.POST, holder=user, on=clock.today())
    return _apply(
        request,
        user,
        form,
        "delegation_form",
        lambda given: actions.delegate(by=request.actor, **given),
        _("Đã ghi ủy quyền."),
    )


@page(MANAGE, methods=WRITE)
def revoke(request: PageRequest, pk: int) -> HttpResponse:
    """Take a delegation back."""
    row = get_object_or_404(Delegation.objects.select_related("membership__user"), pk=pk)
    return _apply(
        request,
        row.membership.user,
        Form(request.POST),
        "",
        lambda _given: actions.revoke_delegation(delegation=row, by=request.actor),
        _("Đã thu hồi ủy quyền."),
    )


@page(MANAGE, methods=WRITE)
def give_password(request: PageRequest, pk: int) -> HttpResponse:
    """Give the account a new password."""
    user = get_object_or_404(User, pk=pk)
    return _apply(
        request,
        user,
        PasswordForm(request.POST),
        "password_form",
        lambda given: actions.set_password(user=user, by=request.actor, **given),
        _("Đã đặt lại mật khẩu."),
    )


@page(MANAGE, methods=WRITE)
def switch(request: PageRequest, pk: int) -> HttpResponse:
    """Close the account, or open it again."""
    user = get_object_or_404(User, pk=pk)
    return _apply(
        request,
        user,
        Form(request.POST),
        "",
        lambda _given: actions.set_active(
            user=user, is_active=not user.is_active, by=request.actor
        ),
        _("Đã khóa tài khoản.") if user.is_active else _("Đã mở lại tài khoản."),
    )


def _apply(
    request: PageRequest,
    user: User,
    form: Form,
    place: str,
    act: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:
    """Run one action with what the form gave; what is refused is said on the account's page.

    ``place``: the form's name on that page; empty for a button alone.
    """
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except AccountError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, done)
            return redirect(dated_url(request, "account", user.pk))
    for field, errors in form.errors.items():
        label = form.fields[field].label if field in form.fields else ""
        messages.error(request, f"{label}: {' '.join(map(str, errors))}")
    shown = {place: form} if place else {}
    return _show(request, user, shown, HTTPStatus.UNPROCESSABLE_ENTITY)


def _show(
    request: PageRequest,
    user: User,
    forms: dict[str, Form] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
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
        **(forms or {}),
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
