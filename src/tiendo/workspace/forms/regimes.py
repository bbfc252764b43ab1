"""Forms about regimes: what is asked for from a day on, the end, the filter of the list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.domain.regime_rules import read_due, read_rule
from tiendo.domain.regime_words import FREQUENCIES
from tiendo.domain.regimes import (
    Closing,
    CycleDates,
    DocumentMatch,
    Frequency,
    RegimeRule,
    parts_of_year,
)
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import current_programme, list_programmes
from tiendo.regimes.actions import LevelFacts, RegimeFacts, VersionFacts
from tiendo.regimes.models import RegimeKind, RegimeVersion
from tiendo.reporting.models import OutlineVersion
from tiendo.workspace.forms.choices import choose, programme_field
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.forms.regime_fields import (
    MONTHS,
    OutlineChoice,
    number_field,
    offered_outlines,
    words_field,
)
from tiendo.workspace.typed_days import NoSuchDay, read_day

# Kinds of regimes that people lay down; ad hoc ones come from a request.
_KINDS = [choice for choice in RegimeKind.choices if choice[0] != RegimeKind.AD_HOC]
_CLOSINGS = [
    (Closing.PERIOD_END.value, _("Ngày cuối kỳ")),
    (Closing.DECREE.value, _("Theo Nghị định 09/2019/NĐ-CP (ngày 14)")),
    (Closing.OWN.value, _("Ngày riêng của chế độ")),
]
# The fields without which no rule can be made of what was typed.
_RULE_FIELDS = frozenset(
    {
        "frequency",
        "parts",
        "closing",
        "closing_day",
        "closing_month",
        "years",
        "first_year",
        "windows",
        "document_type",
        "document_issuer",
        "document_words",
    }
)


class VersionForm(forms.Form):
    """What a regime asks for from a day on, without who reports."""

    since = DayField(
        label=_("Áp dụng cho các kỳ kết thúc từ ngày"),
        help_text=_("Kỳ kết thúc trước ngày này không thuộc chế độ."),
    )
    legal_basis = forms.CharField(label=_("Căn cứ pháp lý"), max_length=400)
    is_verified = forms.BooleanField(label=_("Đã đối chiếu với văn bản"), required=False)
    frequency = forms.ChoiceField(label=_("Tần suất"), choices=FREQUENCIES.items())
    parts = forms.CharField(
        label=_("Chỉ các kỳ trong năm"),
        required=False,
        max_length=40,
        help_text=_("Ví dụ 1 với 6 tháng: chỉ 6 tháng đầu năm. Để trống: mọi kỳ."),
    )
    closing = forms.ChoiceField(label=_("Chốt số liệu"), choices=_CLOSINGS, required=False)
    closing_day = number_field(_("Ngày chốt riêng"), 1, 31, 31, help_text=_("31: ngày cuối tháng."))
    closing_month = forms.TypedChoiceField(
        label=_("Tháng chốt riêng"), choices=MONTHS, coerce=int, required=False, empty_value=None
    )
    is_whole = forms.BooleanField(
        label=_("Số liệu lấy trọn kỳ theo lịch, không theo ngày chốt"), required=False
    )
    years = number_field(_("Số năm của giai đoạn"), 2, 20, 5)
    first_year = number_field(_("Năm đầu giai đoạn"), 1945, 2200, 2021)
    document_type = forms.CharField(
        label=_("Loại văn bản"),
        max_length=60,
        required=False,
        help_text=_("Ví dụ Kế hoạch. Văn bản mới hợp với ba ô này được đề nghị mở kỳ."),
    )
    document_issuer = forms.CharField(
        label=_("Cơ quan ban hành"),
        max_length=250,
        required=False,
        help_text=_("Tên bắt đầu bằng, ví dụ Ủy ban nhân dân tỉnh."),
    )
    document_words = words_field(
        _("Trích yếu có các chữ"),
        2,
        required=False,
        help_text=_("Mỗi dòng một cụm chữ; trích yếu phải có đủ."),
    )
    windows = words_field(
        _("Các kỳ liệt kê"),
        4,
        required=False,
        help_text=_(
            "Mỗi dòng một kỳ: tên kỳ; từ ngày; đến ngày; hạn nộp. "
            "Ví dụ: Sơ kết 2 năm; 01/01/2025; 31/12/2026; 20/01/2027."
        ),
    )
    report_title = forms.CharField(label=_("Tên báo cáo khi in"), max_length=400, required=False)
    outline = OutlineChoice(
        label=_("Đề cương"),
        queryset=OutlineVersion.objects.none(),
        required=False,
        empty_label=_("Không có đề cương"),
    )
    guidance = words_field(_("Hướng dẫn"), 3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "outline", offered_outlines(self.initial.get("outline")))

    def clean(self) -> dict[str, Any]:
        """The typed values with ``rule`` and the listed ``due_days``."""
        typed = super().clean() or self.cleaned_data
        if _RULE_FIELDS & set(self.errors):
            return typed
        frequency = Frequency(typed["frequency"])
        windows, typed["due_days"] = self._windows(frequency)
        typed["rule"] = RegimeRule(
            frequency,
            closing=Closing(typed["closing"] or Closing.PERIOD_END),
            parts=self._parts(frequency),
            day=typed["closing_day"] or 31,
            months_early=-(typed["closing_month"] or 0),
            is_whole=typed["is_whole"],
            years=typed["years"] or 5,
            first_year=typed["first_year"] or 2021,
            windows=windows,
            documents=DocumentMatch(
                typed["document_type"].strip(),
                typed["document_issuer"].strip(),
                tuple(
                    filter(None, (" ".join(w.split()) for w in typed["document_words"].split("\n")))
                ),
            ),
        )
        return typed

    def _parts(self, frequency: Frequency) -> tuple[int, ...]:
        words = self.cleaned_data["parts"].replace(",", " ").split()
        most = parts_of_year(frequency)
        if not words or most == 1:
            return ()
        if not all(
            word.isascii() and word.isdecimal() and 1 <= int(word) <= most for word in words
        ):
            self.add_error("parts", _("Nhập số thứ tự của kỳ trong năm, cách nhau bằng dấu phẩy."))
            return ()
        return tuple(sorted({int(word) for word in words}))

    def _windows(self, frequency: Frequency) -> tuple[tuple[CycleDates, ...], dict[str, dt.date]]:
        if frequency is not Frequency.LISTED:
            return (), {}
        found: dict[str, CycleDates] = {}
        due: dict[str, dt.date] = {}
        for number, line in enumerate(self.cleaned_data["windows"].splitlines(), 1):
            if not line.strip():
                continue
            read = _window(line)
            if read is None or read[0].label in found:
                words = _("Dòng %(line)s không đọc được. Ghi: tên kỳ; từ ngày; đến ngày; hạn nộp.")
                self.add_error("windows", str(words) % {"line": number})
                return (), {}
            found[read[0].label], due[read[0].label] = read
        if not found:
            self.add_error("windows", _("Chưa có kỳ nào trong danh sách. Thêm ít nhất một kỳ."))
        return tuple(sorted(found.values(), key=lambda cycle: cycle.period.end)), due

    def facts(self, levels: tuple[LevelFacts, ...], reason: str = "") -> VersionFacts:
        """The version as typed, with its levels."""
        typed = self.cleaned_data
        return VersionFacts(
            rule=typed["rule"],
            since=typed["since"],
            levels=levels,
            legal_basis=typed["legal_basis"],
            is_verified=typed["is_verified"],
            report_title=typed["report_title"],
            guidance=typed["guidance"],
            outline=typed["outline"],
            reason=reason,
        )

    @staticmethod
    def initial_of(version: RegimeVersion) -> dict[str, Any]:
        """A version as it was typed; the day it applies from is for the next one to say."""
        rule = read_rule(version.rule)
        dues = [read_due(level.due).days for level in version.levels.all()]
        return {
            "legal_basis": version.legal_basis,
            "is_verified": version.is_verified,
            "frequency": rule.frequency.value,
            "parts": ", ".join(map(str, rule.parts)),
            "closing": rule.closing.value,
            "closing_day": rule.day,
            "closing_month": -rule.months_early,
            "is_whole": rule.is_whole,
            "years": rule.years,
            "first_year": rule.first_year,
            "document_type": rule.documents.type_name,
            "document_issuer": rule.documents.issuer,
            "document_words": "\n".join(rule.documents.words),
            "windows": "\n".join(_line(window, dues[0]) for window in rule.windows),
            "report_title": version.report_title,
            "outline": version.outline_id,
            "guidance": version.guidance,
        }


class RegimeForm(VersionForm):
    """A new regime with its first version."""

    title = forms.CharField(label=_("Tên chế độ báo cáo"), max_length=300)
    kind = forms.ChoiceField(label=_("Loại"), choices=_KINDS)
    programme = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=Programme.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "programme", list_programmes())

    @staticmethod
    def first_values() -> dict[str, Any]:
        """The programme in view, from the beginning of this month."""
        return {"programme": current_programme(), "since": clock.today().replace(day=1)}

    def regime(self) -> RegimeFacts:
        """What stays of the regime."""
        typed = self.cleaned_data
        kind = RegimeKind(typed["kind"])
        return RegimeFacts(title=typed["title"], kind=kind, programme=typed["programme"])


class ReviseForm(VersionForm):
    """A new version of a regime; ``number`` is the version that was seen."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    reason = words_field(_("Lý do thay đổi"), 2)


