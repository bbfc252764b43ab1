"""The form of a key to the API."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.workspace.access import PageRequest
from tiendo.workspace.forms.days import DayField


class ApiKeyForm(forms.Form):
    """A key of a body: who answers for it, until when, whether it may enter figures."""

    name = forms.CharField(
        label=_("Hệ thống dùng khóa"), max_length=120, help_text=_("Ví dụ: Cổng dữ liệu của sở.")
    )
    organisation = forms.ChoiceField(label=_("Cơ quan"))
    responsible = forms.CharField(
        label=_("Người chịu trách nhiệm"),
        max_length=150,
        help_text=_("Tên đăng nhập của cán bộ nhập số liệu của cơ quan."),
    )
    last_day = DayField(label=_("Ngày hết hạn"))
    may_write = forms.BooleanField(label=_("Được nhập số liệu, không chỉ đọc"), required=False)

    def __init__(self, request: PageRequest) -> None:
        super().__init__(request.POST if request.method == "POST" else None)
        actor, today = request.actor, clock.today()
        bodies = organisations_on(today, divisions=False)
        if not actor.may("account.manage"):
            bodies = bodies.filter(pk__in=actor.bodies_for("staff.manage"))
        self._bodies = {str(body.pk): body for body in bodies}
        choices = [(pk, body.name) for pk, body in self._bodies.items()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        self.fields["last_day"].initial = today + dt.timedelta(days=365)

    def clean_responsible(self) -> User:
        """The person. Errors: ValidationError."""
        given = self.cleaned_data["responsible"].strip()
        found = User.objects.filter(username=given, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Không có tài khoản này. Ghi đúng tên đăng nhập."))
        return found

    def body(self) -> Organisation:
        """The body chosen."""
        return self._bodies[self.cleaned_data["organisation"]]
