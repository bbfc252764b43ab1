"""The words for what is wrong with a cell or a row, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

PROBLEMS: Mapping[str, Promise] = {
    "unsaved_formula": _(
        "Ô %(cell)s là công thức chưa có kết quả lưu trong tệp. Mở tệp bằng Excel, lưu lại, hoặc "
        "dán bằng giá trị."
    ),
    "too_long": _("Ô %(cell)s dài hơn %(most)s ký tự. Rút ngắn lại."),
    "second_table": _(
        "Dòng %(row)s thuộc bảng thứ hai, có hàng tiêu đề ở dòng %(other)s. Chuyển bảng đó sang "
        "trang tính riêng rồi nhập lần khác, hoặc xóa khỏi tệp."
    ),
    "title_missing": _("Ô %(cell)s trống. Ghi nội dung nhiệm vụ, hoặc xóa dòng."),
    "code_missing": _("Ô %(cell)s trống. Ghi mã nhiệm vụ đã có trong hệ thống."),
    "code_unknown": _(
        "Ô %(cell)s: không có nhiệm vụ mã “%(value)s” trong chương trình này. Sửa mã, hoặc chọn "
        "đúng chương trình."
    ),
    "code_repeated": _(
        "Ô %(cell)s: mã “%(value)s” đã ghi ở dòng %(other)s. Xóa một trong hai dòng."
    ),
    "row_repeated": _(
        "Dòng %(row)s trùng nội dung và cơ quan chủ trì với dòng %(other)s. Xóa một trong hai dòng."
    ),
    "mark_missing": _(
        "Ô %(cell)s trống: không biết dòng này được xuất lúc nào. Xuất lại tệp rồi sửa trên tệp "
        "mới."
    ),
    "mark_bad": _(
        "Ô %(cell)s: dấu phiên bản không phải của nhiệm vụ này. Không sửa cột Phiên bản; xuất lại "
        "tệp rồi sửa trên tệp mới."
    ),
    "task_gone": _("Dòng %(row)s: nhiệm vụ không còn trong hệ thống. Xóa dòng."),
    "changed_meanwhile": _(
        "Dòng %(row)s: nhiệm vụ đã được sửa trong hệ thống sau khi xuất tệp, nên không ghi đè. "
        "Xuất lại tệp rồi sửa trên tệp mới."
    ),
    "body_unknown": _(
        "Ô %(cell)s: “%(value)s” không có trong danh mục cơ quan.%(near)s Chọn một cơ quan hoặc "
        "sửa ô."
    ),
    "body_is_group": _(
        "Ô %(cell)s: “%(value)s” chỉ nhiều cơ quan. Ghi tên một cơ quan trong danh mục."
    ),
    "body_ended": _(
        "Ô %(cell)s: “%(value)s” không còn hoạt động và không có một cơ quan kế thừa. Ghi tên cơ "
        "quan đang hoạt động."
    ),
    "cannot_clear": _(
        "Ô %(cell)s trống. “%(field)s” không xóa được bằng tệp; ghi giá trị mới hoặc giá trị cũ."
    ),
    "section_unknown": _(
        "Ô %(cell)s: chương trình không có phần “%(value)s”. Ghi ký hiệu phần, ví dụ %(offer)s, "
        "hoặc để trống."
    ),
    "deadline_bad": _(
        "Ô %(cell)s: “%(value)s” không phải thời hạn. Ghi ngày (31/12/2025), tháng 9/2025, quý "
        "IV/2025, năm 2025, hoặc thường xuyên."
    ),
    "recurrence_bad": _(
        "Ô %(cell)s: “%(value)s” không phải định kỳ. Ghi hằng tháng, hằng quý, hằng năm trước "
        "ngày 25/11, hoặc thường xuyên."
    ),
    "deadline_before_start": _(
        "Ô %(cell)s: thời hạn trước ngày bắt đầu %(first)s. Sửa lại thời hạn."
    ),
    "rule_in_force": _(
        "Ô %(cell)s: nhiệm vụ đã giao, định kỳ chỉ đổi ở trang nhiệm vụ kèm văn bản quyết định."
    ),
    "decision_needed": _(
        "Ô %(cell)s: nhiệm vụ đã giao, đổi thời hạn cần văn bản quyết định và lý do. Ghi hai mục "
        "này ở bước chọn cột."
    ),
    "confirmer_is_lead": _(
        "Ô %(cell)s: cơ quan xác nhận không được là cơ quan chủ trì. Ghi cơ quan khác."
    ),
    "inside_only": _(
        "Ô %(cell)s: chương trình của cơ quan chỉ giao việc trong cơ quan. “%(value)s” ở ngoài."
    ),
    "state_closed": _(
        "Dòng %(row)s: nhiệm vụ đang ở trạng thái “%(state)s”, không nhập được việc này."
    ),
    "not_yours": _(
        "Dòng %(row)s: cơ quan của người nhập không chủ trì hoặc phối hợp nhiệm vụ này. Xóa dòng."
    ),
    "not_lead": _(
        "Dòng %(row)s: chỉ cơ quan chủ trì báo cáo hoàn thành. Xóa dòng, hoặc nhập dạng tiến độ."
    ),
    "may_not_edit": _("Ô %(cell)s: người nhập không có quyền đổi “%(field)s”. Ghi lại giá trị cũ."),
    "officer_unknown": _(
        "Ô %(cell)s: “%(value)s” không phải cán bộ đang công tác tại %(body)s. Ghi đúng họ tên "
        "hoặc tên đăng nhập."
    ),
    "officer_twice": _("Ô %(cell)s: %(body)s có nhiều người tên “%(value)s”. Ghi tên đăng nhập."),
    "done_missing": _("Ô %(cell)s trống. Ghi việc đã làm được."),
    "percent_bad": _(
        "Ô %(cell)s: “%(value)s” không phải tỷ lệ từ 0 đến 100. Ghi như 45 hoặc 45,5."
    ),
    "number_bad": _(
        "Ô %(cell)s: “%(value)s” không phải số. Ghi như 34 hoặc 1.234,5, hoặc để trống."
    ),
    "count_incomplete": _(
        "Ô %(cell)s: có số đã xong mà thiếu tổng số, hoặc ngược lại. Ghi cả hai."
    ),
    "count_negative": _("Ô %(cell)s: số đã xong không được âm. Sửa lại."),
    "total_not_positive": _("Ô %(cell)s: tổng số phải lớn hơn 0. Sửa lại."),
    "count_over": _("Ô %(cell)s: số đã xong lớn hơn tổng số. Sửa một trong hai số."),
    "day_bad": _("Ô %(cell)s: “%(value)s” không phải ngày. Ghi dạng 01/12/2025."),
    "day_missing": _("Ô %(cell)s trống. Ghi ngày dạng 01/12/2025."),
    "day_in_future": _("Ô %(cell)s: ngày %(value)s ở sau hôm nay. Sửa lại."),
    "day_before_live": _("Ô %(cell)s: ngày %(value)s trước ngày giao việc %(first)s. Sửa lại."),
    "document_missing": _(
        "Ô %(cell)s trống. Báo cáo hoàn thành cần số văn bản chứng minh, ví dụ 12/QĐ-UBND."
    ),
}


def words_of(code: str, params: Mapping[str, str]) -> str:
    """The sentence of one problem: the cell, what is wrong, what to do."""
    near = params.get("near", "")
    said = translate(" Gần nhất: %(names)s.") % {"names": near} if near else ""
    return str(PROBLEMS[code]) % {**params, "near": said}
