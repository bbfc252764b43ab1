"""The words of exchange for people: fields, where rows stand, history, problems of a file."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.exchange import Field
from tiendo.exchange.standing import Standing

FIELDS: Mapping[Field, Promise] = {
    Field.EXTERNAL_ID: _("Mã của hệ thống quốc gia"),
    Field.SYMBOL: _("Văn bản giao"),
    Field.CLAUSE: _("Điều khoản"),
    Field.TITLE: _("Nội dung"),
    Field.PRODUCT: _("Sản phẩm"),
    Field.LEAD: _("Cơ quan chủ trì"),
    Field.DUE: _("Thời hạn"),
    Field.STATUS: _("Trạng thái"),
    Field.PERCENT: _("Tiến độ (%)"),
    Field.RESULT: _("Kết quả thực hiện"),
    Field.DONE_ON: _("Ngày hoàn thành"),
}
STANDINGS: Mapping[Standing, Promise] = {
    Standing.WAITING: _("Chờ khớp"),
    Standing.TO_ENTER: _("Cần nhập"),
    Standing.ENTERED: _("Đã nhập"),
    Standing.AGREES: _("Đã trùng số liệu"),
    Standing.DRAFT: _("Bản nháp"),
    Standing.NOT_OURS: _("Không phải"),
    Standing.GONE: _("Không còn"),
}
EVENTS: Mapping[str, Promise] = {
    "listed": _("Có trong danh mục nhận"),
    "changed": _("Danh mục mới ghi khác"),
    "gone": _("Không còn trong danh mục mới"),
    "same": _("Khớp với nhiệm vụ"),
    "new": _("Lập nhiệm vụ mới"),
    "not_ours": _("Không phải việc của tỉnh"),
    "renamed": _("Là dòng cũ, danh mục mới ghi khác chữ"),
    "parted": _("Tách thành hai dòng"),
    "undone": _("Bỏ kết quả khớp"),
    "entered": _("Đã nhập sang hệ thống quốc gia"),
}
PROBLEMS: Mapping[str, Promise] = {
    "macros": _("Tệp có macro; macro không được chạy và không được giữ."),
    "repeated": _("Dòng lặp lại một dòng ở trên nên bỏ qua. Xóa một trong hai dòng."),
    "title_missing": _("Không có tên nhiệm vụ nên bỏ qua dòng. Ghi tên rồi nhập lại."),
    "day_unread": _("Không đọc được ngày nên giữ nguyên chữ. Ghi dạng 30/09/2025."),
    "formula_unsaved": _("Có công thức chưa có kết quả nên ô coi như trống. Dán lại bằng giá trị."),
    "hidden": _("Dòng đang ẩn trong tệp; vẫn được nhận."),
}
