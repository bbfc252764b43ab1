"""Forms about targets and their paths: the filter of the list, where a path begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document
from tiendo.documents.queries import search_documents
from tiendo.indicators.known_values import Figure
from tiendo.indicators.models import Obligation, Target
from tiendo.organisations.models import Organisation
from tiendo.overview.sheets.targets import NONE, VERDICTS
from tiendo.programmes.models import PlanSection, Programme
from tiendo.workspace.access import number_in
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.searching import offer, search_field, search_from


class TargetFilterForm(forms.Form):
    """What targets are narrowed to, as the address says it."""

    q = forms.CharField(label=_("Tìm mã, tên chỉ tiêu, văn bản"), required=False, max_length=200)
    ket_luan = forms.ChoiceField(
        label=_("Kết luận"), required=False, choices=[("", _("Mọi kết luận")), *VERDICTS.items()]
    )
    chuong_trinh = forms.ChoiceField(label=_("Chương trình"), required=False)
    muc = forms.ChoiceField(label=_("Phần của kế hoạch"), required=False)
    co_quan = forms.ChoiceField(label=_("Cơ quan"), required=False)
    nam = forms.ChoiceField(label=_("Năm của hạn"), required=False)
    muc_do = forms.ChoiceField(
        label=_("Mức ràng buộc"), required=False, choices=[("", _("Mọi mức")), *Obligation.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in self._found().items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = choices

    def _found(self) -> dict[str, list[tuple[str, str]]]:
        """What targets offer. Cost: four queries."""
        targets = Target.objects.all()
        programmes = Programme.objects.filter(pk__in=targets.values("programme"))
        bodies = Organisation.objects.filter(pk__in=targets.values("organisation"))
        dated = targets.filter(last_day__isnull=False)
        years = dated.annotate(year=ExtractYear("last_day")).values_list("year", flat=True)
        named = [(str(row.pk), row.short_title) for row in programmes]
        return {
            "chuong_trinh": [
                ("", _g("Mọi chương trình")),
                *named,
                (NONE, _g("Ngoài chương trình")),
            ],
            "muc": [("", _g("Mọi phần")), *self._sections(), (NONE, _g("Không thuộc phần nào"))],
            "co_quan": [
                ("", _g("Mọi cơ quan")),
                *((str(row.pk), row.name) for row in bodies.order_by("sort_key")),
            ],
            "nam": [
                ("", _g("Mọi năm")),
                *((str(year), str(year)) for year in sorted(set(years))),
                (NONE, _g("Không nêu hạn")),
            ],
        }

    def _sections(self) -> list[tuple[str, str]]:
        """The parts of the plan chosen, or the one that is."""
        programme = number_in(self.data.get("chuong_trinh", ""))
        chosen = number_in(self.data.get("muc", ""))
        found = (
            PlanSection.objects.filter(programme=programme)
            if programme
            else (PlanSection.objects.filter(pk=chosen or 0))
        )
        return [(str(row.pk), str(row)) for row in found.order_by("order")]


class BaselineForm(forms.Form):
    """From which value the path to a target begins, and what decided it."""

    value = forms.ChoiceField(label=_("Kỳ làm gốc"), widget=forms.RadioSelect)
    deciding_words = forms.CharField(
        label=_("Văn bản quyết định"),
        max_length=300,
        help_text=_("Số, ngày của văn bản cho phép lấy giá trị này làm gốc."),
    )
    effective_on = DayField(label=_("Áp dụng từ ngày"))
    tim = search_field(_("Tìm văn bản trong kho"))
    deciding = forms.ModelChoiceField(
        label=_("Văn bản trong kho"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Không gắn với văn bản trong kho"),
    )

    def __init__(
        self, *args: Any, address: str, offered: Sequence[tuple[Figure, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["value"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(str(figure.pk), words) for figure, words in offered]
        sought = search_from(self, address, ["deciding"])
        rows = Document.objects.order_by("-pk")
        offer(self, "deciding", rows, search_documents(rows, sought) if sought else None)
