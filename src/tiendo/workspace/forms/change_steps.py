"""Forms of the steps of a change request, one by one and many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.tasks.actions.change_deciding import Decision
from tiendo.tasks.change_terms import Terms, load_terms
from tiendo.tasks.models import ChangeKind, ChangeRequest, ChangeState, Opinion
from tiendo.workspace.forms.changes import helpers_field
from tiendo.workspace.forms.choices import choose
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.tasks import ReasonForm, StepForm

# What a decision may change in a request, in the order of the form.
_AMENDED = ("last_day", "title", "product", "deciding_text", "lead", "coordinating")


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
    """A leader's decision. The terms stand as asked for; amended, what is changed in them is
    granted instead."""

    outcome = forms.ChoiceField(
        label=_("Quyết định"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        help_text=_(
            "Các ô dưới điền sẵn nội dung đề nghị; sửa ô nào thì chọn “Chấp thuận có sửa”."
        ),
    )
    granted_last_day = DayField(label=_("Thời hạn được chấp thuận"), required=False)
    granted_title = forms.CharField(
        label=_("Nội dung được chấp thuận"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    granted_product = forms.CharField(
        label=_("Sản phẩm được chấp thuận"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    granted_deciding_text = forms.CharField(
        label=_("Ai quyết định, ban hành sản phẩm"), required=False, max_length=200
    )
    granted_lead = forms.ModelChoiceField(
        label=_("Cơ quan chủ trì được chấp thuận"),
        queryset=Organisation.objects.none(),
        required=False,
    )
    granted_coordinating = helpers_field(_("Cơ quan phối hợp được chấp thuận"))
    note = forms.CharField(
        label=_("Ý kiến chỉ đạo"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order: Sequence[str] = (
        "outcome",
        *(f"granted_{name}" for name in _AMENDED),
        "note",
        "document",
        "document_date",
    )

    def __init__(self, *args: Any, row: ChangeRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = load_terms({**row.held, **row.proposed})
        for name in _AMENDED:
            if row.kind == ChangeKind.EXTENSION and name != "last_day":
                del self.fields[f"granted_{name}"]
                continue
            self.initial[f"granted_{name}"] = getattr(self.asked, name)
        today = organisations_on(clock.today())
        for name in ("granted_lead", "granted_coordinating"):
            if name in self.fields:
                choose(self, name, today)

    def granted(self) -> Terms:
        """The terms that were changed in the form."""
        typed = {name: self.cleaned_data.get(f"granted_{name}") for name in _AMENDED}
        lead, helpers = typed["lead"], typed["coordinating"]
        wanted = Terms(
            last_day=typed["last_day"],
            title=(typed["title"] or "").strip() or None,
            product=_stripped(typed["product"]),
            deciding_text=_stripped(typed["deciding_text"]),
            lead=lead.pk if lead else None,
            coordinating=None if helpers is None else tuple(sorted(body.pk for body in helpers)),
        )
        return wanted.only(wanted.differing(self._shown()))

    def _shown(self) -> Terms:
        """What the form showed first: an empty field is no term to be taken away."""
        asked = self.asked
        return replace(
            asked,
            product=asked.product or "",
            deciding_text=asked.deciding_text or "",
            coordinating=asked.coordinating or (),
        )

    def clean(self) -> dict[str, Any]:
        """What is asked for is changed only where the outcome is an amendment."""
        typed: dict[str, Any] = super().clean() or {}
        outcome = typed.get("outcome")
        if outcome == ChangeState.ACCEPTED and not self.errors and self.granted().given():
            self.add_error("outcome", _now("Nội dung sửa chỉ dùng với “Chấp thuận có sửa”."))
        return typed

    def particulars(self) -> dict[str, Any]:
        """What was typed, as the decision."""
        typed = self.cleaned_data
        granted = self.granted()
        decision = Decision(
            outcome=typed["outcome"],
            note=typed["note"],
            document=typed["document"],
            document_date=typed["document_date"],
            granted=granted
            if granted.given() and typed["outcome"] == ChangeState.AMENDED
            else None,
        )
        return {"decision": decision, "version": typed["version"]}


def _stripped(words: str | None) -> str | None:
    return None if words is None else words.strip()


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


MANY_FORMS: dict[str, type[forms.Form]] = {
    "appraise": AppraiseManyForm,
    "decide": DecideManyForm,
    "apply": ApplyManyForm,
}


_FORMS: dict[str, type[StepForm]] = {
    "send": StepForm,
    "withdraw": ReasonForm,
    "return": ReasonForm,
    "appraise": AppraiseForm,
    "apply": DocumentForm,
}


def form_of(step: str, row: ChangeRequest, data: Any) -> StepForm:
    """The form of a step on a request, with what was typed where it was sent."""
    initial = {
        "version": row.version,
        "document": row.decision_document,
        "document_date": row.decision_date,
    }
    if step == "decide":
        return DecideForm(data, initial=initial, row=row)
    return _FORMS[step](data, initial=initial)
