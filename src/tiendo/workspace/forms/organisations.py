"""Forms about the list of bodies: search, adding one, another name, the end of one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.models import RoleCode, User
from tiendo.accounts.roles import GIVEN_BY_HEADS
from tiendo.domain import clock
from tiendo.organisations.actions import BodyData
from tiendo.organisations.models import Branch, Kind, Level, Organisation
from tiendo.organisations.queries import divisions_of, organisations_on
from tiendo.workspace.forms.days import DayField


class OrganisationFilterForm(forms.Form):
    """The filter of the list; a kind that does not exist narrows nothing."""

    q = forms.CharField(label=_("Tên cơ quan"), required=False, max_length=200)
    loai = forms.ChoiceField(label=_("Loại"), required=False)
    da_ket_thuc = forms.BooleanField(label=_("Cả cơ quan đã kết thúc"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = self.fields["loai"]
        assert isinstance(kinds, forms.ChoiceField)  # noqa: S101 - for the type checker
        kinds.choices = [("", _("Tất cả")), *Kind.choices]

    def value(self, name: str) -> str:
        """A cleaned value of the filter; empty where it is bad."""
        self.full_clean()
        return str(self.cleaned_data.get(name) or "")


class OrganisationForm(forms.Form):
    """A body to add to the list."""

    name = forms.CharField(label=_("Tên đầy đủ"), max_length=250)
    short_name = forms.CharField(label=_("Tên viết tắt"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Loại"), choices=Kind.choices)
    level = forms.ChoiceField(label=_("Cấp"), choices=Level.choices, initial=Level.PROVINCE)
    branch = forms.ChoiceField(label=_("Khối"), choices=Branch.choices)
    parent = forms.ModelChoiceField(
        label=_("Cơ quan cấp trên"), queryset=Organisation.objects.none(), required=False
    )
    since = DayField(label=_("Hoạt động từ ngày"), required=False)
    source = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        help_text=_("Số, ngày của văn bản thành lập hoặc nơi lấy thông tin."),
    )

    def __init__(self, *args: object, on: dt.date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        parents = self.fields["parent"]
        assert isinstance(parents, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        parents.queryset = organisations_on(on).exclude(level=Level.COMMUNE)

    def data_of_body(self) -> BodyData:
        """What the action takes."""
        given = self.cleaned_data
        return BodyData(
            name=given["name"],
            short_name=given["short_name"],
            kind=Kind(given["kind"]),
            level=Level(given["level"]),
            branch=Branch(given["branch"]),
            parent=given["parent"],
            since=given["since"],
            source=given["source"],
        )


class AliasForm(forms.Form):
    """Another name of a body."""

    name = forms.CharField(label=_("Tên gọi khác"), max_length=250)
    source = forms.CharField(label=_("Nơi dùng tên này"), max_length=300, required=False)


class CloseForm(forms.Form):
    """The end of a body."""

    last_day = DayField(label=_("Ngày hoạt động cuối cùng"))
    reason = forms.CharField(label=_("Văn bản quyết định"), max_length=300)


class _OfDivisions(forms.Form):
    """A form whose field ``division`` offers the divisions of a body that exist today."""

    def __init__(self, *args: object, house: Organisation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        division = self.fields["division"]
        assert isinstance(division, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        division.queryset = divisions_of(house).filter(validity__contains=clock.today())


class DivisionForm(forms.Form):
    """A division to add under a body, or under a division of it."""

    name = forms.CharField(label=_("Tên phòng"), max_length=200)
    short_name = forms.CharField(label=_("Tên viết tắt"), max_length=100, required=False)
    parent = forms.ModelChoiceField(
        label=_("Thuộc"), queryset=Organisation.objects.none(), empty_label=None
    )
    since = DayField(label=_("Từ ngày"), required=False)
    source = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)

    def __init__(self, *args: object, house: Organisation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        inside = Q(pk=house.pk) | Q(parent=house, kind=Kind.DIVISION)
        bodies = Organisation.objects.filter(inside, validity__contains=clock.today())
        is_division = Case(When(kind=Kind.DIVISION, then=1), default=0)
        parent.queryset = bodies.order_by(is_division, "sort_key", "pk")


class DivisionNameForm(_OfDivisions):
    """Another name of a division."""

    division = forms.ModelChoiceField(label=_("Phòng"), queryset=Organisation.objects.none())
    name = forms.CharField(label=_("Tên mới"), max_length=200)
    short_name = forms.CharField(label=_("Tên viết tắt"), max_length=100, required=False)
    reason = forms.CharField(label=_("Lý do, văn bản"), max_length=300, required=False)


class DivisionEndForm(_OfDivisions):
    """The end of a division."""

    division = forms.ModelChoiceField(label=_("Phòng"), queryset=Organisation.objects.none())
    last_day = DayField(label=_("Ngày hoạt động cuối cùng"))
    reason = forms.CharField(label=_("Lý do, văn bản"), max_length=300)


class DivisionPostForm(_OfDivisions):
    """A post in a division for somebody of the body."""

    division = forms.ModelChoiceField(label=_("Phòng"), queryset=Organisation.objects.none())
    user = forms.ModelChoiceField(label=_("Người"), queryset=User.objects.none())
    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=[(role, RoleCode(role).label) for role in sorted(GIVEN_BY_HEADS, reverse=True)],
    )
    position = forms.CharField(label=_("Chức danh"), max_length=150, required=False)

    def __init__(
        self, *args: object, house: Organisation, people: QuerySet[User], **kwargs: object
    ) -> None:
        super().__init__(*args, house=house, **kwargs)
        person = self.fields["user"]
        assert isinstance(person, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        person.queryset = people

    def clean(self) -> dict[str, Any]:
        """What the action takes: the division is the body of the post."""
        given = super().clean() or {}
        if "division" in given:
            given["organisation"] = given.pop("division")
        if "role" in given:
            given["role"] = RoleCode(given["role"])
        return given
