"""The field in which an amount of money is typed, with its unit in words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tiendo.domain.money import MoneyUnread, read_money

_WORDS = {
    "about": _("“%(typed)s” là số ước chừng. Nhập số tiền đúng như chứng từ."),
    "no_unit": _("“%(typed)s” chưa có đơn vị. Viết thêm đồng, triệu hoặc tỷ."),
    "not_number": _("“%(typed)s” không đọc được. Nhập số và đơn vị, ví dụ 1.234,5 triệu."),
    "not_money": _("“%(typed)s” không phải số tiền đồng. Đơn vị là đồng, nghìn, triệu hoặc tỷ."),
    "not_whole": _("“%(typed)s” lẻ dưới một đồng. Kiểm tra lại số và đơn vị."),
    "negative": _("“%(typed)s” nhỏ hơn 0. Nhập số không âm."),
    "too_big": _("“%(typed)s” lớn hơn mức có thể. Kiểm tra lại số và đơn vị."),
}
_SHOWN = 40


class MoneyField(forms.CharField):
    """Whole VND typed as "1.234,5 triệu"; what is no amount is refused with its words."""

    def __init__(self, *, may_be_negative: bool = False, **kwargs: Any) -> None:
        self.may_be_negative = may_be_negative
        kwargs.setdefault("help_text", _("Kèm đơn vị, ví dụ 1.234,5 triệu; 500.118.000.000 đồng."))
        kwargs.setdefault("max_length", 60)
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        """The amount; None where nothing was typed. Errors: ValidationError."""
        if isinstance(value, int):
            return value
        typed = super().to_python(value) or ""
        if not typed.strip():
            return None
        try:
            return read_money(typed, may_be_negative=self.may_be_negative)
        except MoneyUnread as unread:
            words = _WORDS[unread.code]
            raise forms.ValidationError(
                words, code=unread.code, params={"typed": typed[:_SHOWN]}
            ) from unread

    def run_validators(self, value: Any) -> None:
        """The length was that of the words; the amount has its own limits."""

    def validate(self, value: Any) -> None:
        """Something was typed where it must be; zero is something."""
        if value is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def prepare_value(self, value: Any) -> Any:
        """An amount as it is typed: in đồng, its thousands grouped."""
        if isinstance(value, int):
            return f"{value:,} đồng".replace(",", ".")
        return value
