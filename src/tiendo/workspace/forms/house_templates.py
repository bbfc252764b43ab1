"""Forms of house templates."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.organisations.models import Level, Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.reporting.house_templates.types import TYPES
from tiendo.reporting.models import Report
from tiendo.workspace.forms.days import DayField
from vanban.dates import format_date

# Of a body that has issued thousands the newest are enough to look at a template with.
_OFFERED = 50


class TemplateForm(forms.Form):
    """A template for the papers of a body from a day on."""

    body = forms.ModelChoiceField(
        label=_("Cơ quan"),
        queryset=Organisation.objects.none(),
        empty_label=_("Chọn cơ quan"),
    )
    type_name = forms.ChoiceField(label=_("Loại văn bản"), choices=[(name, name) for name in TYPES])
    since = DayField(label=_("Áp dụng từ ngày"))
    file = forms.FileField(
        label=_("Tệp mẫu (.docx)"),
        help_text=_("Soạn trong Word, lưu dạng .docx không có macro."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        bodies = organisations_on(clock.today(), divisions=False).exclude(level=Level.CENTRAL)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today()


class WithdrawForm(forms.Form):
    """From when a body goes back to the layout of the product, and why."""

    since = DayField(label=_("Ngừng dùng từ ngày"))
    reason = forms.CharField(
        label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["since"].initial = clock.today()


class ReportChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # no type at run time
    """A report among others of the same title."""

    def label_from_instance(self, report: Report) -> str:
        """Its title with the day of its figures."""
        return f"{report.title} · {format_date(report.as_of)}"


class PreviewForm(forms.Form):
    """The report whose words a template is looked at with."""

    bao_cao = ReportChoice(label=_("Báo cáo"), queryset=Report.objects.none(), empty_label=None)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        newest = Report.objects.order_by("-created_at").values_list("pk", flat=True)[:_OFFERED]
        found = Report.objects.filter(pk__in=list(newest)).defer("content", "checks", "narrative")
        self.fields["bao_cao"].queryset = found.order_by("-created_at")  # type: ignore[attr-defined]
