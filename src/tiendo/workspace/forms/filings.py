"""Forms about the plans that bodies file: the facts of one, what it covers, taking it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.actions import PlanFacts
from tiendo.tasks.models import Task
from tiendo.tasks.queries.filings import plan_documents, rows_of_body
from tiendo.workspace.access import number_in
from tiendo.workspace.forms.days import DayField


class CoveredField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """The rows a plan covers, each named by code and words."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code}. {obj.title[:160]}"


class DocumentField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A registered document, named by symbol, day and title."""

    def label_from_instance(self, obj: Any) -> str:
        day = f" {obj.issued_on:%d/%m/%Y}" if obj.issued_on else ""
        return f"{obj}{day}: {obj.title[:120]}"


_MISSING = {
    "number": _("Nhập số, ký hiệu của kế hoạch."),
    "issued_on": _("Nhập ngày ban hành."),
    "title": _("Nhập trích yếu của kế hoạch."),
}


class FilingForm(forms.Form):
    """The plan of a body: which registered document it is, or its number, date and title typed;
    which of its rows it covers."""

    document = DocumentField(
        label=_("Văn bản đã đăng ký"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Chưa đăng ký trong hệ thống"),
        help_text=_("Chọn văn bản thì số, ngày, trích yếu lấy từ văn bản; các ô dưới để trống."),
    )
    number = forms.CharField(
        label=_("Số, ký hiệu kế hoạch"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    title = forms.CharField(
        label=_("Trích yếu"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    own_programme = forms.ModelChoiceField(
        label=_("Chương trình riêng lập theo kế hoạch này"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Chưa lập trong hệ thống"),
    )
    covers = CoveredField(
        label=_("Nhiệm vụ được giao mà kế hoạch đã đưa vào"),
        queryset=Task.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=_("Lý do đính chính"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Nêu lý do đính chính rồi lưu lại.")},
    )

    def __init__(
        self,
        *args: Any,
        programme: Programme,
        body: Organisation,
        is_correction: bool,
        sought: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        rows: QuerySet[Task] = rows_of_body(programme, body, clock.today())
        self.fields["covers"].queryset = rows  # type: ignore[attr-defined]
        own = Programme.objects.filter(implements=programme, owner=body)
        self.fields["own_programme"].queryset = own  # type: ignore[attr-defined]
        if not own.exists():
            del self.fields["own_programme"]
        if not is_correction:
            del self.fields["reason"]
        self._offer_documents(programme, body, sought)

    def _offer_documents(self, programme: Programme, body: Organisation, sought: str) -> None:
        """The documents looked for, else those the body issued, and the one chosen already."""
        found = plan_documents(body, programme.starts_on, sought)
        chosen = number_in(str(self.data.get("document") or self.initial.get("document") or ""))
        wanted = {*found, *([chosen] if chosen is not None else [])}
        documents = Document.objects.filter(pk__in=wanted).order_by("-issued_on", "-pk")
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Number, day and title as the chosen document has them; what is typed otherwise, or
        lacking, is told beside its field."""
        typed: dict[str, Any] = super().clean() or {}
        document: Document | None = typed.get("document")
        if document is not None:
            printed = {
                "number": document.number_raw,
                "issued_on": document.issued_on,
                "title": document.title,
            }
            for name, value in printed.items():
                if name != "title" and typed.get(name) and value and typed[name] != value:
                    words = _now("Khác với văn bản đã chọn; để trống để lấy từ văn bản.")
                    self.add_error(name, words)
                typed[name] = typed.get(name) or value
        for name, lacking in _MISSING.items():
            if not typed.get(name) and name not in self.errors:
                self.add_error(name, str(lacking))
        return typed

    def plan(self) -> PlanFacts:
        """What the action takes."""
        typed = self.cleaned_data
        return PlanFacts(
            number=typed["number"],
            issued_on=typed["issued_on"],
            title=typed["title"],
            document=typed.get("document"),
            own_programme=typed.get("own_programme"),
        )


class WithdrawForm(forms.Form):
    """Why a record is taken back."""

    reason = forms.CharField(
        label=_("Lý do rút bản ghi"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Nêu lý do rồi gửi lại.")},
    )
