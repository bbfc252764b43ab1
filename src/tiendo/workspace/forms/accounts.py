"""Forms about accounts and posts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actions import PersonData
from tiendo.accounts.models import Membership, RoleCode, User
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.workspace.forms.days import DayField


class AccountFilterForm(forms.Form):
    """The filter of the list of accounts."""

    q = forms.CharField(label=_("Tên hoặc cơ quan"), required=False, max_length=150)
    da_khoa = forms.BooleanField(label=_("Cả tài khoản đã khóa"), required=False)


class AccountForm(forms.Form):
    """A person who gets an account."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=150)
    username = forms.CharField(
        label=_("Tên đăng nhập"), max_length=150, help_text=_("Chữ không dấu, ví dụ: nguyenvana.")
    )
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)
    password = forms.CharField(
        label=_("Mật khẩu lần đầu"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 12 ký tự. Người dùng đổi lại sau khi đăng nhập."),
        strip=False,
    )

    def person(self) -> PersonData:
        """What the action takes."""
        given = self.cleaned_data
        return PersonData(given["username"], given["full_name"], given["email"], given["phone"])


class PasswordForm(forms.Form):
    """A new password for somebody."""

    password = forms.CharField(
        label=_("Mật khẩu mới"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 12 ký tự."),
        strip=False,
    )


class PostForm(forms.Form):
    """A post to give."""

    organisation = forms.ModelChoiceField(label=_("Cơ quan"), queryset=Organisation.objects.none())
    role = forms.ChoiceField(label=_("Vai trò"), choices=RoleCode.choices)
    position = forms.CharField(label=_("Chức danh"), max_length=150, required=False)
    since = DayField(label=_("Từ ngày"), required=False)

    def __init__(self, *args: object, on: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        bodies = self.fields["organisation"]
        assert isinstance(bodies, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        bodies.queryset = organisations_on(on)


class EndPostForm(forms.Form):
    """The end of a post."""

    last_day = DayField(label=_("Ngày giữ chức vụ cuối cùng"))
    reason = forms.CharField(label=_("Lý do, văn bản"), max_length=300, required=False)


class PostChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in stubs alone
    """A choice of posts, in words: "Thủ trưởng đơn vị, Sở Nội vụ"."""

    def label_from_instance(self, obj: Any) -> str:
        body = obj.organisation.short_name or obj.organisation.name
        return f"{obj.get_role_display()}, {body}"


class DelegationForm(forms.Form):
    """A post handed to another person for some days."""

    membership = PostChoiceField(label=_("Chức vụ"), queryset=Membership.objects.none())
    to = forms.CharField(label=_("Tên đăng nhập người nhận"), max_length=150)
    since = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"))
    reason = forms.CharField(label=_("Lý do, văn bản"), max_length=300)

    def __init__(self, *args: object, holder: User, on: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        posts = self.fields["membership"]
        assert isinstance(posts, PostChoiceField)  # noqa: S101 - for the type checker
        posts.queryset = Membership.objects.filter(
            user=holder, validity__contains=on
        ).select_related("organisation")

    def clean_to(self) -> User:
        """The account of the person who receives the post."""
        person = User.objects.filter(username__iexact=self.cleaned_data["to"].strip()).first()
        if person is None:
            raise forms.ValidationError(_("Không có tài khoản này. Kiểm tra lại tên đăng nhập."))
        return person
