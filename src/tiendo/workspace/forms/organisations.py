"""Forms about the list of bodies: search, adding one, another name, the end of one."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.organisations.actions import BodyData
from tiendo.organisations.models import Branch, Kind, Level, Organisation
from tiendo.organisations.queries import organisations_on
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
