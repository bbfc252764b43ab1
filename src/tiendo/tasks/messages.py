"""What the refusals of tasks say to people: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: Mapping[str, Promise] = {
    "go_live": _("Giao việc"),
    "claim": _("Báo cáo hoàn thành"),
    "approve": _("Duyệt"),
    "send_back": _("Trả lại"),
    "confirm": _("Xác nhận hoàn thành"),
    "return": _("Trả lại cơ quan chủ trì"),
    "reopen": _("Mở lại"),
    "suspend": _("Tạm dừng"),
    "cancel": _("Hủy"),
    "supersede": _("Thay thế"),
    "resume": _("Cho tiếp tục"),
    "update": _("Cập nhật tiến độ"),
    "add_evidence": _("Thêm minh chứng"),
    "withdraw_evidence": _("Rút minh chứng"),
    "name_officer": _("Phân công người xử lý"),
    "assign": _("Phân công cơ quan"),
    "change_deadline": _("Điều chỉnh thời hạn"),
    "change_rule": _("Đổi định kỳ"),
    "withdraw": _("Rút kỳ chưa mở"),
    "report_year": _("Báo cáo năm"),
    "judge_year": _("Đánh giá năm"),
    "edit": _("Sửa nội dung"),
    "expand": _("Giao cho từng cơ quan"),
    "split": _("Chia nhiệm vụ con"),
    "unmake": _("Bỏ bản nháp"),
    "take_back_update": _("Rút lại cập nhật tiến độ"),
}

# What a draft lacks of stage 1 of "6 rõ".
LACKING: Mapping[str, Promise] = {
    "lead": _("rõ người: chưa có cơ quan chủ trì"),
    "title": _("rõ việc: chưa có nội dung nhiệm vụ"),
    "deciding": _("rõ thẩm quyền: chưa rõ ai quyết định, ban hành sản phẩm"),
    "confirmer": _("rõ trách nhiệm: chưa có cơ quan xác nhận ngoài cơ quan chủ trì"),
    "deadline": _("rõ thời gian: chưa có thời hạn hoặc định kỳ"),
    "product": _("rõ kết quả: chưa có sản phẩm"),
}

# Why a count is none.
COUNT_WORDS: Mapping[str, Promise] = {
    "count_negative": _("Số đã xong không được âm. Sửa lại."),
    "total_not_positive": _("Tổng số phải lớn hơn 0. Sửa lại."),
    "count_over": _("Số đã xong lớn hơn tổng số, tỷ lệ sẽ trên 100%. Sửa lại một trong hai số."),
}

MESSAGES: Mapping[str, Promise] = {
    "wrong_state": _(
        "Không thể thực hiện “%(action)s” khi nhiệm vụ đang ở trạng thái “%(state)s”. "
        "Tải lại trang để xem việc có thể làm."
    ),
    "edited_meanwhile": _(
        "Nhiệm vụ %(task)s vừa được người khác thay đổi. Xem nội dung mới bên dưới rồi "
        "thực hiện lại; nội dung đã nhập vẫn được giữ."
    ),
    "draft_in_use": _(
        "Bản nháp %(task)s đã được nơi khác dẫn tới nên không bỏ được. Sửa nội dung, hoặc giao "
        "việc rồi hủy kèm văn bản quyết định."
    ),
    "reason_needed": _("Chưa nêu lý do cho việc “%(action)s”. Nhập lý do rồi gửi lại."),
    "deciding_document_needed": _(
        "“%(action)s” cần số, ký hiệu của văn bản quyết định. Nhập văn bản rồi gửi lại."
    ),
    "lead_missing": _(
        "Nhiệm vụ chưa có cơ quan chủ trì. Đề nghị cơ quan điều phối phân công chủ trì trước."
    ),
    "confirmer_missing": _(
        "Nhiệm vụ chưa có cơ quan xác nhận. Đề nghị cơ quan điều phối phân công trước."
    ),
    "confirmer_is_lead": _(
        "Cơ quan chủ trì không được tự xác nhận kết quả của mình. Chọn cơ quan xác nhận khác."
    ),
    "confirmer_from_lead": _(
        "Người đang giữ chức vụ tại cơ quan chủ trì không xác nhận được nhiệm vụ này. "
        "Đề nghị người khác của cơ quan xác nhận thực hiện."
    ),
    "confirmer_claimed": _(
        "Người đã báo cáo hoặc duyệt kết quả này không được tự xác nhận. "
        "Đề nghị người khác của cơ quan xác nhận thực hiện."
    ),
    "proof_missing": _(
        "Chưa có minh chứng. Đính kèm tệp sản phẩm hoặc nhập số, ký hiệu văn bản đã ban hành."
    ),
    "done_on_missing": _("Chưa nhập ngày hoàn thành. Nhập ngày có sản phẩm."),
    "done_on_in_future": _("Ngày hoàn thành không được sau hôm nay. Nhập ngày đã có sản phẩm."),
    "done_on_before_live": _(
        "Ngày hoàn thành không được trước ngày giao việc (%(first)s). Kiểm tra lại ngày."
    ),
    "no_open_occurrence": _(
        "Nhiệm vụ định kỳ này không có kỳ nào phù hợp với việc cần làm. Chờ kỳ tiếp theo mở."
    ),
    "cannot_go_live": _(
        "Chưa giao được nhiệm vụ %(task)s vì thiếu: %(lacking)s. Bổ sung rồi giao lại."
    ),
    "live_on_in_future": _("Ngày giao việc không được sau hôm nay. Chọn ngày khác."),
    "live_on_before_programme": _(
        "Ngày giao việc không được trước ngày bắt đầu của chương trình. Chọn ngày khác."
    ),
    "update_empty": _("Chưa nhập nội dung “Đã làm được gì”. Nhập rồi gửi lại."),
    "update_taken_back": _("Cập nhật này đã được rút lại trước đó. Tải lại trang."),
    "update_approved": _(
        "Thủ trưởng đã duyệt cập nhật này nên không rút lại. Ghi cập nhật mới với số liệu đúng."
    ),
    "update_not_newest": _(
        "Nhiệm vụ đã có cập nhật mới hơn nên cập nhật này giữ nguyên. Nếu còn sai, ghi cập nhật "
        "mới với số liệu đúng."
    ),
    "work_went_on": _(
        "Nhiệm vụ đã sang bước khác sau cập nhật này nên giữ nguyên. Nếu còn sai, ghi cập nhật "
        "mới với số liệu đúng."
    ),
    "difficulty_went_on": _(
        "Vướng mắc %(difficulty)s nêu trong cập nhật này đã được xử lý tiếp nên cập nhật giữ "
        "nguyên. Kết thúc vướng mắc ở trang của nó nếu nêu nhầm."
    ),
    "percent_out_of_range": _("Tỷ lệ phải từ 0 đến 100. Sửa lại tỷ lệ."),
    "form_sent_already": _(
        "Nội dung gửi trước đó của biểu mẫu này đã được ghi. Tải lại trang rồi gửi nội dung mới."
    ),
    "rule_not_recurring": _(
        "Chỉ đổi được định kỳ của nhiệm vụ định kỳ sang một định kỳ khác, ví dụ “hằng quý”."
    ),
    "rule_unreadable": _(
        "Chưa hiểu định kỳ vừa nhập. Nhập như “hằng quý” hoặc “hằng năm, trước ngày 25/11”."
    ),
    "rule_unchanged": _("Định kỳ mới trùng định kỳ đang áp dụng. Nhập định kỳ khác."),
    "task_not_continuous": _(
        "Chỉ nhiệm vụ thường xuyên được đánh giá theo năm. Nhiệm vụ này báo cáo theo thời hạn."
    ),
    "year_not_to_judge": _(
        "Năm %(year)s không thuộc thời gian thực hiện nhiệm vụ đến nay. Chọn năm khác."
    ),
    "year_judged": _(
        "Năm %(year)s đã được đánh giá. Đề nghị cơ quan xác nhận đánh giá lại nếu có căn cứ mới."
    ),
    "judgement_words_missing": _("Chưa nêu nhận xét. Nhập căn cứ của mức đánh giá rồi gửi lại."),
    "as_of_in_future": _("Ngày của số liệu không được sau hôm nay. Chọn ngày khác."),
    "as_of_before_live": _(
        "Ngày của số liệu không được trước ngày giao việc (%(first)s). Chọn ngày khác."
    ),
    "evidence_empty": _(
        "Minh chứng cần một tệp hoặc số, ký hiệu văn bản đã ban hành. Bổ sung rồi gửi lại."
    ),
    "lead_is_no_group": _(
        "Nhiệm vụ này không giao cho một nhóm cơ quan nên không tách theo cơ quan được."
    ),
    "group_is_empty": _(
        "Danh mục cơ quan hiện không có cơ quan nào thuộc “%(body)s”. "
        "Bổ sung danh mục rồi giao lại."
    ),
    "own_programme_inside_only": _(
        "Chương trình của cơ quan chỉ giao việc trong cơ quan; “%(body)s” ở ngoài. "
        "Cần cơ quan khác làm thì đề nghị cơ quan điều phối của tỉnh giao."
    ),
    "parts_missing": _("Chưa nhập nhiệm vụ con nào. Nhập ít nhất một nhiệm vụ con rồi lưu lại."),
    "parts_too_many": _(
        "Mỗi lần chia tối đa %(most)s nhiệm vụ con. Lưu số này trước, rồi chia tiếp."
    ),
    "part_for_other_body": _(
        "“%(body)s” ở ngoài cơ quan chủ trì. Chọn phòng, đơn vị của cơ quan mình; "
        "cần cơ quan khác làm thì đề nghị cơ quan điều phối giao."
    ),
    "subtasks_too_deep": _(
        "Nhiệm vụ con chỉ chia tối đa %(most)s cấp dưới nhiệm vụ gốc. Gắn vào nhiệm vụ cấp trên."
    ),
    "weight_out_of_range": _(
        "Trọng số phải lớn hơn 0 và không quá 1000. Nhập lại, ví dụ 1 hoặc 2,5."
    ),
    "deadline_before_start": _(
        "Thời hạn không được trước ngày bắt đầu (%(first)s). Chọn từ ngày đó trở đi."
    ),
    "deadline_after_parent": _(
        "Thời hạn của nhiệm vụ con sau thời hạn của nhiệm vụ cha (%(last)s). "
        "Đổi thời hạn, hoặc nêu lý do rồi lưu lại."
    ),
    "parent_unchanged": _("Nhiệm vụ đang ở đúng vị trí này. Chọn nhiệm vụ cha khác."),
    "parent_below_task": _(
        "%(task)s chính là nhiệm vụ này hoặc nằm dưới nó, nên không làm nhiệm vụ cha được: "
        "sẽ thành vòng lặp. Chọn nhiệm vụ khác."
    ),
    "parent_not_live": _(
        "%(task)s chưa giao hoặc đã kết thúc nên không nhận thêm nhiệm vụ con. Chọn nhiệm vụ khác."
    ),
    "title_missing": _("Chưa có nội dung nhiệm vụ. Nhập nội dung rồi lưu lại."),
    "code_taken": _("Mã %(task)s đã dùng cho nhiệm vụ khác của chương trình. Chọn mã khác."),
    "deadline_is_in_force": _(
        "Nhiệm vụ đã giao nên thời hạn chỉ đổi bằng “Điều chỉnh thời hạn” có văn bản quyết định."
    ),
    "deadline_unchanged": _("Thời hạn mới trùng thời hạn đang áp dụng. Chọn ngày khác."),
    "deadline_before_live": _(
        "Thời hạn mới trước ngày giao việc hoặc ngày mở kỳ (%(first)s). Chọn từ ngày đó trở đi."
    ),
    "effective_day_wrong": _(
        "Ngày áp dụng thời hạn mới phải từ ngày giao việc đến hôm nay. Chọn ngày khác."
    ),
    "continuous_has_no_deadline": _(
        "Nhiệm vụ thường xuyên không có thời hạn theo ngày nên không điều chỉnh được thời hạn."
    ),
    "already_assigned": _("Phân công này đang có hiệu lực. Chọn phân công khác."),
    "assignment_ended": _("Phân công này đã hết hiệu lực. Tải lại trang."),
    "lead_is_replaced": _(
        "Chủ trì và cơ quan xác nhận không kết thúc mà được thay. Chọn cơ quan thay thế."
    ),
    "evidence_withdrawn": _("Minh chứng này đã được rút trước đó. Tải lại trang."),
    "evidence_is_claimed": _(
        "Minh chứng đang dùng cho báo cáo hoàn thành nên không rút được. Đề nghị thủ trưởng hoặc "
        "cơ quan xác nhận trả lại báo cáo trước, rồi rút và bổ sung minh chứng đúng."
    ),
    "evidence_not_seen": _(
        "Chưa xem minh chứng của việc này nên chưa xác nhận. Mở minh chứng, đánh dấu “Đã xem minh "
        "chứng” rồi xác nhận lại."
    ),
    "evidence_folded": _(
        "Việc này còn minh chứng chưa mở ra xem nên chưa xác nhận. Mở hết minh chứng còn lại, đánh "
        "dấu “Đã xem minh chứng” rồi xác nhận lại."
    ),
    "evidence_changed": _(
        "Minh chứng của việc này vừa thay đổi sau khi trang được mở. Xem lại rồi xác nhận."
    ),
    "recheck_period_wrong": _(
        "Kỳ phúc tra phải kết thúc trước hôm nay và không trước ngày bắt đầu. Chọn lại ngày."
    ),
    "recheck_reason_needed": _(
        "Kỳ này đã được rút thăm phúc tra. Nêu lý do rút thăm lần nữa rồi gửi lại."
    ),
    "recheck_nothing_to_draw": _(
        "Trong kỳ này không có việc nào đã xác nhận để phúc tra (việc do cơ quan của người phúc "
        "tra làm hoặc xác nhận không được tính). Chọn kỳ khác."
    ),
    "rechecker_not_outside": _(
        "Người của cơ quan đã thực hiện hoặc xác nhận việc này không phúc tra được. Đề nghị người "
        "phúc tra của cơ quan khác."
    ),
    "recheck_result_unknown": _("Chưa chọn kết quả phúc tra. Chọn một kết quả rồi gửi lại."),
    "recheck_note_missing": _(
        "Chưa ghi nhận xét. Nêu chỗ không đúng hoặc vì sao không kiểm tra được rồi gửi lại."
    ),
    "recheck_done_before": _(
        "Việc này đã có kết quả phúc tra. Muốn sửa thì nêu lý do sửa rồi gửi lại."
    ),
    "recheck_reopens_only_wrong": _(
        "Chỉ việc có kết quả “Không đúng như xác nhận” mới được mở lại; việc đã mở lại thì không "
        "đổi sang kết quả khác. Kiểm tra lại kết quả đã chọn."
    ),
    "handed_over_meanwhile": _(
        "Nhiệm vụ “%(title)s” vừa được giao cho người khác. Tải lại trang rồi bàn giao lại."
    ),
    "handover_same": _("Chương trình mới phải khác chương trình cũ. Chọn lại."),
    "handover_not_active": _(
        "Chương trình mới phải đang thực hiện và chương trình cũ chưa kết thúc. Chọn lại."
    ),
    "handover_document_needed": _(
        "Chưa nhập số, ký hiệu của văn bản thay thế chương trình cũ. Nhập rồi gửi lại."
    ),
    "handover_under_way": _(
        "Chương trình này đang có một bản chuyển nhiệm vụ chưa quyết định. Mở bản đó để làm tiếp."
    ),
    "handover_nothing": _("Chương trình này không còn nhiệm vụ nào cần chuyển."),
    "handover_closed": _(
        "Bản chuyển đang ở bước “%(where)s” nên không làm được việc này. Tải lại trang."
    ),
    "handover_undecided": _(
        "Còn %(count)s nhiệm vụ chưa chọn cách chuyển. Chọn cho mọi nhiệm vụ rồi trình lại."
    ),
    "handover_section_wrong": _(
        "“%(section)s” không thuộc chương trình mới. Chọn một phần của kế hoạch mới."
    ),
    "handover_sections_unreviewed": _(
        "Còn %(count)s phần của kế hoạch cũ chưa rà soát nơi chuyển đến. Mở “Các phần của kế "
        "hoạch”, xem rồi lưu."
    ),
    "handover_outdated": _(
        "Một số nhiệm vụ đã thay đổi sau khi lập bản chuyển: %(tasks)s. Trả lại để cơ quan điều "
        "phối cập nhật danh sách và chọn lại."
    ),
    "handover_not_allowed": _(
        "Nhiệm vụ %(task)s đang ở trạng thái “%(where)s” nên không chọn cách này được. Chuyển sang "
        "chương trình mới, hoặc xử lý xong báo cáo trước."
    ),
    "handover_reason_needed": _(
        "Chưa nêu lý do kết thúc hoặc hủy nhiệm vụ %(task)s. Nhập lý do rồi lưu lại."
    ),
    "handover_successor_wrong": _(
        "Nhiệm vụ thay cho %(task)s phải là nhiệm vụ còn thực hiện của chương trình mới. Chọn lại."
    ),
    "handover_return_needs_reason": _("Chưa nêu lý do trả lại bản chuyển. Nhập rồi gửi lại."),
    "officer_not_in_body": _(
        "%(officer)s không giữ chức vụ tại %(body)s. Chọn người của cơ quan này."
    ),
}