class EndForm(forms.Form):
    """The end of a regime."""

    last_day = DayField(label=_("Ngày cuối áp dụng"))
    reason = words_field(_("Lý do kết thúc"), 3)


class EventForm(forms.Form):
    """The day on which something was issued that begins a cycle."""

    day = DayField(label=_("Ngày ban hành văn bản"))


class RegimeFilterForm(forms.Form):
    """What the list of regimes is narrowed to."""

    chuong_trinh = programme_field()
    loai = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Mọi loại")), *RegimeKind.choices]
    )
    da_ket_thuc = forms.BooleanField(label=_("Cả chế độ đã kết thúc"), required=False)


def _window(line: str) -> tuple[CycleDates, dt.date] | None:
    cells = [cell.strip() for cell in line.replace("\t", ";").split(";")]
    if len(cells) != 4 or not cells[0] or len(cells[0]) > 40:
        return None
    try:
        start, end, due = (read_day(cell) for cell in cells[1:])
    except NoSuchDay:
        return None
    if end < start:
        return None
    return CycleDates(cells[0], Period(start, end), end, end.replace(day=1)), due


def _line(window: CycleDates, due: Any) -> str:
    """A listed cycle as a line of the form."""
    days = (window.period.start, window.period.end, due.get(window.label, window.closing))
    return "; ".join([window.label, *(f"{day:%d/%m/%Y}" for day in days)])
