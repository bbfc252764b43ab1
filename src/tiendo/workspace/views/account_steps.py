"""What is changed on the page of an account: its posts, its delegations, its way to sign in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tiendo.accounts import actions
from tiendo.accounts.models import Delegation, Membership, User
from tiendo.domain import clock
from tiendo.workspace.access import WRITE, PageRequest, dated_url, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.accounts import (
    DelegationForm,
    EditPostForm,
    EndPostForm,
    PasswordForm,
    PostForm,
    ReasonForm,
)
from tiendo.workspace.views.accounts import MANAGE, show_account


@page(MANAGE, methods=WRITE)
def grant(request: PageRequest, pk: int) -> HttpResponse:
    """Give the person a post."""
    user = get_object_or_404(User, pk=pk)
    form = PostForm(request.POST, on=clock.today())
    step = _Step(request, user, form, "post_form")
    return step.take(
        lambda given: actions.grant_membership(user=user, by=request.actor, **given),
        _("Đã giao chức vụ."),
    )


@page(MANAGE, methods=WRITE)
def end_post(request: PageRequest, pk: int) -> HttpResponse:
    """End a post."""
    post = get_object_or_404(Membership.objects.select_related("user"), pk=pk)
    step = _Step(request, post.user, EndPostForm(request.POST), "end_form")
    return step.take(
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
    step = _Step(request, post.user, form, "edit_form")
    return step.take(
        lambda _given: actions.edit_membership(membership=post, by=request.actor, **form.given()),
        _("Đã sửa chức vụ."),
    )


@page(MANAGE, methods=WRITE)
def invite(request: PageRequest, pk: int) -> HttpResponse:
    """Invite the person to set a password."""
    user = get_object_or_404(User, pk=pk)
    step = _Step(request, user, Form(request.POST), "")
    return step.take(
        lambda _given: actions.invite(user=user, by=request.actor),
        _("Đã lập thư mời mới. Đường dẫn ở mục Thư mời."),
    )


@page(MANAGE, methods=WRITE)
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Make the person's invitation worthless."""
    user = get_object_or_404(User, pk=pk)
    step = _Step(request, user, Form(request.POST), "")
    return step.take(
        lambda _given: actions.withdraw_invitation(user=user, by=request.actor),
        _("Đã rút thư mời."),
    )


@page(MANAGE, methods=WRITE)
def unlock(request: PageRequest, pk: int) -> HttpResponse:
    """Let somebody locked out sign in again."""
    user = get_object_or_404(User, pk=pk)
    step = _Step(request, user, ReasonForm(request.POST), "unlock_form")
    return step.take(
        lambda given: actions.unlock(user=user, by=request.actor, **given),
        _("Đã mở khóa đăng nhập. Người này đăng nhập lại được ngay."),
    )


@page(MANAGE, methods=WRITE)
def reset_second_step(request: PageRequest, pk: int) -> HttpResponse:
    """Take a lost second step away."""
    user = get_object_or_404(User, pk=pk)
    step = _Step(request, user, ReasonForm(request.POST), "second_step_form")
    return step.take(
        lambda given: actions.reset_second_step(user=user, by=request.actor, **given),
        _("Đã bỏ xác thực hai bước. Nhắc người này bật lại."),
    )


@page(MANAGE, methods=WRITE)
def delegate(request: PageRequest, pk: int) -> HttpResponse:
    """Hand a post of the person to another one."""
    user = get_object_or_404(User, pk=pk)
    form = DelegationForm(request.POST, holder=user, on=clock.today())
    step = _Step(request, user, form, "delegation_form")
    return step.take(
        lambda given: actions.delegate(by=request.actor, **given), _("Đã ghi ủy quyền.")
    )


@page(MANAGE, methods=WRITE)
def revoke(request: PageRequest, pk: int) -> HttpResponse:
    """Take a delegation back."""
    row = get_object_or_404(Delegation.objects.select_related("membership__user"), pk=pk)
    step = _Step(request, row.membership.user, Form(request.POST), "")
    return step.take(
        lambda _given: actions.revoke_delegation(delegation=row, by=request.actor),
        _("Đã thu hồi ủy quyền."),
    )


@page(MANAGE, methods=WRITE)
def give_password(request: PageRequest, pk: int) -> HttpResponse:
    """Give the account a new password."""
    user = get_object_or_404(User, pk=pk)
    step = _Step(request, user, PasswordForm(request.POST), "password_form")
    return step.take(
        lambda given: actions.set_password(user=user, by=request.actor, **given),
        _("Đã đặt lại mật khẩu."),
    )


@page(MANAGE, methods=WRITE)
def switch(request: PageRequest, pk: int) -> HttpResponse:
    """Close the account, or open it again."""
    user = get_object_or_404(User, pk=pk)
    step = _Step(request, user, Form(request.POST), "")
    return step.take(
        lambda _given: actions.set_active(
            user=user, is_active=not user.is_active, by=request.actor
        ),
        _("Đã khóa tài khoản.") if user.is_active else _("Đã mở lại tài khoản."),
    )


@dataclass(frozen=True, slots=True)
class _Step:
    """A form that was sent from an account's page; ``place`` is its name there, if it has one."""

    request: PageRequest
    user: User
    form: Form
    place: str

    def take(self, act: Callable[[dict[str, Any]], object], done: str) -> HttpResponse:
        """Run one action with what the form gave; what is refused is said on the page."""

        def take() -> HttpResponse:
            act(self.form.cleaned_data)
            return say_done(self.request, done, dated_url(self.request, "account", self.user.pk))

        return answer_form(self.request, self.form, take, self._show)

    def _show(self, *, status: int) -> HttpResponse:
        for field, errors in self.form.errors.items():
            label = f"{self.form.fields[field].label}: " if field in self.form.fields else ""
            messages.error(self.request, label + " ".join(map(str, errors)))
        shown = {self.place: self.form} if self.place else {}
        return show_account(self.request, self.user, shown, status=status)
