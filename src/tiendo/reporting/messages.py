"""What the refusals of reports and their checks say to people: what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: Mapping[str, Promise] = {
    "nothing_to_submit": _("Chưa chọn đề nghị nào để trình. Chọn ít nhất một đề nghị."),
    "change_not_ready": _(
        "Có đề nghị không còn chờ quyết định hoặc đã nằm trong tờ trình khác. Tải lại danh sách."
    ),
    "already_decided": _("Tờ trình đã có quyết định nên không sửa nữa. Lập tờ trình mới."),
    "written_meanwhile": _(
        "Tờ trình vừa được người khác lập lại. Xem bản mới trước khi quyết định."
    ),
    "decision_document_needed": _("Nhập số, ký hiệu và ngày của văn bản quyết định."),
    "not_an_item": _("Có đề nghị không nằm trong tờ trình này. Tải lại trang."),
    "item_not_decided": _(
        "Chưa ghi được quyết định vì %(change)s: %(words)s Lập lại tờ trình không có đề nghị đó, "
        "hoặc ghi không chấp thuận."
    ),
    "as_of_in_future": _(
        "Ngày chốt số liệu %(day)s còn ở phía trước. Chọn hôm nay hoặc một ngày đã qua."
    ),
    "known_at_in_future": _("Không lập được báo cáo theo những gì chưa ghi nhận."),
    "period_out_of_order": _("Kỳ báo cáo kết thúc trước khi bắt đầu. Đổi lại hai ngày của kỳ."),
    "not_a_draft": _(
        "Báo cáo đã duyệt thì không sửa nữa. Lập bản đính chính nếu có số liệu hay lời văn sai."
    ),
    "not_approved": _("Báo cáo còn là dự thảo: sửa ngay trên dự thảo, chưa cần đính chính."),
    "reason_missing": _("Nêu lý do đính chính: sai ở đâu, căn cứ vào đâu."),
    "already_corrected": _("Báo cáo này đã có bản đính chính. Mở bản đó để làm tiếp."),
    "composed_meanwhile": _(
        "Báo cáo vừa được người khác lập lại. Xem lại bản mới trước khi quyết định."
    ),
    "unprintable": _(
        "Không lập được tệp PDF vì không có phông chữ cho “%(text)s”. Sửa lời văn có ký tự đó, lập "
        "lại báo cáo rồi tải lại."
    ),
    "checks_open": _(
        "Tệp đọc lại chưa khớp với số liệu nên chưa duyệt được. Lập lại số liệu rồi kiểm tra lại."
    ),
    "findings_open": _(
        "Còn %(count)s điểm chưa sửa. Sửa rồi lập lại báo cáo, hoặc nêu lý do để duyệt."
    ),
    "findings_changed": _(
        "Kết quả kiểm tra vừa khác với lúc anh/chị xem. Xem lại các điểm dưới đây rồi duyệt."
    ),
    "nothing_overdue": _(
        "Đến hết ngày %(day)s không cơ quan nào được chọn còn nhiệm vụ quá hạn. Chọn ngày khác "
        "hoặc chương trình khác."
    ),
    "answer_by_past": _("Ngày phải trả lời %(day)s đã qua. Chọn một ngày sau hôm nay."),
    "still_writing": _(
        "Các văn bản của đợt này đang được lập. Chờ lập xong rồi ghi số văn bản đã gửi."
    ),
    "all_sent": _("Mọi văn bản của đợt này đã gửi nên không lập lại. Lập đợt đôn đốc mới."),
    "number_missing": _("Chưa nhập số của văn bản đã gửi. Nhập ít nhất một số rồi ghi lại."),
    "sent_in_future": _("Ngày ký, ngày gửi còn ở phía trước. Ghi sau khi văn bản đã đi."),
    "issued_before_written": _(
        "Ngày ký đứng trước ngày lập văn bản đôn đốc. Xem lại ngày trên văn bản."
    ),
    "already_sent": _("Văn bản số %(number)s đã được ghi là đã gửi. Tải lại trang."),
    "not_of_round": _("Văn bản này đã được lập lại. Tải lại trang rồi ghi số cho bản mới."),
    "unknown_value": _(
        "Đề cương có chỗ số liệu %(name)s mà chương trình không có. Sửa đề cương rồi lập lại."
    ),
    "no_such_place": _(
        "Đề cương của báo cáo không có mục này. Tải lại trang để xem đề cương hiện nay."
    ),
    "no_such_version": _("Không còn thấy bản lời văn đã mở. Tải lại trang rồi soạn tiếp."),
    "words_too_long": _("Lời văn dài quá %(limit)s ký tự. Rút ngắn hoặc chuyển bớt sang phụ lục."),
    "words_overlap": _(
        "%(person)s vừa sửa cùng đoạn này. Lời văn của cả hai người vẫn còn: chọn bản để giữ."
    ),
    "choice_reason_missing": _("Nêu lý do chọn giá trị này: căn cứ vào đâu, đã hỏi ai."),
    "not_disagreed": _("Các nguồn không còn nói khác nhau ở chỗ này. Tải lại trang."),
    "nothing_picked": _("Chưa chọn đoạn nào. Đánh dấu ít nhất một đoạn rồi gửi lại."),
    "not_said": _("Không nguồn nào còn nói giá trị đã chọn. Tải lại trang rồi chọn lại."),
    "figures_disagree": _("Số liệu vừa thay đổi trong lúc lập. Hãy lập lại báo cáo."),
}

ISSUES: Mapping[str, Promise] = {
    "impossible_date": _("Ngày không có thật: %(raw)s"),
    "unpadded_date": _("Ngày viết thiếu số 0: %(raw)s"),
    "symbol_corrected": _("Ký hiệu viết sai: %(raw)s, đúng ra là %(expected)s"),
    "cited_before_its_date": _("Dẫn văn bản %(number)s có ngày sau ngày của báo cáo"),
    "annex_absent": _("Nhắc đến Phụ lục %(annex)s nhưng không có"),
    "unbalanced_mark": _("Dấu ngoặc thiếu nửa còn lại: %(mark)s"),
    "sum_differs": _("Tổng và các số thành phần không khớp: %(total)s và %(sum)s"),
}


def say_issue(code: str, params: Mapping[str, str]) -> str:
    """The words of something odd found when the written file was read back."""
    return str(ISSUES[code]) % params if code in ISSUES else code
