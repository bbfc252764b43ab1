"""The words for what may be wrong with a change to the list of bodies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "name_missing": _("Chưa có tên cơ quan. Ghi tên đầy đủ như trong văn bản."),
    "name_long": _(
        "Tên cơ quan dài quá %(most)s ký tự. Ghi đúng tên cơ quan, không kèm nội dung khác."
    ),
    "name_exists": _(
        "Đã có cơ quan tên “%(name)s” cùng cấp trong thời gian này. Chọn cơ quan đó, "
        "hoặc ghi thêm tên gọi khác cho nó."
    ),
    "ends_before_start": _(
        "Ngày kết thúc của “%(name)s” không được trước ngày bắt đầu. Kiểm tra lại hai ngày."
    ),
    "already_closed": _("“%(name)s” đã kết thúc hoạt động từ trước. Tải lại trang để xem."),
    "succession_to_itself": _("Một cơ quan không thể kế tục chính nó. Chọn cơ quan khác."),
    "succession_circle": _(
        "“%(name)s” đã là cơ quan kế tục trước đó, ghi thêm sẽ thành vòng. "
        "Kiểm tra lại chiều kế tục."
    ),
    "parent_ended": _("“%(name)s” không hoạt động vào ngày đó. Chọn ngày khác."),
    "division_too_deep": _(
        "“%(name)s” đã ở cấp thấp nhất. Thêm phòng vào cơ quan hoặc vào phòng cấp trên của nó."
    ),
    "division_has_people": _(
        "Còn %(count)s chức vụ tại “%(name)s” sau ngày này. Kết thúc hoặc chuyển các chức vụ đó "
        "trước."
    ),
    "division_has_parts": _("“%(name)s” còn tổ, bộ phận bên dưới. Kết thúc các đơn vị đó trước."),
    "not_a_division": _("“%(name)s” là một cơ quan, không phải phòng. Nhờ quản trị viên sửa."),
    "parent_circle": _("“%(name)s” không thể trực thuộc đơn vị của chính nó."),
}
