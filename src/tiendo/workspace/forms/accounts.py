"""Forms about accounts and posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actions import PersonData
from tiendo.accounts.holdings import Item, Key
from tiendo.accounts.models import Membership, RoleCode, User
from tiendo.accounts.roles import PERMISSIONS, ROLES
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
        help_text=_(
            "Để trống để mời người dùng tự đặt bằng đường dẫn dùng một lần. "
            "Nếu đặt hộ: ít nhất 12 ký tự, người dùng phải đổi ở lần đăng nhập đầu."
        ),
        strip=False,
        required=False,
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
    field_of_work = forms.CharField(label=_("Lĩnh vực phụ trách"), max_length=300, required=False)
    since = DayField(label=_("Từ ngày"), required=False)

    def __init__(self, *args: object, on: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        bodies = self.fields["organisation"]
        assert isinstance(bodies, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        bodies.queryset = organisations_on(on)


class EditPostForm(forms.Form):
    """What may be corrected of a post; the last day is empty while it is held."""

    position = forms.CharField(label=_("Chức danh"), max_length=150, required=False)
    field_of_work = forms.CharField(label=_("Lĩnh vực phụ trách"), max_length=300, required=False)
    since = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"), required=False)
    reason = forms.CharField(label=_("Lý do, văn bản"), max_length=300, required=False)

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        values = dict(self.cleaned_data)
        last_day = values.pop("last_day")
        return {**values, "until": last_day + dt.timedelta(days=1) if last_day else None}


class ReasonForm(forms.Form):
    """Why somebody is let in again, or loses the second step."""

    reason = forms.CharField(label=_("Lý do"), max_length=300)


class EndPostForm(forms.Form):
    """The end of a post."""

    last_day = DayField(label=_("Ngày giữ chức vụ cuối cùng"))
    reason = forms.CharField(label=_("Lý do, văn bản"), max_length=300, required=False)


class PostChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in stubs alone
    """A choice of posts, in words: "Thủ trưởng đơn vị, Sở Nội vụ"."""

    def label_from_instance(self, obj: Any) -> str:
        body = obj.organisation.short_name or obj.organisation.name
        return f"{obj.get_role_display()}, {body}"


class PersonChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in stubs alone
    """A choice of people, told apart by their sign-in names."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.username})"


class PermissionsField(forms.MultipleChoiceField):
    """Some permissions of a post; none ticked hands over the whole post."""

    widget = forms.CheckboxSelectMultiple


class DelegationForm(forms.Form):
    """A post handed to another person for some days."""

    membership = PostChoiceField(label=_("Chức vụ"), queryset=Membership.objects.none())
    to = forms.CharField(label=_("Tên đăng nhập người nhận"), max_length=150)
    since = DayField(label=_("Từ ngày"))
    last_day = DayField(label=_("Đến hết ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    document_number = forms.CharField(
        label=_("Số văn bản ủy quyền"), max_length=100, required=False
    )
    permissions = PermissionsField(
        label=_("Chỉ ủy quyền các việc sau"),
        required=False,
        help_text=_("Không chọn việc nào là ủy quyền toàn bộ chức vụ."),
    )

    def __init__(self, *args: object, holder: User, on: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        posts = self.fields["membership"]
        assert isinstance(posts, PostChoiceField)  # noqa: S101 - for the type checker
        posts.queryset = Membership.objects.filter(
            user=holder, validity__contains=on
        ).select_related("organisation")
        roles = {post.role for post in posts.queryset}
        held = {name for role in roles for name in ROLES[role]}
        choices = self.fields["permissions"]
        assert isinstance(choices, PermissionsField)  # noqa: S101 - for the type checker
        choices.choices = tuple((name, PERMISSIONS[name]) for name in PERMISSIONS if name in held)

    def clean_to(self) -> User:
        """The account of the person who receives the post."""
        person = User.objects.filter(username__iexact=self.cleaned_data["to"].strip()).first()
        if person is None:
            raise forms.ValidationError(_("Không có tài khoản này. Kiểm tra lại tên đăng nhập."))
        return person


class OwnDelegationForm(DelegationForm):
    """A post handed to somebody of the same body, chosen from a list."""

    to = PersonChoiceField(label=_("Người nhận"), queryset=User.objects.none())  # type: ignore[assignment]
    field_order = ("membership", "to", "since", "last_day", "reason", "document_number")

    def __init__(
        self, *args: object, holder: User, on: dt.date, people: QuerySet[User], **kwargs: object
    ) -> None:
        super().__init__(*args, holder=holder, on=on, **kwargs)
        receiver = self.fields["to"]
        assert isinstance(receiver, PersonChoiceField)  # noqa: S101 - for the type checker
        receiver.queryset = people

    def clean_to(self) -> User:
        """The person chosen."""
        person: User = self.cleaned_data["to"]
        return person


class WorkbookForm(forms.Form):
    """A workbook of accounts."""

    file = forms.FileField(
        label=_("Bảng tính XLSX"),
        help_text=_("Mỗi dòng một chức vụ. Tên cột ở dòng đầu, thứ tự tùy ý."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class InvitationForm(forms.Form):
    """The password a person chooses by an invitation, typed twice."""

    password = forms.CharField(
        label=_("Mật khẩu mới"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ít nhất 12 ký tự, không chỉ gồm chữ số, không giống tên."),
        strip=False,
        max_length=200,
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu mới"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=200,
    )

    def __init__(self, *args: object, person: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.person = person

    def clean_password(self) -> str:
        """A password that is strong enough."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        given = super().clean() or {}
        if "password" in given and given.get("again") != given["password"]:
            self.add_error("again", _("Hai lần nhập không giống nhau. Nhập lại."))
        return given


class HandOverForm(forms.Form):
    """Who receives what somebody leaves: one person for all, or another for some items."""

    last_day = DayField(label=_("Ngày làm việc cuối cùng"))
    reason = forms.CharField(label=_("Lý do, văn bản"), max_length=300)
    receiver = PersonChoiceField(
        label=_("Người nhận tất cả"), queryset=User.objects.none(), required=False
    )

    def __init__(
        self,
        *args: object,
        people: QuerySet[User],
        items: Sequence[Item],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        receiver = self.fields["receiver"]
        assert isinstance(receiver, PersonChoiceField)  # noqa: S101 - for the type checker
        receiver.queryset = people
        self.items = items
        choices: list[tuple[str, Any]] = [("", _("Theo người nhận tất cả"))]
        choices += [(str(person.pk), f"{person} ({person.username})") for person in people]
        self.people = {str(person.pk): person for person in people}
        for item in items:
            self.fields[_name_of(item)] = forms.ChoiceField(
                label=item.title, choices=choices, required=False
            )

    def rows(self) -> Iterator[tuple[Item, forms.BoundField]]:
        """Each item with its field."""
        for item in self.items:
            yield item, self[_name_of(item)]

    def receivers(self) -> dict[Key, User]:
        """The person chosen for each item; items without one are left out."""
        whole: User | None = self.cleaned_data["receiver"]
        chosen: dict[Key, User] = {}
        for item in self.items:
            person = self.people.get(self.cleaned_data[_name_of(item)]) or whole
            if person is not None:
                chosen[item.key] = person
        return chosen


def _name_of(item: Item) -> str:
    return f"item-{item.kind}-{item.pk}"
