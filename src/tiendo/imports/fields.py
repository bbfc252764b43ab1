"""The fields that rows bring, the words that name their columns, and what each kind takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.headings import named_by
from tiendo.imports.models import ImportKind


class Field(StrEnum):
    """What one column holds."""

    CODE = "code"
    MARK = "mark"
    TITLE = "title"
    PRODUCT = "product"
    SECTION = "section"
    LEAD = "lead"
    COORDINATING = "coordinating"
    OFFICER = "officer"
    DEADLINE = "deadline"
    RECURRENCE = "recurrence"
    DECIDING = "deciding"
    CONFIRMER = "confirmer"
    DONE = "done"
    PERCENT = "percent"
    DONE_COUNT = "done_count"
    TOTAL_COUNT = "total_count"
    UNIT = "unit"
    DIFFICULTY = "difficulty"
    PROPOSAL = "proposal"
    AS_OF = "as_of"
    DONE_ON = "done_on"
    DOCUMENT_NUMBER = "document_number"
    DOCUMENT_DATE = "document_date"
    NOTE = "note"


LABELS: Mapping[Field, Promise] = {
    Field.CODE: _("Mã"),
    Field.MARK: _("Phiên bản"),
    Field.TITLE: _("Nhiệm vụ"),
    Field.PRODUCT: _("Sản phẩm"),
    Field.SECTION: _("Phần của kế hoạch"),
    Field.LEAD: _("Cơ quan chủ trì"),
    Field.COORDINATING: _("Cơ quan phối hợp"),
    Field.OFFICER: _("Người xử lý"),
    Field.DEADLINE: _("Thời hạn"),
    Field.RECURRENCE: _("Định kỳ"),
    Field.DECIDING: _("Thẩm quyền quyết định"),
    Field.CONFIRMER: _("Cơ quan xác nhận"),
    Field.DONE: _("Kết quả thực hiện"),
    Field.PERCENT: _("Tỷ lệ hoàn thành (%)"),
    Field.DONE_COUNT: _("Số đã xong"),
    Field.TOTAL_COUNT: _("Tổng số"),
    Field.UNIT: _("Đơn vị tính"),
    Field.DIFFICULTY: _("Khó khăn, vướng mắc"),
    Field.PROPOSAL: _("Kiến nghị"),
    Field.AS_OF: _("Ngày cập nhật"),
    Field.DONE_ON: _("Ngày hoàn thành"),
    Field.DOCUMENT_NUMBER: _("Số văn bản"),
    Field.DOCUMENT_DATE: _("Ngày văn bản"),
    Field.NOTE: _("Ghi chú"),
}


@dataclass(frozen=True, slots=True)
class KindFields:
    """The fields of a kind in the order of its template, those it cannot do without, and those
    of which one at least is needed."""

    fields: tuple[Field, ...]
    required: frozenset[Field]
    one_of: tuple[Field, ...] = ()


_ABOUT = (Field.CODE, Field.TITLE)
KINDS: Mapping[ImportKind, KindFields] = {
    ImportKind.TASKS: KindFields(
        (
            *_ABOUT,
            Field.PRODUCT,
            Field.SECTION,
            Field.LEAD,
            Field.COORDINATING,
            Field.DEADLINE,
            Field.RECURRENCE,
            Field.DECIDING,
            Field.CONFIRMER,
            Field.OFFICER,
            Field.MARK,
        ),
        frozenset({Field.TITLE}),
    ),
    ImportKind.ASSIGNMENTS: KindFields(
        (*_ABOUT, Field.LEAD, Field.COORDINATING, Field.CONFIRMER, Field.OFFICER, Field.MARK),
        frozenset({Field.CODE}),
        (Field.LEAD, Field.COORDINATING, Field.CONFIRMER, Field.OFFICER),
    ),
    ImportKind.PROGRESS: KindFields(
        (
            *_ABOUT,
            Field.DONE,
            Field.PERCENT,
            Field.DONE_COUNT,
            Field.TOTAL_COUNT,
            Field.UNIT,
            Field.DIFFICULTY,
            Field.PROPOSAL,
            Field.AS_OF,
        ),
        frozenset({Field.CODE, Field.DONE}),
    ),
    ImportKind.RESULTS: KindFields(
        (*_ABOUT, Field.DONE_ON, Field.DOCUMENT_NUMBER, Field.DOCUMENT_DATE, Field.NOTE),
        frozenset({Field.CODE, Field.DONE_ON, Field.DOCUMENT_NUMBER}),
    ),
}
# Other systems' words stand beside our own.
_WORDS: Mapping[str, Field] = {
    "ma": Field.CODE,
    "ma nhiem vu": Field.CODE,
    "ma so": Field.CODE,
    "ma nv": Field.CODE,
    "ma so nhiem vu": Field.CODE,
    "ky hieu nhiem vu": Field.CODE,
    "phien ban": Field.MARK,
    "nhiem vu": Field.TITLE,
    "ten nhiem vu": Field.TITLE,
    "noi dung nhiem vu": Field.TITLE,
    "noi dung cong viec": Field.TITLE,
    "noi dung": Field.TITLE,
    "nhiem vu giai phap": Field.TITLE,
    "ten cong viec": Field.TITLE,
    "cong viec": Field.TITLE,
    "nhiem vu cu the": Field.TITLE,
    "san pham": Field.PRODUCT,
    "san pham dau ra": Field.PRODUCT,
    "ket qua dau ra": Field.PRODUCT,
    "ket qua san pham": Field.PRODUCT,
    "san pham du kien": Field.PRODUCT,
    "phan cua ke hoach": Field.SECTION,
    "muc": Field.SECTION,
    "nhom nhiem vu": Field.SECTION,
    "linh vuc": Field.SECTION,
    "chu tri": Field.LEAD,
    "co quan chu tri": Field.LEAD,
    "don vi chu tri": Field.LEAD,
    "co quan don vi chu tri": Field.LEAD,
    "don vi thuc hien": Field.LEAD,
    "co quan thuc hien": Field.LEAD,
    "co quan duoc giao": Field.LEAD,
    "don vi duoc giao": Field.LEAD,
    "phoi hop": Field.COORDINATING,
    "co quan phoi hop": Field.COORDINATING,
    "don vi phoi hop": Field.COORDINATING,
    "co quan don vi phoi hop": Field.COORDINATING,
    "nguoi xu ly": Field.OFFICER,
    "can bo thuc hien": Field.OFFICER,
    "chuyen vien": Field.OFFICER,
    "can bo phu trach": Field.OFFICER,
    "can bo xu ly": Field.OFFICER,
    "thoi han": Field.DEADLINE,
    "thoi han hoan thanh": Field.DEADLINE,
    "han hoan thanh": Field.DEADLINE,
    "thoi gian hoan thanh": Field.DEADLINE,
    "thoi gian thuc hien": Field.DEADLINE,
    "han xu ly": Field.DEADLINE,
    "ngay het han": Field.DEADLINE,
    "deadline": Field.DEADLINE,
    "dinh ky": Field.RECURRENCE,
    "tan suat": Field.RECURRENCE,
    "chu ky": Field.RECURRENCE,
    "tham quyen": Field.DECIDING,
    "tham quyen quyet dinh": Field.DECIDING,
    "cap quyet dinh": Field.DECIDING,
    "cap tham quyen": Field.DECIDING,
    "cap ban hanh": Field.DECIDING,
    "xac nhan": Field.CONFIRMER,
    "co quan xac nhan": Field.CONFIRMER,
    "don vi xac nhan": Field.CONFIRMER,
    "co quan theo doi": Field.CONFIRMER,
    "ket qua thuc hien": Field.DONE,
    "ket qua": Field.DONE,
    "tinh hinh thuc hien": Field.DONE,
    "da lam duoc gi": Field.DONE,
    "noi dung da thuc hien": Field.DONE,
    "tien do thuc hien": Field.DONE,
    "noi dung cap nhat": Field.DONE,
    "ty le": Field.PERCENT,
    "ty le hoan thanh": Field.PERCENT,
    "phan tram hoan thanh": Field.PERCENT,
    "phan tram": Field.PERCENT,
    "tien do": Field.PERCENT,
    "muc do hoan thanh": Field.PERCENT,
    "so da xong": Field.DONE_COUNT,
    "so da hoan thanh": Field.DONE_COUNT,
    "da hoan thanh": Field.DONE_COUNT,
    "tong so": Field.TOTAL_COUNT,
    "don vi tinh": Field.UNIT,
    "dvt": Field.UNIT,
    "kho khan": Field.DIFFICULTY,
    "vuong mac": Field.DIFFICULTY,
    "kho khan vuong mac": Field.DIFFICULTY,
    "ton tai han che": Field.DIFFICULTY,
    "kien nghi": Field.PROPOSAL,
    "de xuat": Field.PROPOSAL,
    "de xuat kien nghi": Field.PROPOSAL,
    "kien nghi de xuat": Field.PROPOSAL,
    "ngay cap nhat": Field.AS_OF,
    "ngay bao cao": Field.AS_OF,
    "ngay hoan thanh": Field.DONE_ON,
    "ngay hoan thanh thuc te": Field.DONE_ON,
    "thoi gian hoan thanh thuc te": Field.DONE_ON,
    "so van ban": Field.DOCUMENT_NUMBER,
    "so ky hieu": Field.DOCUMENT_NUMBER,
    "so ky hieu van ban": Field.DOCUMENT_NUMBER,
    "van ban ban hanh": Field.DOCUMENT_NUMBER,
    "minh chung": Field.DOCUMENT_NUMBER,
    "ngay van ban": Field.DOCUMENT_DATE,
    "ngay ban hanh": Field.DOCUMENT_DATE,
    "ghi chu": Field.NOTE,
}
# Words that mean another field in one kind than in the others.
_OF_KIND: Mapping[ImportKind, Mapping[str, Field]] = {
    ImportKind.TASKS: {
        "ket qua": Field.PRODUCT,
        "ket qua thuc hien": Field.PRODUCT,
        "tien do": Field.DEADLINE,
        "tien do thuc hien": Field.DEADLINE,
    },
    ImportKind.PROGRESS: {"thoi gian": Field.AS_OF, "noi dung": Field.DONE},
    ImportKind.RESULTS: {
        "ket qua": Field.NOTE,
        "san pham": Field.NOTE,
        "thoi gian hoan thanh": Field.DONE_ON,
    },
}
# Columns of our own exports that the system computes: named, never taken.
COMPUTED = frozenset(
    {"ky", "han goc", "so lan gia han", "trang thai", "cap nhat", "tt", "stt", "so tt"}
)
_MOST_WORDS = 9
# "Lập danh mục" is no "Mục".
_LEAST_WITHIN = 2


def field_of(words: object, kind: ImportKind) -> Field | None:
    """Which field of a kind the words above a column mean; None where they mean none of it."""
    names = {**dict.fromkeys(COMPUTED), **names_of(kind)}
    found = named_by(words, names, _MOST_WORDS, _LEAST_WITHIN)
    return found if isinstance(found, Field) else None


def names_of(kind: ImportKind) -> Mapping[str, Field]:
    """The fields of a kind by the words that name them, as ``heading_key`` makes them."""
    names = {**_WORDS, **_OF_KIND.get(kind, {})}
    return {key: field for key, field in names.items() if field in KINDS[kind].fields}
