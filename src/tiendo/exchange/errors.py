"""What exchange by file refuses, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "too_big": _("Tệp quá lớn. Bỏ hình ảnh, định dạng thừa rồi nhập lại."),
    "not_sheet": _("Tệp không phải bảng tính. Dùng tệp Excel (.xlsx) hoặc CSV."),
    "old_format": _("Tệp là Excel đời cũ (.xls). Lưu lại dạng .xlsx rồi nhập."),
    "encrypted": _("Tệp đặt mật khẩu nên không đọc được. Bỏ mật khẩu rồi nhập lại."),
    "damaged": _("Tệp hỏng hoặc không đúng chuẩn. Mở bằng Excel, lưu lại rồi nhập tệp mới."),
    "unpacks_too_big": _("Tệp mở ra lớn hơn mức cho phép. Xóa dòng, cột thừa rồi nhập lại."),
    "encoding": _("Không đọc được bảng mã của tệp. Lưu dạng CSV UTF-8 hoặc .xlsx rồi nhập lại."),
    "columns_missing": _(
        "Không thấy cột %(columns)s theo biểu mẫu “%(form)s”. Kiểm tra tệp, hoặc thêm biểu mẫu "
        "mới nếu hệ thống đã đổi cột."
    ),
    "rows_none": _("Không có dòng nào dưới hàng tiêu đề. Kiểm tra tệp rồi nhập lại."),
    "rows_too_many": _("Tệp có hơn %(most)s dòng. Chia tệp theo văn bản giao rồi nhập từng phần."),
    "same_file": _(
        "Tệp này đã nhập ngày %(day)s bởi %(person)s và chưa có danh mục nào mới hơn. "
        "Xem các dòng đã nhập."
    ),
    "secret_mark": _(
        "Tệp mang dấu độ mật “%(mark)s”. Hệ thống không nhận tài liệu bí mật nhà nước; tệp không "
        "được lưu."
    ),
    "task_taken": _(
        "Nhiệm vụ %(task)s đã khớp với dòng “%(other)s”. Bỏ khớp dòng đó trước, hoặc chọn "
        "nhiệm vụ khác."
    ),
    "other_programme": _(
        "Nhiệm vụ %(task)s thuộc chương trình khác. Chọn nhiệm vụ cùng chương trình."
    ),
    "not_waiting": _("Dòng này đã được xử lý. Tải lại trang để xem kết quả."),
    "not_gone": _(
        "Dòng “%(title)s” vẫn còn trong danh mục mới nhất nên là một dòng khác. Tải lại trang."
    ),
    "not_joined": _(
        "Dòng này không được nối với dòng cũ trong danh mục mới nhất nên không tách được."
    ),
    "still_waiting": _("Dòng này chưa được khớp nên chưa có gì để bỏ hoặc ghi đã nhập."),
    "task_of_row": _(
        "Nhiệm vụ này được lập từ chính dòng này nên không bỏ khớp được. Hủy nhiệm vụ nếu lập nhầm."
    ),
    "nothing_chosen": _("Chưa chọn dòng nào. Đánh dấu các dòng rồi gửi lại."),
    "day_in_future": _("Ngày nhập %(day)s còn ở phía trước. Nhập hôm nay hoặc một ngày đã qua."),
    "nothing_to_enter": _("Không có dòng nào cần nhập sang hệ thống quốc gia."),
    "form_not_yaml": _("Nội dung biểu mẫu không đọc được (%(about)s). Sửa theo mẫu đang dùng."),
    "form_part_missing": _("Biểu mẫu thiếu phần “%(about)s”. Bổ sung rồi gửi lại."),
    "form_unknown_word": _(
        "Biểu mẫu có mã “%(about)s” không có trong danh mục trường hoặc trạng thái. Sửa mã đó."
    ),
    "form_day_form": _("Dạng ngày “%(about)s” thiếu %%d, %%m hoặc %%Y. Sửa rồi gửi lại."),
    "form_twice": _("Tên cột “%(about)s” dùng cho hai trường. Mỗi tên chỉ dùng một lần."),
    "form_other_system": _("Biểu mẫu của hệ thống “%(about)s” không dùng ở đây."),
}


class ExchangeError(Refusal):
    """Root of what this app refuses."""

    words = MESSAGES
    conflicts = frozenset({"not_waiting", "same_file"})
