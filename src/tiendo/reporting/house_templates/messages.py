"""What is said of house templates: their placeholders, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: Mapping[str, Promise] = {
    "co_quan_chu_quan": _("Tên cơ quan chủ quản, chữ in hoa"),
    "co_quan": _("Tên cơ quan ban hành, chữ in hoa"),
    "so": _("Số và ký hiệu, để trống số khi chưa ban hành"),
    "ngay": _("Địa danh và ngày, tháng, năm"),
    "ten_loai": _("Tên loại văn bản, chữ in hoa"),
    "tieu_de": _("Trích yếu nội dung"),
    "kinh_gui": _("Dòng “Kính gửi” với nơi nhận; không có nơi nhận thì dòng này mất đi"),
    "can_cu": _("Các căn cứ ban hành; không đặt thì đứng đầu nội dung"),
    "noi_dung": _("Toàn bộ nội dung, bảng, hình; phụ lục nối sau chữ ký"),
    "ky": _("Quyền hạn, chức vụ người ký, mỗi dòng một đoạn"),
    "ho_ten": _("Họ và tên người ký"),
    "noi_nhan": _("Các dòng nơi nhận, mỗi dòng một đoạn"),
    "ky_ben_kia": _("Biên bản: quyền hạn, chức vụ của bên kia, mỗi dòng một đoạn"),
    "ho_ten_ben_kia": _("Biên bản: họ và tên người ký của bên kia"),
    "nguoi_soan": _("Ký hiệu người soạn thảo và số lượng bản"),
}

MESSAGES: Mapping[str, Promise] = {
    "since_past": _(
        "Ngày áp dụng %(day)s đã qua: báo cáo lập trước hôm nay giữ mẫu của ngày đó. Chọn hôm nay "
        "hoặc một ngày sau."
    ),
    "same_template": _("Tệp này đang là mẫu được dùng. Không cần tải lên lại."),
    "nothing_to_withdraw": _(
        "Cơ quan đang dùng mẫu có sẵn của phần mềm, không có mẫu nào để ngừng."
    ),
    "reason_needed": _("Nêu lý do ngừng dùng mẫu."),
    "template_faults": _("Mẫu chưa dùng được: %(faults)s"),
    "template_differs": _(
        "Lập thử theo mẫu rồi đọc lại thấy khác với nội dung đã đưa vào: %(found)s. Bỏ bảng kẻ ô, "
        "chữ tự động hoặc trường của Word trong mẫu rồi tải lên lại."
    ),
    "template_unusable": _(
        "Không lập được tệp theo mẫu của %(body)s. Mở trang mẫu văn bản, tải lên mẫu khác hoặc "
        "ngừng dùng mẫu này rồi lập lại."
    ),
    "unknown_type": _("Không có mẫu cho loại văn bản “%(type)s”. Chọn một loại trong danh sách."),
    "gap_unknown": _(
        "Mẫu của %(body)s có chỗ số liệu %(name)s mà báo cáo này không có. Sửa mẫu hoặc ngừng dùng "
        "mẫu ở trang mẫu văn bản rồi lập lại."
    ),
    "gap_missing": _(
        "Mẫu đang dùng của %(body)s có chỗ số liệu {%(name)s}, thêm vào sau khi lập báo cáo này. "
        "Lập lại báo cáo rồi làm tiếp."
    ),
    "no_office": _(
        "Máy chủ chưa cài LibreOffice nên không xem được thành trang. Tải bản DOCX để xem trong "
        "Word."
    ),
    "office_failed": _(
        "LibreOffice không chuyển được tệp thành trang trong thời gian cho phép. Tải bản DOCX để "
        "xem, hoặc thử lại sau."
    ),
}

FAULTS: Mapping[str, Promise] = {
    "unreadable_template": _(
        "Tệp không mở được như văn bản Word (.docx). Mở tệp bằng Word, chọn Lưu thành .docx không "
        "có macro."
    ),
    "has_macros": _("Mẫu có macro hoặc đối tượng chạy được. Lưu lại thành .docx không có macro."),
    "linked_part": _(
        "Mẫu lấy ảnh hoặc phần khác từ địa chỉ bên ngoài. Chèn thẳng ảnh vào mẫu thay cho liên kết."
    ),
    "tracked_changes": _(
        "Mẫu còn sửa đổi theo dõi hoặc bình luận. Chấp nhận hết sửa đổi, xóa bình luận rồi lưu lại."
    ),
    "has_figures": _(
        "Tệp là một báo cáo đã lập, còn số liệu của báo cáo đó. Bắt đầu từ mẫu gốc ở trang này."
    ),
    "unknown": _("Không có ô tên {{%(found)s}}. Xem bảng các ô được dùng."),
    "unknown_near": _("Không có ô tên {{%(found)s}}; có lẽ là {{%(right)s}}."),
    "single_braces": _("Ô %(found)s chỉ có một dấu ngoặc nhọn; viết {{%(right)s}}."),
    "unclosed": _("Dấu ngoặc nhọn của ô chưa đủ hai bên, ở chỗ “%(found)s”."),
    "missing": _("Thiếu ô {{%(name)s}} (%(label)s)."),
    "twice": _("Ô {{%(name)s}} xuất hiện hơn một lần trong thân mẫu; chỉ giữ một."),
    "not_alone": _("Ô {{%(name)s}} phải đứng một mình trong đoạn của nó."),
    "not_in_head": _("Ô {{%(name)s}} không đặt ở đầu trang, chân trang được."),
    "boxed_text": _(
        "Ô {{%(name)s}} không đặt trong bảng hay khung chữ được; đặt ở một đoạn riêng."
    ),
    "not_for_type": _(
        "Ô {{%(name)s}} không dùng cho loại văn bản này. Bỏ ô đó hoặc chọn loại văn bản khác."
    ),
    "gap_not_in_text": _(
        "Chỗ số liệu %(found)s đứng ở đầu trang, chân trang hoặc khung chữ. Chuyển vào thân văn "
        "bản."
    ),
    "gap_not_for_type": _(
        "Chỗ số liệu %(found)s chỉ dùng được trong mẫu báo cáo. Bỏ chỗ đó khỏi mẫu này."
    ),
    "unknown_gap": _(
        "Không có giá trị %(found)s. Chọn trong danh sách giá trị ở trang đề cương; muốn in dấu "
        "ngoặc nhọn thì bỏ chỗ đó."
    ),
    "unknown_gap_near": _("Không có giá trị %(found)s; có lẽ là {%(right)s}."),
    "section_after": _("Sau ô {{%(name)s}} còn ngắt phần (section). Bỏ ngắt phần đó."),
}


def say_fault(code: str, params: Mapping[str, str]) -> str:
    """The sentence of one thing that is wrong with a template."""
    label = LABELS.get(params.get("name", ""), "")
    return str(FAULTS[code]) % {**params, "label": label}
