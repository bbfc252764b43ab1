"""Forms that define indicators: a definition, its formula, its end, its words in documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document
from tiendo.documents.queries import search_documents
from tiendo.domain import clock
from tiendo.domain.closing import load_closing_rules
from tiendo.indicators.actions import Definition
from tiendo.indicators.models import Dimension, Direction, IndicatorVersion
from tiendo.indicators.models.dictionary import Frequency
from tiendo.indicators.registers import all_registers, register_name
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.searching import offer, search_field, search_from
from tiendo.workspace.indicator_page import passage_source

MOST_LETTERS = 4000


def words_area(label: Any, rows: int, *, required: bool = True, help_text: Any = "") -> Any:
    """Several lines of words."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label,
        max_length=MOST_LETTERS,
        required=required,
        widget=widget,
        help_text=help_text,
    )


class DefinitionForm(forms.Form):
    """What an indicator is, from a day on; of an existing one without code and owner."""

    code = forms.CharField(
        label=_("Mã"), max_length=40, help_text=_("Chữ in hoa không dấu, ví dụ KHCN.01.")
    )
    owner = forms.ModelChoiceField(
        label=_("Đơn vị theo dõi"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = words_area(_("Tên chỉ tiêu"), 2)
    since = DayField(label=_("Áp dụng từ ngày"))
    definition = words_area(_("Định nghĩa, cách tính"), 4, required=False)
    unit = forms.CharField(
        label=_("Đơn vị tính"), max_length=40, help_text=_("Ví dụ: %, người, triệu đồng, hồ sơ.")
    )
    unit_base = forms.CharField(
        label=_("Tỷ lệ tính trên"),
        max_length=120,
        required=False,
        help_text=_("Với đơn vị %, ví dụ GRDP, tổng chi ngân sách địa phương."),
    )
    decimals = forms.IntegerField(
        label=_("Số chữ số thập phân"), min_value=0, max_value=6, initial=0
    )
    direction = forms.ChoiceField(label=_("Chiều tốt"), choices=Direction.choices)
    frequency = forms.ChoiceField(label=_("Kỳ số liệu"), choices=Frequency.choices)
    closing = forms.ChoiceField(label=_("Chốt số liệu"))
    reporters = forms.ModelChoiceField(
        label=_("Cơ quan báo cáo"),
        queryset=BodyGroup.objects.order_by("name"),
        required=False,
        empty_label=_("Chỉ yêu cầu một số liệu"),
        help_text=_("Chọn nhóm khi mỗi cơ quan trong nhóm phải có số liệu riêng."),
    )
    tim = search_field(_("Tìm cơ quan"))
    subject = forms.ModelChoiceField(
        label=_("Số liệu của"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Đơn vị theo dõi"),
        help_text=_("Khi chỉ yêu cầu một số liệu: của cơ quan nào; đơn vị theo dõi nhập."),
    )
    dimensions = forms.ModelMultipleChoiceField(
        label=_("Phân tổ"),
        queryset=Dimension.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    formula = forms.CharField(
        label=_("Công thức"),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Để trống nếu số liệu được nhập. Mã chỉ tiêu đặt trong ngoặc vuông."),
    )
    register = forms.ChoiceField(
        label=_("Lấy từ sổ theo dõi"),
        required=False,
        help_text=_(
            "Chọn khi số liệu đã có trong hệ thống; khi đó không nhập và không có công thức."
        ),
    )
    data_source = forms.CharField(label=_("Nguồn số liệu"), max_length=300, required=False)
    source = forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        required=False,
        help_text=_("Số, ngày, điều khoản của văn bản nêu chỉ tiêu."),
    )
    is_verified = forms.BooleanField(
        label=_("Đã đối chiếu với văn bản gốc"),
        required=False,
    )
    passages = forms.MultipleChoiceField(
        label=_("Đoạn trích giữ lại"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = words_area(_("Lý do sửa"), 2)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, address: str, current: IndicatorVersion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        words = search_from(self, address, ["subject"])
        bodies = organisations_on(clock.today(), divisions=False)
        offer(self, "subject", bodies, organisations_on(clock.today(), text=words, divisions=False))
        closing = [(code, rules.name) for code, rules in load_closing_rules().items()]
        registers = [(register_name(each), each.words) for each in all_registers()]
        self.fields["closing"].choices = closing  # type: ignore[attr-defined]
        self.fields["register"].choices = [  # type: ignore[attr-defined]
            ("", _("Không lấy từ sổ theo dõi")),
            *_with_present(registers, current),
        ]
        if current is None:
            self.fields["owner"].queryset = organisations_on(clock.today())  # type: ignore[attr-defined]
            del self.fields["reason"], self.fields["passages"], self.fields["seen"]
            return
        del self.fields["code"], self.fields["owner"]
        self._offer_passages(current)

    def _offer_passages(self, current: IndicatorVersion) -> None:
        links = current.passages.select_related("passage__text__rendition__document")
        self.kept = {str(link.passage_id): link.passage for link in links}
        if not self.kept:
            del self.fields["passages"]
            return
        self.fields["passages"].choices = [  # type: ignore[attr-defined]
            (key, f"“{passage.quote[:160]}” – {passage_source(passage).place}")
            for key, passage in self.kept.items()
        ]
        self.fields["passages"].initial = list(self.kept)

    def definition_typed(self) -> Definition:
        """What was typed, as the action takes it."""
        typed = dict(self.cleaned_data)
        kept = [self.kept[key] for key in typed.get("passages", ())]
        plain = {
            name: typed[name]
            for name in Definition.__slots__
            if name not in ("dimensions", "passages", "direction", "frequency")
        }
        return Definition(
            **plain,
            direction=Direction(typed["direction"]),
            frequency=Frequency(typed["frequency"]),
            dimensions=tuple(typed["dimensions"]),
            passages=tuple(kept),
        )


def _with_present(
    choices: list[tuple[str, Any]], current: IndicatorVersion | None
) -> list[tuple[str, Any]]:
    """The registers, with the one named now, which may be narrowed to a programme."""
    if current is None or not current.register or current.register in dict(choices):
        return choices
    return [*choices, (current.register, current.register)]


class RetireForm(forms.Form):
    """From when no figures are collected any more, or are again, and why."""

    on = DayField(label=_("Từ ngày"))
    reason = words_area(_("Lý do"), 3)


class LinkForm(forms.Form):
    """Words of a stored document."""

    tim = search_field(_("Tìm văn bản đã đăng ký"))
    document = forms.ModelChoiceField(
        label=_("Văn bản"), queryset=Document.objects.none(), empty_label=None
    )
    words = words_area(
        _("Câu chữ của văn bản"), 4, help_text=_("Chép nguyên câu nêu chỉ tiêu trong văn bản.")
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sought = search_from(self, address, ["document"])
        documents = Document.objects.order_by("-pk")
        offer(self, "document", documents, search_documents(documents, sought))
