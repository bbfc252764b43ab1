"""The page behind the link of an invitation: a person sets the first password, without sign-in."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tiendo.accounts.actions import accept_invitation
from tiendo.accounts.errors import AccountError
from tiendo.accounts.invitations import find_invitation
from tiendo.workspace.access import READ_WRITE
from tiendo.workspace.forms.accounts import InvitationForm


@require_http_methods(READ_WRITE)
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form, or set the password; looking at the page uses nothing up."""
    try:
        invitation = find_invitation(code)
        form = InvitationForm(request.POST or None, person=invitation.user)
        if request.method == "POST" and form.is_valid():
            accept_invitation(code=code, password=form.cleaned_data["password"])
            messages.success(request, _("Đã đặt mật khẩu. Đăng nhập để bắt đầu."))
            return redirect("account_login")
    except AccountError as error:
        context: dict[str, object] = {"why": str(error)}
        return render(request, "account/invitation.html", context, status=HTTPStatus.NOT_FOUND)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "person": invitation.user}
    return render(request, "account/invitation.html", context, status=status)
