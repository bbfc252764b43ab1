"""The field in which a day is typed, the same whatever the browser's language."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.workspace.typed_days import PATTERN, NoSuchDay, read_day


class DayInput(forms.DateInput):
    """A text input that shows dd/mm/yyyy; a browser's own date input follows its language."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {
            "placeholder": "dd/mm/yyyy",
            "inputmode": "numeric",
            "autocomplete": "off",
            "pattern": PATTERN,
            "data-mismatch": _("Ngày không đọc được. Nhập dạng ngày/tháng/năm, ví dụ 05/06/2025."),
            "title": _("Ngày/tháng/năm, ví dụ 05/06/2025"),
        }
        super().__init__(attrs=own | (attrs or {}), format="%d/%m/%Y")


class DayField(forms.DateField):
    """A day typed as 5/6/2025, 05/06/2025 or 2025-06-05; one that does not exist is named."""

    widget = DayInput

    def to_python(self, value: Any) -> dt.date | None:
        """The day; None where nothing was typed. Errors: ValidationError."""
        if not isinstance(value, str) or not value.strip():
            day = super().to_python(value if not isinstance(value, str) else "")
            return day if isinstance(day, dt.date) else None
        try:
            return read_day(value)
        except NoSuchDay as error:
            raise forms.ValidationError(str(error), code="impossible_date") from error
