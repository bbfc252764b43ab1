"""What a dictionary that comes in as a workbook is refused for, cell by cell."""

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
    "secret_mark": _(
        "Tệp mang dấu độ mật “%(mark)s”. Hệ thống không nhận tài liệu bí mật nhà nước; tệp không "
        "được lưu."
    ),
    "sheets_missing": _(
        "Không thấy bảng nào trong các bảng %(sheets)s. Xuất danh mục ra Excel rồi sửa trên tệp đó."
    ),
    "file_rows": _("Một bảng có quá %(most)s dòng. Chia tệp ra nhiều lần nhập."),
    "cell_empty": _("ô còn trống. Điền vào ô này."),
    "cell_choice": _("“%(given)s” không phải lựa chọn hợp lệ. Ghi một trong: %(known)s."),
    "cell_whole": _("“%(given)s” không phải số nguyên từ 0 đến %(most)s. Sửa lại số."),
    "cell_day": _("“%(given)s” không phải ngày. Ghi theo kiểu 31/12/2030."),
    "cell_too_long": _("nội dung dài quá %(longest)s ký tự. Rút gọn lại."),
    "dimension_unknown": _(
        "không có phân tổ mã “%(code)s”. Thêm phân tổ này vào bảng Phân tổ hoặc sửa lại mã."
    ),
    "group_unknown": _(
        "không có nhóm cơ quan “%(name)s”. Ghi đúng tên một nhóm trong danh mục cơ quan."
    ),
    "body_unknown": _("không có cơ quan “%(name)s”. Ghi đúng tên trong danh mục cơ quan."),
    "indicator_unknown": _(
        "không có chỉ tiêu mã “%(code)s”. Thêm chỉ tiêu vào bảng Chỉ tiêu hoặc sửa lại mã."
    ),
    "target_unknown": _(
        "chỉ tiêu %(code)s không có mục tiêu số %(number)s. Để trống ô này nếu là mục tiêu mới."
    ),
    "target_body_kept": _(
        "mục tiêu đã đặt không đổi được cơ quan. Để trống số mục tiêu để đặt mục tiêu mới."
    ),
    "owner_kept": _(
        "Chỉ tiêu %(code)s do %(owner)s theo dõi. Tệp không đổi được đơn vị theo dõi: "
        "ghi lại đúng tên."
    ),
    "row_twice": _("“%(code)s” có ở hai dòng. Giữ lại một dòng."),
    "changed_meanwhile": _(
        "Danh mục đã thay đổi sau khi xem trước. Xem lại các thay đổi rồi quyết định."
    ),
    "decided": _("Tệp này đã được quyết định. Tải lại trang để xem kết quả."),
    "file_wrong": _(
        "Có %(count)s dòng lỗi nên chưa ghi dòng nào. Sửa tệp, hoặc chọn chỉ ghi các dòng đúng."
    ),
    "not_permitted": _("Không có quyền ghi dòng này. Đề nghị cơ quan điều phối nhập tệp."),
    "nothing_new": _("Tệp không có gì khác danh mục hiện có nên không có gì để ghi."),
}


class DictionaryError(Refusal):
    """A workbook, one of its cells, or taking it is refused."""

    words = MESSAGES
    conflicts = frozenset({"changed_meanwhile", "decided"})
