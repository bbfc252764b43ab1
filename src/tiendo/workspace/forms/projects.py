"""Forms about projects: proposing, decisions, milestones, documents, the filter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.budgets.models import ApprovalKind, ProjectState, Source
from tiendo.documents.models import Document
from tiendo.documents.queries import search_documents
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.workspace.forms.budgets import area, recording_bodies
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.money import MoneyField
from tiendo.workspace.forms.searching import offer, search_field, search_from


class ProjectForm(forms.Form):
    """A project of a body."""

    code = forms.CharField(label=_("Mã dự án"), max_length=40)
    name = area(_("Tên dự án"), 2)
    owner = forms.ModelChoiceField(
        label=_("Chủ đầu tư"), queryset=Organisation.objects.none(), empty_label=None
    )
    starts_year = forms.IntegerField(label=_("Từ năm"), min_value=2000, max_value=2100)
    ends_year = forms.IntegerField(label=_("Đến năm"), min_value=2000, max_value=2100)
    programme = forms.ModelChoiceField(
        label=_("Chương trình"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Không theo chương trình"),
    )
    purpose = area(_("Mục tiêu, quy mô"), 3, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = recording_bodies(actor)  # type: ignore[attr-defined]
        self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]


class _WithDocumentForm(forms.Form):
    """A form that names a registered document."""

    tim = search_field(_("Tìm văn bản đã đăng ký"))
    document = forms.ModelChoiceField(
        label=_("Văn bản"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Chưa đăng ký văn bản"),
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = search_from(self, address, ["document"])
        documents = Document.objects.order_by("-pk")
        offer(self, "document", documents, search_documents(documents, words))


class ApprovalForm(_WithDocumentForm):
    """A decision with the total it sets, by source as far as it tells."""

    kind = forms.ChoiceField(label=_("Nội dung quyết định"), choices=ApprovalKind.choices)
    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=60)
    day = DayField(label=_("Ngày quyết định"))
    total_vnd = MoneyField(label=_("Tổng mức đầu tư"))
    reason = area(_("Nội dung điều chỉnh, ghi chú"), 2, required=False)
    field_order = ("kind", "symbol", "day", "total_vnd")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for source in Source:
            label = _("Trong đó: %(source)s") % {"source": source.label}
            self.fields[f"from_{source.value}"] = MoneyField(
                label=label, required=False, help_text=""
            )
        self.order_fields([*self.field_order, *(f"from_{source.value}" for source in Source)])

    def funding(self) -> dict[Source, int]:
        """The parts typed, by source."""
        parts = {source: self.cleaned_data.get(f"from_{source.value}") for source in Source}
        return {source: amount for source, amount in parts.items() if amount}


class MilestoneForm(forms.Form):
    """A step of a project."""

    name = forms.CharField(label=_("Mốc"), max_length=300)
    last_day = DayField(label=_("Hoàn thành đến hết ngày"))


class MilestoneEditForm(MilestoneForm):
    """Another name or last day of a step, and why."""

    reason = area(_("Lý do"), 2)


class MilestoneDoneForm(forms.Form):
    """When a step was done, and what shows it."""

    on = DayField(label=_("Ngày hoàn thành"))
    note = area(_("Kết quả, số văn bản nghiệm thu"), 2, required=False)


class ProjectDocumentForm(_WithDocumentForm):
    """A document for a project's file."""

    note = forms.CharField(label=_("Ghi chú"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].required = True


class MoveForm(forms.Form):
    """Why a project is stopped or taken up again."""

    reason = area(_("Lý do"), 3, required=False)


class ProjectFilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label=_("Tìm mã, tên dự án"), required=False, max_length=200)
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"),
        required=False,
        choices=[("", _("Mọi trạng thái")), *ProjectState.choices],
    )
