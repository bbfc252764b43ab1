"""Forms of what stands behind indicators: the starter, workbooks, dimensions, rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.readings import PERCENT, UnreadableFigure, read_figure
from tiendo.indicators.actions.dimensions import CODE
from tiendo.indicators.actions.rules import RuleFields
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import CheckKind, CheckRule, CheckSeverity, IndicatorVersion
from tiendo.indicators.starter.planning import Takers
from tiendo.organisations.models import Kind, Level, Organisation
from tiendo.organisations.queries import organisations_on
from tiendo.workspace.forms.days import DayField


class StarterForm(forms.Form):
    """Whose the starter dictionary becomes."""

    owner = forms.ModelChoiceField(
        label=_("Đơn vị theo dõi chỉ tiêu"), queryset=Organisation.objects.none(), empty_label=None
    )
    province = forms.ModelChoiceField(
        label=_("Mục tiêu và số liệu của tỉnh ghi cho"),
        queryset=Organisation.objects.none(),
        empty_label=None,
    )
    nation = forms.ModelChoiceField(
        label=_("Mục tiêu quốc gia ghi cho"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Không nạp mục tiêu quốc gia"),
    )
    figures = forms.BooleanField(
        label=_("Nạp cả số liệu của báo cáo tháng 11/2025"), required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = organisations_on(clock.today())
        for name in ("owner", "province", "nation"):
            self.fields[name].queryset = bodies  # type: ignore[attr-defined]
        self.fields["owner"].initial = actor.first_body("indicator.define")
        committee = bodies.filter(kind=Kind.PEOPLES_COMMITTEE, level=Level.PROVINCE).first()
        self.fields["province"].initial = committee.pk if committee else None
        nation = bodies.filter(slug="chinh-phu").first()
        self.fields["nation"].initial = nation.pk if nation else None
        self.fields["figures"].initial = True

    def takers(self) -> Takers | None:
        """What was chosen, or what is offered first. Missing: None where nothing is."""
        if self.is_bound:
            typed = self.cleaned_data if self.is_valid() else {}
            if "owner" not in typed or "province" not in typed:
                return None
            return Takers(typed["owner"], typed["province"], typed.get("nation"))
        bodies = Organisation.objects.in_bulk(
            [pk for name in ("owner", "province", "nation") if (pk := self.fields[name].initial)]
        )
        owner, province, nation = (
            bodies.get(self.fields[name].initial) for name in ("owner", "province", "nation")
        )
        return Takers(owner, province, nation) if owner and province else None


class DictionaryFileForm(forms.Form):
    """A workbook, and what its changes rest on."""

    file = forms.FileField(label=_("Tệp danh mục (.xlsx)"))
    since = DayField(label=_("Thay đổi áp dụng từ ngày"))
    reason = forms.CharField(
        label=_("Lý do, văn bản quyết định"),
        max_length=300,
        required=False,
        help_text=_("Cần có khi tệp sửa định nghĩa hoặc điều chỉnh mục tiêu."),
    )


class DimensionForm(forms.Form):
    """A new dimension; items one on a line."""

    code = forms.CharField(label=_("Mã phân tổ"), max_length=40, help_text=_("Ví dụ: gioi-tinh"))
    name = forms.CharField(label=_("Tên phân tổ"), max_length=120)
    items = forms.CharField(
        label=_("Các mục"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng một mục: mã, dấu hai chấm, tên. Ví dụ: nu: Nữ"),
    )

    def clean_items(self) -> list[tuple[str, str]]:
        """Pairs of code and name."""
        found = []
        for line in self.cleaned_data["items"].splitlines():
            if not line.strip():
                continue
            code, colon, name = line.partition(":")
            if not colon or not CODE.fullmatch(code.strip()) or not name.strip():
                raise forms.ValidationError(
                    _("Không đọc được dòng “%(line)s”. Viết mã, dấu hai chấm, tên: nu: Nữ"),
                    params={"line": line.strip()},
                )
            found.append((code.strip(), name.strip()))
        return found


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Tên"), max_length=120)


class ItemForm(forms.Form):
    """Another item of a dimension."""

    code = forms.CharField(label=_("Mã mục"), max_length=40, help_text=_("Ví dụ: nu"))
    name = forms.CharField(label=_("Tên mục"), max_length=120, help_text=_("Ví dụ: Nữ"))


class EditItemForm(NameForm):
    """An item renamed, or no longer used."""

    is_retired = forms.BooleanField(
        label=_("Ngừng dùng mục này"),
        required=False,
        help_text=_("Số liệu đã nhập theo mục này vẫn giữ nguyên."),
    )


class RuleForm(forms.Form):
    """A rule for figures of an indicator."""

    kind = forms.ChoiceField(label=_("Kiểm tra"), choices=CheckKind.choices)
    severity = forms.ChoiceField(label=_("Khi không đạt"), choices=CheckSeverity.choices)
    low = forms.CharField(label=_("Giới hạn dưới"), max_length=40, required=False)
    high = forms.CharField(label=_("Giới hạn trên"), max_length=40, required=False)
    dimension = forms.ModelChoiceField(
        label=_("Tổng theo phân tổ"),
        help_text=_("Chỉ cho tổng các phần."),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Không dùng"),
    )
    formula = forms.CharField(label=_("Điều kiện"), max_length=2000, required=False)
    source = forms.CharField(label=_("Căn cứ"), max_length=300)
    since = DayField(label=_("Áp dụng cho kỳ kết thúc từ ngày"))

    def __init__(self, *args: Any, version: IndicatorVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = version
        self.fields["dimension"].queryset = version.dimensions.all()  # type: ignore[attr-defined]
        self.fields["formula"].help_text = _(
            "Chỉ cho quan hệ giữa các chỉ tiêu. Ví dụ: [%(code)s] <= [MÃ KHÁC]"
        ) % {"code": version.indicator.code}

    def clean(self) -> dict[str, Any]:
        """Bounds are read in the unit of the kind."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        is_jump = typed.get("kind") == CheckKind.JUMP
        unit = PERCENT if is_jump else self.version.unit
        for name in ("low", "high"):
            raw = (typed.get(name) or "").strip()
            typed[name] = None
            if raw:
                try:
                    typed[name] = read_figure(raw, unit=unit).value
                except UnreadableFigure as unreadable:
                    self.add_error(name, str(IndicatorError.of(unreadable)))
        return typed

    def rule_typed(self) -> RuleFields:
        """The rule as it was typed."""
        typed = self.cleaned_data
        return RuleFields(
            kind=CheckKind(typed["kind"]),
            severity=CheckSeverity(typed["severity"]),
            source=typed["source"],
            low=typed["low"],
            high=typed["high"],
            formula=typed["formula"],
            dimension=typed["dimension"],
        )


class FollowRuleForm(RuleForm):
    """A rule in the place of another."""

    reason = forms.CharField(label=_("Lý do thay"), max_length=300)


class EndRuleForm(forms.Form):
    """From when a rule is asked no longer."""

    on = DayField(label=_("Hết áp dụng từ ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=300)


def rule_as_typed(rule: CheckRule, words: dict[str, str]) -> dict[str, Any]:
    """A rule as its form is filled with; ``words``: its bounds as people type them."""
    return {
        "kind": rule.kind,
        "severity": rule.severity,
        "dimension": rule.dimension_id,
        "formula": rule.formula,
        "source": rule.source,
        **words,
    }
