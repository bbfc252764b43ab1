"""Forms of change requests: the filter, what is asked for, every step, many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.actions.change_deciding import Decision
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import ChangeKind, ChangeRequest, ChangeState, Opinion
from tiendo.tasks.queries.changes import ChangeFilter
from tiendo.workspace.access import number_in
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.difficulties import choose
from tiendo.workspace.forms.tasks import ReasonForm, StepForm

_STATES = [
    ("under_way", _("Chưa kết thúc")),
    ("ended", _("Đã kết thúc")),
    *ChangeState.choices,
]


class ChangeFilterForm(forms.Form):
    """The filter of the list; what cannot be understood narrows nothing."""

    chuong_trinh = forms.ModelChoiceField(
        label=_("Chương trình"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Mọi chương trình"),
    )
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[("", _("Mọi trạng thái")), *_STATES]
    )
    loai = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Mọi loại")), *ChangeKind.choices]
    )
    cho_toi = forms.BooleanField(label=_("Chỉ việc chờ tôi"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "chuong_trinh", list_programmes())

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


def _helpers() -> forms.ModelMultipleChoiceField[Organisation]:
    return forms.ModelMultipleChoiceField(
        label=_("Cơ quan phối hợp"),
        queryset=Organisation.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("Giữ Ctrl để chọn nhiều cơ quan."),
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
    coordinating = _helpers()
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
    field_order: Sequence[str] = (
        "title",
        "product",
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


class AppraiseForm(StepForm):
    """The coordinator's opinion."""

    opinion = forms.ChoiceField(
        label=_("Ý kiến thẩm tra"), choices=Opinion.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Nội dung thẩm tra"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bắt buộc khi không đồng ý hoặc đề nghị sửa."),
    )


class DocumentForm(StepForm):
    """The deciding document, once it has its number."""

    document = forms.CharField(
        label=_("Số, ký hiệu văn bản quyết định"),
        required=False,
        max_length=120,
        help_text=_("Chưa có số thì để trống; cơ quan điều phối áp dụng khi văn bản có số."),
    )
    document_date = DayField(label=_("Ngày văn bản"), required=False)


OUTCOMES = (
    (ChangeState.ACCEPTED.value, _("Chấp thuận")),
    (ChangeState.AMENDED.value, _("Chấp thuận có sửa")),
    (ChangeState.REFUSED.value, _("Không chấp thuận")),
)


class DecideForm(DocumentForm):
    """A leader's decision; amended, with what is granted instead."""

    outcome = forms.ChoiceField(label=_("Quyết định"), choices=OUTCOMES, widget=forms.RadioSelect)
    granted_last_day = DayField(label=_("Thời hạn được chấp thuận"), required=False)
    granted_title = forms.CharField(
        label=_("Nội dung được chấp thuận"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        label=_("Ý kiến chỉ đạo"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order: Sequence[str] = (
        "outcome",
        "granted_last_day",
        "granted_title",
        "note",
        "document",
        "document_date",
    )

    def clean(self) -> dict[str, Any]:
        """What is granted is typed only where the outcome is an amendment."""
        typed: dict[str, Any] = super().clean() or {}
        is_typed = typed.get("granted_last_day") or typed.get("granted_title")
        if is_typed and typed.get("outcome") != ChangeState.AMENDED:
            self.add_error("outcome", _now("Nội dung sửa chỉ dùng với “Chấp thuận có sửa”."))
        return typed

    def particulars(self) -> dict[str, Any]:
        """What was typed, as the decision."""
        typed = self.cleaned_data
        title: str = typed["granted_title"].strip()
        day: dt.date | None = typed["granted_last_day"]
        granted = Terms(last_day=day, title=title or None)
        decision = Decision(
            outcome=typed["outcome"],
            note=typed["note"],
            document=typed["document"],
            document_date=typed["document_date"],
            granted=granted if granted.given() else None,
        )
        return {"decision": decision, "version": typed["version"]}


class _ManyForm(forms.Form):
    """A step for many requests at once; each keeps its own version."""


class AppraiseManyForm(_ManyForm):
    """One opinion on many requests."""

    opinion = AppraiseForm.base_fields["opinion"]
    text = AppraiseForm.base_fields["text"]


class ApplyManyForm(_ManyForm):
    """The paper by which many requests are applied."""

    document = DocumentForm.base_fields["document"]
    document_date = DocumentForm.base_fields["document_date"]


class DecideManyForm(ApplyManyForm):
    """One decision on many requests; what is amended is decided one by one."""

    outcome = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[row for row in OUTCOMES if row[0] != ChangeState.AMENDED],
        widget=forms.RadioSelect,
    )
    note = DecideForm.base_fields["note"]
    field_order: Sequence[str] = ("outcome", "note", "document", "document_date")


FORMS: dict[str, type[StepForm]] = {
    "send": StepForm,
    "withdraw": ReasonForm,
    "return": ReasonForm,
    "appraise": AppraiseForm,
    "decide": DecideForm,
    "apply": DocumentForm,
}
MANY_FORMS: dict[str, type[forms.Form]] = {
    "appraise": AppraiseManyForm,
    "decide": DecideManyForm,
    "apply": ApplyManyForm,
}
