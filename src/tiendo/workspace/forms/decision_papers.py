"""Forms of draft decision papers: which requests on which grounds; the decision and exceptions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.programmes.models import Programme
from tiendo.reporting.decision_papers.actions import candidates
from tiendo.reporting.models import DecisionPaper
from tiendo.tasks.models import ChangeRequest
from tiendo.workspace.forms.days import DayField


class _RequestsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Requests to tick, each with what it is about."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: ChangeRequest) -> str:
        """The request, its kind, its task and who asks."""
        about = f"{obj.task.code} {obj.task.title}" if obj.task else obj.proposed.get("title", "")
        return f"{obj.code} · {obj.get_kind_display()} · {about[:120]} · {obj.organisation.name}"


class DecisionPaperForm(forms.Form):
    """What a decision paper puts forward."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    changes = _RequestsField(
        label=_("Đề nghị đưa vào tờ trình"),
        queryset=ChangeRequest.objects.none(),
        error_messages={"required": _("Chọn ít nhất một đề nghị.")},
    )
    addressee = forms.CharField(
        label=_("Kính gửi"),
        required=False,
        max_length=250,
        help_text=_("Để trống: cơ quan ban hành kế hoạch."),
    )
    grounds = forms.CharField(
        label=_("Căn cứ khác"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một văn bản; kế hoạch đang thực hiện đã có sẵn."),
    )

    def __init__(
        self, *args: Any, programme: Programme, paper: DecisionPaper | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["changes"]
        assert isinstance(field, _RequestsField)  # noqa: S101 - for the type checker
        field.queryset = candidates(programme, paper)

    def particulars(self) -> dict[str, Any]:
        """What was typed, without the version."""
        return {name: self.cleaned_data[name] for name in ("changes", "addressee", "grounds")}


class DecideDecisionPaperForm(forms.Form):
    """The decision on a decision paper, with the requests that are refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    document = forms.CharField(
        label=_("Số, ký hiệu văn bản quyết định"),
        max_length=120,
        error_messages={"required": _("Nhập số, ký hiệu của văn bản quyết định rồi gửi lại.")},
    )
    document_date = DayField(label=_("Ngày văn bản"))
    refused = _RequestsField(
        label=_("Trừ các đề nghị không được chấp thuận"),
        queryset=ChangeRequest.objects.none(),
        required=False,
    )
    refusal_reason = forms.CharField(
        label=_("Lý do không chấp thuận"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, paper: DecisionPaper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["refused"]
        assert isinstance(field, _RequestsField)  # noqa: S101 - for the type checker
        rows = ChangeRequest.objects.filter(decision_items__paper=paper)
        field.queryset = rows.select_related("task", "organisation").order_by("pk")

    def clean(self) -> dict[str, Any]:
        """What is refused has a reason; the paper is not of the future."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("refused") and not (typed.get("refusal_reason") or "").strip():
            self.add_error("refusal_reason", _now("Nêu lý do không chấp thuận rồi gửi lại."))
        day = typed.get("document_date")
        if day is not None and day > clock.today():
            self.add_error("document_date", _now("Ngày văn bản không được sau hôm nay."))
        return typed

    def particulars(self) -> dict[str, Any]:
        """What was typed, for the action."""
        typed = self.cleaned_data
        return {
            "version": typed["version"],
            "document": typed["document"],
            "document_date": typed["document_date"],
            "refused": {row.pk: typed["refusal_reason"] for row in typed["refused"]},
        }
