"""Vietnamese words of intake: refusals, problems found in a text, what "6 rõ" lacks."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REFUSALS = {
    "edited_meanwhile": gettext_lazy(
        "Người khác vừa sửa mục “%(draft)s”. Giá trị hiện tại ở bên cạnh; nội dung đã nhập vẫn "
        "còn trong biểu mẫu, hãy đối chiếu rồi lưu lại."
    ),
    "not_in_review": gettext_lazy(
        "Bản bóc tách này không còn ở bước rà soát nên không sửa được. Tải lại trang để xem "
        "trạng thái hiện tại."
    ),
    "already_approved": gettext_lazy(
        "Bản bóc tách này đã được duyệt lúc %(when)s, không duyệt lần thứ hai. Mở chương trình "
        "“%(programme)s” để xem các nhiệm vụ đã tạo."
    ),
    "nothing_accepted": gettext_lazy(
        "Chưa có nhiệm vụ nào được chấp nhận nên chưa duyệt được. Chấp nhận ít nhất một mục rồi "
        "duyệt lại."
    ),
    "programme_exists": gettext_lazy(
        "Văn bản này đã có chương trình “%(programme)s”. Chọn chương trình đó khi duyệt."
    ),
    "not_ready": gettext_lazy("Văn bản này chưa bóc tách xong. Chờ giây lát rồi tải lại trang."),
    "wrong_state": gettext_lazy(
        "Mục “%(draft)s” đang ở trạng thái “%(state)s” nên không làm được việc này. Khôi phục mục "
        "đó trước."
    ),
    "split_needs_two": gettext_lazy("Muốn tách thì ghi ít nhất hai dòng, mỗi dòng một nhiệm vụ."),
    "no_group": gettext_lazy(
        "Cơ quan chủ trì của mục “%(draft)s” không phải một nhóm cơ quan nên không tách được."
    ),
    "empty_group": gettext_lazy(
        "Nhóm “%(group)s” chưa có cơ quan nào trong danh mục. Bổ sung danh mục hoặc ghi cơ quan "
        "cụ thể."
    ),
    "merge_needs_two": gettext_lazy("Muốn gộp thì chọn ít nhất hai mục cùng loại."),
    "clause_not_found": gettext_lazy(
        "Không có mục “%(path)s” trong phần thân của văn bản này. Kiểm tra lại số mục, ví dụ "
        "II.1.đ."
    ),
    "links_to_itself": gettext_lazy("Một mục không gắn được với chính nó."),
    "impossible_date": gettext_lazy(
        "Ngày “%(value)s” không có thật. Ghi theo dạng ngày/tháng/năm, ví dụ 05/01/2025."
    ),
    "title_empty": gettext_lazy("Nội dung nhiệm vụ không được để trống."),
    "unreadable_text": gettext_lazy(
        "Văn bản này không đọc được thành mục nào. Kiểm tra lại tệp ở trang văn bản."
    ),
}

# Problems found while reading. "raw" is always there: the words of the text at that place.
PROBLEMS = {
    "impossible_date": gettext_lazy("Ngày không có thật: “%(raw)s”. Hỏi lại cơ quan ban hành."),
    "unpadded_date": gettext_lazy("Ngày viết thiếu số 0: “%(raw)s”, đúng là %(expected)s."),
    "symbol_corrected": gettext_lazy(
        "Số, ký hiệu viết sai mẫu: “%(raw)s”, đã hiểu là %(expected)s."
    ),
    "cited_before_its_date": gettext_lazy(
        "Văn bản được dẫn %(number)s ghi ngày %(date)s, sau ngày của chính văn bản này."
    ),
    "annex_absent": gettext_lazy(
        "Văn bản nhắc tới “%(raw)s” nhưng tệp không có phụ lục này. Gắn thêm tệp phụ lục."
    ),
    "numbering_gap": gettext_lazy("Đánh số không liền: chờ %(expected)s nhưng gặp %(found)s."),
    "sum_differs": gettext_lazy("Tổng không khớp: ghi %(total)s đồng, cộng được %(sum)s đồng."),
    "unbalanced_mark": gettext_lazy("Dấu ngoặc mở và đóng không khớp: “%(raw)s”."),
    "misplaced_bracket": gettext_lazy("Thứ tự liệt kê trong ngoặc không liền: “%(raw)s”."),
    "torn_syllables": gettext_lazy("Đã nối %(count)s chỗ chữ bị rời. So với bản gốc."),
    "tracked_changes": gettext_lazy(
        "Tệp còn dấu vết sửa đổi (track changes). Chữ bị xóa không được đọc; xem lại bản chính "
        "thức."
    ),
    "hidden_text": gettext_lazy("Tệp có chữ ẩn. Xem lại bản chính thức."),
    "contents_left_out": gettext_lazy("Mục lục tự động của tệp không được đọc vào văn bản."),
    "no_text": gettext_lazy("Tệp không có chữ nào đọc được."),
    "normalised_to_nfc": gettext_lazy(
        "Chữ viết theo dạng dấu rời (NFD), đã chuẩn hóa về dạng dựng sẵn (NFC)."
    ),
    "decoded_as": gettext_lazy("Tệp không ở dạng UTF-8; đã đọc theo bảng mã %(encoding)s."),
    "invalid_bytes": gettext_lazy("Có byte không thành chữ; so với bản gốc."),
    "replacement_character": gettext_lazy("Có %(count)s ký tự hỏng (U+FFFD). So với bản gốc."),
    "control_characters": gettext_lazy("Có ký tự điều khiển lạ, đã bỏ qua."),
    "several_leads": gettext_lazy(
        "Có %(count)s cơ quan cùng chủ trì (%(names)s). Đã lấy cơ quan đầu, các cơ quan sau ghi "
        "vào phối hợp; tách mục nếu mỗi cơ quan làm một phần."
    ),
    "deadline_not_understood": gettext_lazy("Thời hạn “%(raw)s” chưa hiểu được thành ngày."),
}

LACKS = {
    "title": gettext_lazy("nội dung việc"),
    "lead": gettext_lazy("cơ quan chủ trì"),
    "deciding": gettext_lazy("thẩm quyền"),
    "deadline": gettext_lazy("thời hạn"),
    "product": gettext_lazy("sản phẩm"),
    "confirmer": gettext_lazy("cơ quan xác nhận"),
}


def say(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a refusal."""
    template = REFUSALS.get(code)
    if template is None:
        return _("Không thực hiện được (mã %(code)s).") % {"code": code}
    return str(template) % _Filled(params)


def say_problem(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a problem found in a text; an unknown one is named by its code."""
    template = PROBLEMS.get(code)
    if template is None:
        return _("Điểm cần xem lại (%(code)s).") % {"code": code}
    return str(template) % _Filled(params)


class _Filled(dict[str, object]):
    """Parameters a caller did not know are shown as an ellipsis, never as an error."""

    def __missing__(self, key: str) -> str:
        return "…"
