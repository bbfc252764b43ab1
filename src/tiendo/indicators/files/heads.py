"""The columns of a file of figures, and the words that name them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.headings import named_by


class Head(StrEnum):
    """What one column holds. The order is that of packed rows."""

    CODE = "code"
    NAME = "name"
    UNIT = "unit"
    BODY = "body"
    PERIOD = "period"
    BREAKDOWN = "breakdown"
    LAST = "last"
    VALUE = "value"
    AS_OF = "as_of"
    MISSING = "missing"
    REASON = "reason"
    NOTE = "note"
    REVISION = "revision"


LABELS: Mapping[Head, Promise] = {
    Head.CODE: _("Mã chỉ tiêu"),
    Head.NAME: _("Tên chỉ tiêu"),
    Head.UNIT: _("Đơn vị tính"),
    Head.BODY: _("Cơ quan"),
    Head.PERIOD: _("Kỳ"),
    Head.BREAKDOWN: _("Phân tổ"),
    Head.LAST: _("Số kỳ trước"),
    Head.VALUE: _("Giá trị"),
    Head.AS_OF: _("Số liệu đến ngày"),
    Head.MISSING: _("Lý do chưa có số liệu"),
    Head.REASON: _("Lý do nhập muộn hoặc đính chính"),
    Head.NOTE: _("Ghi chú"),
    Head.REVISION: _("Phiên bản"),
}
# What rows cannot do without; body and period may be chosen for the whole file.
REQUIRED = frozenset({Head.CODE, Head.VALUE})
PLACES: Mapping[Head, int] = {head: place for place, head in enumerate(Head)}

_WORDS: Mapping[str, Head] = {
    "ma": Head.CODE,
    "ma chi tieu": Head.CODE,
    "chi tieu": Head.NAME,
    "ten chi tieu": Head.NAME,
    "don vi": Head.UNIT,
    "don vi tinh": Head.UNIT,
    "dvt": Head.UNIT,
    "co quan": Head.BODY,
    "don vi bao cao": Head.BODY,
    "co quan bao cao": Head.BODY,
    "xa phuong": Head.BODY,
    "ky": Head.PERIOD,
    "ky bao cao": Head.PERIOD,
    "ky so lieu": Head.PERIOD,
    "phan to": Head.BREAKDOWN,
    "so ky truoc": Head.LAST,
    "gia tri": Head.VALUE,
    "so lieu": Head.VALUE,
    "so lieu den ngay": Head.AS_OF,
    "den ngay": Head.AS_OF,
    "ngay so lieu": Head.AS_OF,
    "ly do chua co so lieu": Head.MISSING,
    "chua co so lieu": Head.MISSING,
    "ly do": Head.REASON,
    "ly do nhap muon hoac dinh chinh": Head.REASON,
    "ly do dinh chinh": Head.REASON,
    "ly do nhap muon": Head.REASON,
    "ghi chu": Head.NOTE,
    "phien ban": Head.REVISION,
}


def head_of(words: object) -> Head | None:
    """Which column the words above it mean; None where they mean none."""
    return named_by(words, _WORDS, 9, 2)
