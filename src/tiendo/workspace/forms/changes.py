"""Forms of change requests: the filter, and what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.overview.sheets.change_requests import STATES
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import ChangeKind, ChangeRequest
from tiendo.tasks.queries.changes import ChangeFilter
from tiendo.workspace.access import number_in
from tiendo.workspace.form_fields import PickMany
from tiendo.workspace.forms.choices import choose, programme_field
from tiendo.workspace.forms.days import DayField


class ChangeFilterForm(forms.Form):
    """The filter of the list; what cannot be understood narrows nothing."""

    chuong_trinh = programme_field()
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Mọi trạng thái")), *STATES.items()]
    )
    loai = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Mọi loại")), *ChangeKind.choices]
    )
    cho_toi = forms.BooleanField(label=_("Chỉ việc chờ tôi"), required=False)

    def chosen(self, query: Any) -> ChangeFilter:
        """The filter, with the body and the task that links of other pages name."""
        self.full_clean()
        typed = self.cleaned_data
        programme = typed.get("chuong_trinh")
        return ChangeFilter(
            programme=programme.pk if programme else None,
            state=typed.get("trang_thai") or "",
            kind=typed.get("loai") or "",
            is_mine=bool(typed.get("cho_toi")),
            organisation=number_in(query.get("co_quan", "")),
            task=number_in(query.get("nhiem_vu", "")),
        )


class AskForm(forms.Form):
    """What every request says: for which body, why, and which paper is to decide it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    organisation = forms.ModelChoiceField(
        label=_("Cơ quan đề nghị"), queryset=Organisation.objects.none(), empty_label=None
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nêu lý do rồi gửi lại.")},
    )
    proposed_document = forms.CharField(
        label=_("Văn bản dự kiến quyết định"),
        required=False,
        max_length=200,
        help_text=_("Ví dụ: Quyết định điều chỉnh Kế hoạch 146/KH-UBND"),
    )

    def __init__(self, *args: Any, bodies: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = organisations_on(clock.today())
        choose(self, "organisation", today.filter(pk__in=bodies))
        for name in ("lead", "coordinating"):
            if name in self.fields:
                choose(self, name, today)

    def terms(self) -> Terms:
        """The terms asked for."""
        typed = self.cleaned_data
        lead, helpers = typed.get("lead"), typed.get("coordinating")
        return Terms(
            last_day=typed.get("last_day"),
            title=typed.get("title"),
            product=typed.get("product"),
            deciding_text=typed.get("deciding_text"),
            lead=lead.pk if lead else None,
            coordinating=None if helpers is None else tuple(sorted(body.pk for body in helpers)),
        )

    @staticmethod
    def initial_of(row: ChangeRequest, terms: Terms) -> dict[str, Any]:
        """A drafted or returned request as it stands."""
        values = {name: getattr(terms, name) for name in terms.given()}
        return {
            **values,
            "version": row.version,
            "organisation": row.organisation_id,
            "reason": row.reason,
            "proposed_document": row.proposed_document,
        }


class ExtensionForm(AskForm):
    """Another deadline."""

    last_day = DayField(
        label=_("Thời hạn đề nghị (ngày cuối cùng)"),
        error_messages={"required": _("Nhập thời hạn đề nghị rồi gửi lại.")},
    )
    field_order: Sequence[str] = ("last_day", "reason", "proposed_document", "organisation")


def helpers_field(label: Any) -> forms.ModelMultipleChoiceField[Organisation]:
    """The coordinating bodies, any number of them."""
    return forms.ModelMultipleChoiceField(
        label=label,
        queryset=Organisation.objects.none(),
        required=False,
        widget=PickMany,
        help_text=_("Chọn được nhiều cơ quan."),
    )


class AdjustmentForm(AskForm):
    """Other words, another lead, other coordinating bodies."""

    title = forms.CharField(label=_("Nội dung nhiệm vụ"), widget=forms.Textarea(attrs={"rows": 3}))
    product = forms.CharField(
        label=_("Sản phẩm"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    lead = forms.ModelChoiceField(
        label=_("Cơ quan chủ trì"), queryset=Organisation.objects.none(), required=False
    )
    coordinating = helpers_field(_("Cơ quan phối hợp"))
    field_order: Sequence[str] = (
        "title",
        "product",
        "lead",
        "coordinating",
        "reason",
        "proposed_document",
        "organisation",
    )


class NewTaskForm(AdjustmentForm):
    """A task to be added to a programme."""

    programme = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=Programme.objects.none(), empty_label=None
    )
    last_day = DayField(label=_("Thời hạn (ngày cuối cùng)"))
    deciding_text = forms.CharField(
        label=_("Ai quyết định, ban hành sản phẩm"),
        required=False,
        max_length=200,
        help_text=_("Ví dụ: UBND tỉnh. Để trống thì cơ quan điều phối bổ sung trước khi giao."),
    )
    field_order: Sequence[str] = (
        "title",
        "product",
        "deciding_text",
        "last_day",
        "lead",
        "coordinating",
        "reason",
        "proposed_document",
        "organisation",
        "programme",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].required = True
        choose(self, "programme", list_programmes())


ASK_FORMS: dict[str, type[AskForm]] = {
    ChangeKind.EXTENSION: ExtensionForm,
    ChangeKind.ADJUSTMENT: AdjustmentForm,
    ChangeKind.NEW_TASK: NewTaskForm,
}
