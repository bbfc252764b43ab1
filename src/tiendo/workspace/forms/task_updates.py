"""The short form in which work is reported: what was done, how far, what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.domain.progress import HUNDREDTH, Count, CountRefused
from tiendo.tasks.actions.difficulties import OTHER, SOLVED
from tiendo.tasks.messages import COUNT_WORDS
from tiendo.tasks.models import ProgressUpdate
from tiendo.workspace.forms.evidence import EvidenceForm
from tiendo.workspace.task_words import formula_of
from tiendo.workspace.templatetags.vn import number as number_words
from vanban.quantities import parse_number

_LARGEST = Decimal("999999999999")


class PercentField(forms.CharField):
    """A share from 0 to 100, with a comma or a point. Missing: None, which is not 0."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Decimal | None:
        typed = str(super().clean(value) or "").strip().removesuffix("%").strip()
        if not typed:
            return None
        try:
            share = Decimal(typed.replace(",", "."))
        except InvalidOperation:
            share = Decimal(-1)
        if not share.is_finite() or not 0 <= share <= 100:
            raise forms.ValidationError(_now("Nhập một số từ 0 đến 100, ví dụ 45 hoặc 45,5."))
        return share.quantize(HUNDREDTH)


class NumberField(forms.CharField):
    """A number in Vietnamese writing ("1.234,5"). Missing: None, which is not 0."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Decimal | None:
        typed = str(super().clean(value) or "").strip()
        if not typed:
            return None
        try:
            given = parse_number(typed)
        except ValueError as error:
            raise forms.ValidationError(_now("Nhập một số, ví dụ 34 hoặc 1.234,5.")) from error
        if abs(given) > _LARGEST:
            raise forms.ValidationError(_now("Số quá lớn. Nhập theo đơn vị lớn hơn."))
        return given.quantize(HUNDREDTH)


class UpdateForm(EvidenceForm):
    """What was done, how far, and what stands in the way.

    ``request_key`` names this form, so that sending it again makes no second update.
    """

    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    done = forms.CharField(
        label=_("Đã làm được gì"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Ghi kết quả đã làm được rồi gửi lại.")},
    )
    percent = PercentField(label=_("Tỷ lệ (%)"), required=False)
    done_count = NumberField(label=_("Đã xong"), required=False)
    total_count = NumberField(label=_("trên tổng số"), required=False)
    count_unit = forms.CharField(
        label=_("Đơn vị"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("xã, bộ, km…")}),
    )
    difficulty = forms.CharField(
        label=_("Vướng mắc"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    proposal = forms.CharField(
        label=_("Kiến nghị"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    difficulty_course = forms.ChoiceField(
        label=_("Vướng mắc đã nêu"),
        required=False,
        choices=(
            ("", _("vẫn còn")),
            (SOLVED, _("đã được giải quyết")),
            (OTHER, _("vẫn còn, nội dung dưới đây là vướng mắc khác")),
        ),
    )

    # What the form began with is read only where it matters.
    kept: Callable[[], ProgressUpdate | None] | None = None

    def clean(self) -> dict[str, Any]:
        """A count is whole and gives the percent; another percent beside it is refused."""
        typed = super().clean()
        typed["count"] = count = self._count(typed)
        if count is None:
            return typed
        share = typed.get("percent")
        if share is not None and share != count.percent and share != self._share_before():
            words = _now("Tỷ lệ khác với %(formula)s. Chỉ nhập tỷ lệ hoặc số lượng.")
            self.add_error("percent", words % {"formula": formula_of(count)})
        return typed

    def _share_before(self) -> Decimal | None:
        last = self.kept() if self.kept else None
        return last.percent if last else None

    def _count(self, typed: dict[str, Any]) -> Count | None:
        done, total = typed.get("done_count"), typed.get("total_count")
        if "done_count" in self.errors or "total_count" in self.errors:
            return None
        if done is None:
            if total is not None:
                self.add_error("done_count", _now("Nhập số đã xong."))
            return None
        if total is None:
            self.add_error("total_count", _now("Nhập tổng số."))
            return None
        try:
            return Count(done, total, typed.get("count_unit") or "")
        except CountRefused as refused:
            self.add_error("done_count", str(COUNT_WORDS[refused.code]))
            return None

    def particulars(self) -> dict[str, Any]:
        """What was typed; an update is added, so it meets nobody else's version."""
        names = ("done", "percent", "count", "difficulty", "proposal", "difficulty_course")
        return {name: self.cleaned_data[name] for name in (*names, "request_key")}

    def has_difficulty(self) -> bool:
        """Whether the part that unfolds holds something."""
        return bool(self["difficulty"].value() or self["proposal"].value())

    def has_count(self) -> bool:
        """Whether the work is reported by a count."""
        return bool(self["done_count"].value() or self["total_count"].value())


def kept_from(last: ProgressUpdate | None) -> dict[str, Any]:
    """What the form begins with: the percent or count of the last update stays unless changed."""
    fresh: dict[str, Any] = {"request_key": uuid4()}
    if last is None:
        return fresh
    if last.total_count is not None:
        total = number_words(last.total_count)
        return {
            **fresh,
            "done_count": number_words(last.done_count),
            "total_count": total,
            "count_unit": last.count_unit,
        }
    return {**fresh, "percent": "" if last.percent is None else number_words(last.percent)}
