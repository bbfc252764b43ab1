"""The words for what may be wrong with a change to accounts and posts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "username_missing": _("Chưa có tên đăng nhập. Ghi chữ không dấu, ví dụ: nguyenvana."),
    "username_taken": _("Tên đăng nhập “%(name)s” đã có người dùng. Chọn tên khác."),
    "password_weak": _("Mật khẩu chưa đạt: %(why)s"),
    "post_held": _(
        "%(person)s đã giữ vai trò này tại “%(body)s” trong thời gian đó. "
        "Kết thúc chức vụ cũ trước, hoặc chọn ngày khác."
    ),
    "post_ended": _("Chức vụ này đã kết thúc từ trước. Tải lại trang để xem."),
    "dates_crossed": _("Ngày kết thúc không được trước ngày bắt đầu. Kiểm tra lại hai ngày."),
    "body_ended": _("“%(body)s” không hoạt động vào ngày %(day)s. Chọn cơ quan kế tục."),
    "last_administrator": _(
        "Đây là quản trị viên cuối cùng. Giao vai trò quản trị cho người khác trước."
    ),
    "delegation_to_oneself": _("Không thể ủy quyền cho chính mình. Chọn người khác."),
    "delegation_beyond_post": _(
        "Chức vụ này không có quyền “%(permission)s” nên không thể ủy quyền. Bỏ quyền đó ra."
    ),
    "delegation_outside_post": _(
        "Thời gian ủy quyền phải nằm trong thời gian giữ chức vụ. Kiểm tra lại hai ngày."
    ),
    "delegation_revoked": _("Ủy quyền này đã được thu hồi từ trước."),
    "delegate_inactive": _("Tài khoản của người nhận ủy quyền đã khóa. Chọn người khác."),
    "delegation_past": _("Ủy quyền không thể bắt đầu trước hôm nay. Chọn từ hôm nay trở đi."),
    "delegation_overlaps": _(
        "Chức vụ này đã ủy quyền cho %(person)s trong thời gian đó. Thu hồi ủy quyền cũ trước, "
        "hoặc chọn ngày khác."
    ),
    "delegation_circular": _(
        "%(person)s đang ủy quyền cho chính người giữ chức vụ này trong thời gian đó. "
        "Chọn người khác, hoặc thu hồi ủy quyền kia."
    ),
    "delegate_outside": _(
        "%(person)s không giữ chức vụ nào tại cơ quan này vào ngày bắt đầu. "
        "Chọn người trong cơ quan, hoặc nhờ quản trị viên."
    ),
    "post_for_own_people": _(
        "%(person)s không công tác tại “%(body)s”. Chọn người của cơ quan, "
        "hoặc nhờ quản trị viên giao chức vụ tại cơ quan trước."
    ),
    "not_locked_out": _("%(name)s không bị khóa đăng nhập. Tải lại trang để xem."),
    "no_second_step": _("%(name)s không bật xác thực hai bước. Tải lại trang để xem."),
    "own_second_step": _(
        "Không tự đặt lại xác thực hai bước của chính mình ở đây. Nhờ một quản trị viên khác, "
        "hoặc tắt ở trang Xác thực hai bước."
    ),
    "invited_inactive": _("Tài khoản của %(person)s đã khóa. Mở lại tài khoản trước khi mời."),
    "no_invitation": _("%(person)s không có thư mời nào còn hiệu lực. Tải lại trang để xem."),
    "invitation_unknown": _(
        "Đường dẫn này không đúng. Kiểm tra lại từng chữ, hoặc xin thư mời mới của quản trị viên."
    ),
    "invitation_used": _(
        "Thư mời này đã dùng hoặc đã được thay. Đăng nhập bằng mật khẩu đã đặt, "
        "hoặc xin thư mời mới của quản trị viên."
    ),
    "invitation_expired": _("Thư mời này đã hết hạn. Xin thư mời mới của quản trị viên."),
    "nothing_to_hand_over": _(
        "%(person)s không còn giữ chức vụ nào sau ngày này. Chọn ngày khác hoặc tải lại trang."
    ),
    "receiver_missing": _(
        "Còn %(count)s việc chưa có người nhận, ví dụ “%(title)s”. Chọn người nhận cho từng việc "
        "hoặc chọn một người nhận tất cả."
    ),
    "receiver_is_giver": _("Người nhận không thể là chính người bàn giao. Chọn người khác."),
    "receiver_inactive": _("Tài khoản của %(person)s đã khóa. Chọn người nhận khác."),
    "hand_over_undone": _("Bàn giao này đã được rút lại từ trước. Tải lại trang để xem."),
    "hand_over_too_late": _("Đã quá thời gian rút lại. Lập bàn giao theo chiều ngược lại nếu cần."),
    "sheet_too_big": _("Tệp lớn quá %(most)s MB. Chia thành nhiều tệp rồi tải lên từng tệp."),
    "sheet_unpacks_too_big": _(
        "Tệp bung ra quá lớn so với một bảng tài khoản. Chép riêng các dòng có người vào tệp mới."
    ),
    "sheet_not_xlsx": _("Tệp này không phải bảng tính XLSX. Lưu lại dạng .xlsx rồi tải lên."),
    "sheet_encrypted": _(
        "Tệp có mật khẩu hoặc là dạng cũ (.xls). Bỏ mật khẩu, lưu lại dạng .xlsx rồi tải lên."
    ),
    "sheet_unreadable": _(
        "Tệp hỏng hoặc không đọc được. Mở bằng chương trình bảng tính, lưu lại rồi tải lên."
    ),
    "columns_missing": _(
        "Không thấy đủ các cột, còn thiếu: %(columns)s. Ghi tên cột ở dòng đầu như tệp mẫu."
    ),
    "column_twice": _("Có hai cột “%(column)s”. Xóa hoặc đổi tên một cột."),
    "rows_too_many": _("Tệp có hơn %(most)s người. Chia thành nhiều tệp."),
    "rows_none": _("Dưới dòng tên cột không có người nào. Kiểm tra lại tệp."),
    "import_decided": _("Lượt nhập này đã được quyết định từ trước. Tải lại trang để xem."),
    "import_has_errors": _(
        "Còn %(count)s dòng có lỗi. Sửa tệp rồi tải lại, hoặc chọn chỉ nhập các dòng đúng."
    ),
    "import_brings_nothing": _("Không có dòng nào để nhập. Sửa tệp rồi tải lại."),
    "import_not_undoable": _("Lượt nhập này không có gì để rút lại. Tải lại trang để xem."),
    "import_signed_in": _(
        "Đã có người trong lượt nhập này đăng nhập (%(person)s), nên không rút lại cả lượt được. "
        "Khóa hoặc kết thúc chức vụ từng người."
    ),
    "import_in_use": _(
        "Đã có việc đứng tên người của lượt nhập này, nên không rút lại cả lượt được. "
        "Khóa hoặc kết thúc chức vụ từng người."
    ),
    "reason_missing": _("Chưa có lý do. Ghi lý do hoặc số văn bản quyết định."),
}
