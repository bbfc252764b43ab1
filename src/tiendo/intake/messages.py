"""Vietnamese words of intake: refusals, problems found in a text, what "6 rõ" lacks."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.documents.issue_words import ISSUES

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
    "parts_in_use": gettext_lazy(
        "Các phần đã tách của mục “%(draft)s” đã được tách hoặc gộp tiếp. Khôi phục các phần đó "
        "trước."
    ),
    "reason_missing": gettext_lazy("Ghi lý do bỏ qua vấn đề này, ví dụ “đã hỏi cơ quan gửi”."),
    "problem_gone": gettext_lazy("Vấn đề này không còn trong văn bản. Tải lại trang."),
    "no_task_yet": gettext_lazy("Mục “%(draft)s” chưa có nhiệm vụ nào để bổ sung."),
    "nothing_to_add": gettext_lazy(
        "Nhiệm vụ không còn thiếu điều nào mà mục “%(draft)s” có. Chỗ khác nhau thì điều chỉnh ở "
        "trang nhiệm vụ."
    ),
    "nothing_differs": gettext_lazy("Mục “%(draft)s” không khác bản đọc trước."),
    "no_group": gettext_lazy(
        "Cơ quan chủ trì của mục “%(draft)s” không phải một nhóm cơ quan nên không tách được."
    ),
    "empty_group": gettext_lazy(
        "Nhóm “%(group)s” chưa có cơ quan nào trong danh mục. Bổ sung danh mục hoặc ghi cơ quan "
        "cụ thể."
    ),
    "nothing_to_match": gettext_lazy(
        "Mục “%(draft)s” không phải nhiệm vụ đang rà soát, hoặc đã gắn với mục khác của văn bản, "
        "nên không đối chiếu được."
    ),
    "match_task_gone": gettext_lazy(
        "Nhiệm vụ đã chọn vừa kết thúc hoặc không còn trong chương trình đang thực hiện. Tải lại "
        "trang rồi chọn lại."
    ),
    "deadline_not_earlier": gettext_lazy(
        "Thời hạn của mục “%(draft)s” không sớm hơn thời hạn của nhiệm vụ nên không áp dụng được. "
        "Bỏ lựa chọn đó rồi lưu lại."
    ),
    "no_match": gettext_lazy("Mục “%(draft)s” chưa được đối chiếu. Tải lại trang."),
    "match_ended": gettext_lazy(
        "Mục “%(draft)s” được gắn với nhiệm vụ %(task)s, nhưng nhiệm vụ đó nay ở trạng thái "
        "“%(state)s”. Mở trang đối chiếu, chọn lại cho mục này rồi duyệt."
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

# Problems of the text in the words of documents, and those of the drafts made of it.
PROBLEMS = {
    **ISSUES,
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
