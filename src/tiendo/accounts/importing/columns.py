"""The columns of a workbook of accounts, known by the words people put above them."""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.headings import named_by


class Field(StrEnum):
    """What one column holds."""

    FULL_NAME = "full_name"
    USERNAME = "username"
    EMAIL = "email"
    PHONE = "phone"
    BODY = "body"
    DIVISION = "division"
    POSITION = "position"
    ROLE = "role"
    SINCE = "since"

    @property
    def label(self) -> str | Promise:
        """The word above the column in the template."""
        return LABELS[self]


LABELS: dict[Field, str | Promise] = {
    Field.FULL_NAME: _("Họ và tên"),
    Field.USERNAME: _("Tên đăng nhập"),
    Field.EMAIL: _("Thư điện tử"),
    Field.PHONE: _("Điện thoại"),
    Field.BODY: _("Cơ quan"),
    Field.DIVISION: _("Phòng"),
    Field.POSITION: _("Chức vụ"),
    Field.ROLE: _("Vai trò"),
    Field.SINCE: _("Từ ngày"),
}
REQUIRED = (Field.FULL_NAME, Field.USERNAME, Field.BODY, Field.ROLE)
_WORDS: dict[str, Field] = {
    "ho va ten": Field.FULL_NAME,
    "ho ten": Field.FULL_NAME,
    "ho dem va ten": Field.FULL_NAME,
    "ten can bo": Field.FULL_NAME,
    "ten dang nhap": Field.USERNAME,
    "ten tai khoan": Field.USERNAME,
    "tai khoan": Field.USERNAME,
    "username": Field.USERNAME,
    "user name": Field.USERNAME,
    "thu dien tu": Field.EMAIL,
    "hop thu": Field.EMAIL,
    "email": Field.EMAIL,
    "e mail": Field.EMAIL,
    "mail": Field.EMAIL,
    "dien thoai": Field.PHONE,
    "di dong": Field.PHONE,
    "sdt": Field.PHONE,
    "dtdd": Field.PHONE,
    "so may": Field.PHONE,
    "co quan": Field.BODY,
    "don vi": Field.BODY,
    "noi cong tac": Field.BODY,
    "phong ban": Field.DIVISION,
    "phong": Field.DIVISION,
    "bo phan": Field.DIVISION,
    "chuc vu": Field.POSITION,
    "chuc danh": Field.POSITION,
    "vai tro": Field.ROLE,
    "nhom quyen": Field.ROLE,
    "tu ngay": Field.SINCE,
    "ngay bat dau": Field.SINCE,
    "hieu luc tu": Field.SINCE,
}
# A sentence above the table is no head, whatever words are in it.
_MOST_WORDS = 6


def field_of(words: object) -> Field | None:
    """Which field the words above a column mean; None where they mean none of ours."""
    return named_by(words, _WORDS, _MOST_WORDS)
