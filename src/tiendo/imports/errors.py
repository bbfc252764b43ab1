"""What this app refuses, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "too_big": _("Tệp lớn hơn %(most)s MB. Bỏ hình ảnh, chia tệp thành nhiều phần rồi tải lại."),
    "not_sheet": _(
        "Tệp không phải bảng tính. Dùng tệp Excel (.xlsx) hoặc CSV; với tệp khác, mở bằng Excel "
        "rồi lưu dạng .xlsx."
    ),
    "old_format": _(
        "Tệp là Excel đời cũ (.xls), dù tên tệp có thể ghi khác. Mở bằng Excel, chọn Lưu dưới "
        "dạng, kiểu Excel Workbook (.xlsx), rồi tải lại."
    ),
    "encrypted": _(
        "Tệp đặt mật khẩu nên không đọc được. Mở tệp, bỏ mật khẩu (Tệp, Thông tin, Bảo vệ sổ "
        "tính), lưu rồi tải lại."
    ),
    "damaged": _("Tệp hỏng hoặc không đúng chuẩn. Mở bằng Excel, lưu lại rồi tải tệp mới."),
    "unpacks_too_big": _(
        "Tệp mở ra lớn hơn mức cho phép. Xóa các dòng, cột định dạng thừa dưới và bên phải bảng, "
        "lưu rồi tải lại."
    ),
    "encoding": _("Không đọc được bảng mã của tệp. Lưu tệp dạng CSV UTF-8 hoặc .xlsx rồi tải lại."),
    "rows_none": _("Không thấy dòng nào dưới hàng tiêu đề. Kiểm tra tệp rồi tải lại."),
    "rows_too_many": _(
        "Tệp có hơn %(most)s dòng, quá mức một lượt nhập. Chia thành nhiều tệp rồi nhập từng tệp."
    ),
    "secret_mark": _(
        "Trang tính mang dấu độ mật “%(mark)s”. Hệ thống không nhận tài liệu bí mật nhà nước; "
        "tệp không được lưu. Dùng hệ thống dành cho tài liệu mật."
    ),
    "columns_missing": _("Chưa chọn cột cho: %(columns)s. Chọn cột rồi kiểm tra lại."),
    "column_twice": _(
        "Hai cột cùng chọn là “%(column)s”. Chỉ giữ một cột, cột kia để “Không lấy”."
    ),
    "hidden_unanswered": _("Trang tính có dòng ẩn. Chọn lấy hay bỏ các dòng ẩn rồi kiểm tra lại."),
    "wrong_step": _("Lượt nhập đang ở bước “%(state)s”. Tải lại trang để xem việc có thể làm."),
    "has_errors": _(
        "Còn %(count)s dòng có lỗi hoặc xung đột. Sửa hết, hoặc chọn “Nhập các dòng đúng”."
    ),
    "brings_nothing": _("Không có dòng nào để nhập: mọi dòng đã có sẵn hoặc có lỗi."),
    "same_file_under_way": _(
        "Tệp này đang được %(person)s nhập từ lúc %(at)s. Chờ lượt đó xong rồi xem kết quả; "
        "không nhập hai lần."
    ),
    "row_refused": _("Dòng %(row)s: %(why)s Không dòng nào được nhập."),
    "not_permitted": _(
        "Người nhập không còn quyền thực hiện việc này. Không dòng nào được nhập thêm."
    ),
    "check_failed": _(
        "Việc kiểm tra dừng vì lỗi của hệ thống; chưa dòng nào được nhập. Chọn “Kiểm tra lại các "
        "dòng”; nếu vẫn lỗi, báo quản trị viên kèm giờ xảy ra."
    ),
    "worker_failed": _(
        "Việc nhập dừng vì lỗi của hệ thống; dòng đã nhập không nhập lần nữa. Làm tiếp hoặc hoàn "
        "tác bằng nút dưới đây; nếu vẫn lỗi, báo quản trị viên kèm giờ xảy ra."
    ),
    "undo_failed": _(
        "Việc hoàn tác dừng vì lỗi của hệ thống. Chọn “Hoàn tác tiếp”; nếu vẫn lỗi, báo quản trị "
        "viên kèm giờ xảy ra."
    ),
    "not_a_body": _("Chọn một cơ quan trong danh mục cho “%(value)s”."),
}


class ImportRefused(Refusal):
    """A sheet, or a step of an import, that is refused."""

    words = MESSAGES
    conflicts = frozenset({"wrong_step", "same_file_under_way"})
