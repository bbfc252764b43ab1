"""What files of figures are refused for, as a whole or by cell, with what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "too_big": _("Tệp lớn hơn %(most)s MB. Chia tệp thành nhiều phần rồi tải lại."),
    "not_sheet": _(
        "Tệp không phải bảng tính. Dùng tệp Excel (.xlsx) hoặc CSV; với tệp khác, mở bằng Excel "
        "rồi lưu dạng .xlsx."
    ),
    "old_format": _(
        "Tệp là Excel đời cũ (.xls). Mở bằng Excel, lưu dạng Excel Workbook (.xlsx), rồi tải lại."
    ),
    "encrypted": _("Tệp đặt mật khẩu nên không đọc được. Bỏ mật khẩu, lưu rồi tải lại."),
    "damaged": _("Tệp hỏng hoặc không đúng chuẩn. Mở bằng Excel, lưu lại rồi tải tệp mới."),
    "unpacks_too_big": _("Tệp mở ra quá lớn. Xóa các dòng, cột định dạng thừa, lưu rồi tải lại."),
    "encoding": _("Không đọc được bảng mã của tệp. Lưu tệp dạng CSV UTF-8 hoặc .xlsx rồi tải lại."),
    "heads_missing": _(
        "Không thấy cột “%(columns)s”. Dùng tệp mẫu, hoặc ghi tên cột ở dòng đầu rồi tải lại."
    ),
    "head_twice": _("Hai cột cùng là “%(column)s”. Chỉ giữ một cột rồi tải lại."),
    "rows_none": _("Không thấy dòng số liệu nào dưới hàng tiêu đề. Kiểm tra tệp rồi tải lại."),
    "rows_too_many": _("Tệp có hơn %(most)s dòng. Chia thành nhiều tệp rồi nhập từng tệp."),
    "secret_mark": _(
        "Tệp mang dấu độ mật “%(mark)s”. Hệ thống không nhận tài liệu bí mật nhà nước; "
        "tệp không được lưu."
    ),
    "wrong_step": _("Tệp đang ở bước “%(state)s”. Tải lại trang để xem việc có thể làm."),
    "has_errors": _("Còn %(count)s dòng có lỗi. Sửa hết, hoặc chọn nhập riêng các dòng đúng."),
    "brings_nothing": _("Không có số liệu nào để nhập: mọi dòng đã có sẵn, để trống hoặc có lỗi."),
    "same_file_under_way": _(
        "Tệp này đang được %(person)s nhập (từ %(at)s). Chờ xong rồi tải lại."
    ),
    "changed_since": _(
        "Sau khi kiểm tra đã có thay đổi: %(count)s dòng không nhập được nữa. Xem các dòng báo lỗi."
    ),
    "worker_failed": _("Việc nhập bị dừng giữa chừng, chưa số liệu nào được ghi. Kiểm tra lại."),
    # by cell
    "code_missing": _("Chưa ghi mã chỉ tiêu."),
    "code_unknown": _("Không có chỉ tiêu mã “%(raw)s”. Lấy mã trong danh mục chỉ tiêu."),
    "body_missing": _("Chưa ghi cơ quan."),
    "body_unknown": _("Không rõ cơ quan “%(raw)s”. Ghi tên như trong danh mục cơ quan%(near)s."),
    "body_not_yours": _("Không được nhập số liệu của %(body)s. Bỏ dòng này, hoặc nhờ cơ quan đó."),
    "period_missing": _("Chưa ghi kỳ. Ghi như 2025, 2025-Q3, 2025-07 hoặc quý III/2025."),
    "period_unreadable": _(
        "“%(raw)s” không phải là kỳ. Ghi như 2025, 2025-H1, 2025-Q3, 2025-07 hoặc quý III/2025."
    ),
    "period_is_day": _(
        "Excel đã đổi ô thành ngày %(raw)s. Định dạng ô là văn bản rồi ghi lại kỳ, như 2025-07."
    ),
    "value_is_day": _(
        "Excel đã đổi ô thành ngày %(raw)s. Định dạng ô là văn bản rồi ghi lại số liệu."
    ),
    "value_is_no_figure": _("Ô ghi “%(raw)s” không phải là số. Ghi số liệu, hoặc để trống."),
    "share_unclear": _(
        "Ô ghi số %(raw)s: chưa rõ là %(percent)s hay %(ratio)s. Ghi dạng chữ kèm dấu %%."
    ),
    "unit_differs": _("Cột đơn vị ghi “%(given)s” nhưng chỉ tiêu tính bằng “%(unit)s”. Đổi lại."),
    "day_unreadable": _("“%(raw)s” không phải là ngày. Ghi như 31/12/2025."),
    "revision_unreadable": _("“%(raw)s” không phải số phiên bản. Dùng tệp mẫu, không sửa cột này."),
    "row_repeated": _("Số liệu này đã ghi ở dòng %(other)s. Chỉ giữ một dòng."),
    "formula_unsaved": _("Ô là công thức chưa có kết quả. Mở tệp bằng Excel, lưu rồi tải lại."),
    "text_too_long": _("Ô dài quá %(most)s ký tự. Rút ngắn rồi tải lại."),
}


class FigureFileError(Refusal):
    """Root of what files of figures are refused for."""

    words = MESSAGES
    conflicts = frozenset({"wrong_step", "same_file_under_way", "changed_since"})
