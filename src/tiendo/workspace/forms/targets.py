"""Forms about targets: one as a text states it, its revision, its end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document
from tiendo.documents.queries import search_documents
from tiendo.domain import clock
from tiendo.domain.readings import PERCENT, Qualifier, UnreadableFigure, read_figure
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import Comparator, IndicatorVersion, Obligation
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.searching import offer, search_field, search_from
from vanban.quantities import format_number

_HUNDRED = Decimal(100)


class FigureField(forms.CharField):
    """A figure in the unit of an indicator, as people write it; a percentage becomes a ratio."""

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        """The figure; None where nothing was typed. Errors: ValidationError."""
        if isinstance(value, Decimal):
            return value
        typed = super().to_python(value) or ""
        if not typed.strip():
            return None
        try:
            reading = read_figure(typed, unit=self.unit)
        except UnreadableFigure as unreadable:
            raise forms.ValidationError(str(IndicatorError.of(unreadable))) from unreadable
        if reading.qualifier != Qualifier.EXACT:
            words = _("“%(typed)s” là số ước chừng. Nhập số, rồi chọn mức so sánh ở ô bên.")
            raise forms.ValidationError(words, params={"typed": typed})
        return reading.value

    def run_validators(self, value: Any) -> None:
        """The length was that of the words; the figure has its own limits."""

    def validate(self, value: Any) -> None:
        """Something was typed where it must be; zero is something."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def prepare_value(self, value: Any) -> Any:
        """A figure as it is typed: a ratio in per cent."""
        if isinstance(value, Decimal):
            shown = value * _HUNDRED if self.unit == PERCENT else value
            return format_number(shown.normalize() if shown else Decimal(0))
        return value


class TargetForm(forms.Form):
    """A target as a text states it; of an existing one without body and programme."""

    organisation = forms.ModelChoiceField(
        label=_("Cơ quan"), queryset=Organisation.objects.none(), empty_label=None
    )
    programme = forms.ModelChoiceField(
        label=_("Chương trình"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("Không theo chương trình"),
    )
    comparator = forms.ChoiceField(label=_("Mức so sánh"), choices=Comparator.choices)
    value = FigureField(
        label=_("Giá trị"),
        required=False,
        help_text=_("Để trống khi văn bản chỉ nêu bằng lời."),
    )
    high = FigureField(
        label=_("Giá trị cuối khoảng"), required=False, help_text=_("Chỉ với mức từ … đến ….")
    )
    last_day = DayField(
        label=_("Đến ngày"), required=False, help_text=_("Để trống khi văn bản không nêu.")
    )
    obligation = forms.ChoiceField(label=_("Mức bắt buộc"), choices=Obligation.choices)
    wording = forms.CharField(
        label=_("Nguyên văn"),
        max_length=300,
        required=False,
        help_text=_("Chép từ văn bản; bắt buộc khi không có giá trị."),
    )
    source = forms.CharField(
        label=_("Căn cứ"), max_length=300, help_text=_("Số, ngày, điều khoản của văn bản.")
    )
    baseline = FigureField(label=_("Giá trị gốc"), required=False)
    baseline_day = DayField(label=_("Ngày của giá trị gốc"), required=False)
    is_verified = forms.BooleanField(label=_("Đã đối chiếu với văn bản gốc"), required=False)
    tim = search_field(_("Tìm văn bản đã đăng ký"))
    document = forms.ModelChoiceField(
        label=_("Văn bản nêu mục tiêu"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Chưa đăng ký văn bản"),
        help_text=_("Chọn để gắn nguyên văn ở trên với chỗ của nó trong văn bản."),
    )
    effective_on = DayField(label=_("Hiệu lực từ ngày"))
    deciding_words = forms.CharField(
        label=_("Văn bản quyết định điều chỉnh"), max_length=300, help_text=_("Số, ngày văn bản.")
    )
    deciding = forms.ModelChoiceField(
        label=_("Văn bản quyết định đã đăng ký"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Chưa đăng ký văn bản"),
    )

    def __init__(
        self,
        *args: Any,
        version: IndicatorVersion,
        address: str,
        revises: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in ("value", "high", "baseline"):
            self.fields[name].unit = version.unit  # type: ignore[attr-defined]
        documents = Document.objects.order_by("-pk")
        if revises:
            del self.fields["organisation"], self.fields["programme"]
            words = search_from(self, address, ["document", "deciding"])
            offer(self, "deciding", documents, search_documents(documents, words))
        else:
            del self.fields["deciding_words"], self.fields["deciding"]
            words = search_from(self, address, ["document"])
            bodies = organisations_on(clock.today())
            self.fields["organisation"].queryset = bodies  # type: ignore[attr-defined]
            self.fields["programme"].queryset = list_programmes()  # type: ignore[attr-defined]
        offer(self, "document", documents, search_documents(documents, words))

    def clean(self) -> dict[str, Any]:
        """A range has an end above its beginning. Errors: ValidationError."""
        typed = dict(super().clean() or {})
        low, high = typed.get("value"), typed.get("high")
        if typed.get("comparator") == Comparator.RANGE and "high" not in self.errors:
            if low is None or high is None or high <= low:
                words = _("Nhập cả hai giá trị của khoảng, giá trị cuối lớn hơn giá trị đầu.")
                self.add_error("high", words)
        elif high is not None:
            self.add_error("high", _("Bỏ giá trị này, hoặc chọn mức so sánh từ … đến …."))
        return typed


class WithdrawForm(forms.Form):
    """The document by which a target is given up."""

    effective_on = DayField(label=_("Hiệu lực từ ngày"))
    deciding_words = forms.CharField(
        label=_("Văn bản quyết định"), max_length=300, help_text=_("Số, ngày văn bản.")
    )
    tim = search_field(_("Tìm văn bản đã đăng ký"))
    deciding = forms.ModelChoiceField(
        label=_("Văn bản quyết định đã đăng ký"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("Chưa đăng ký văn bản"),
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = search_from(self, address, ["deciding"])
        documents = Document.objects.order_by("-pk")
        offer(self, "deciding", documents, search_documents(documents, words))
