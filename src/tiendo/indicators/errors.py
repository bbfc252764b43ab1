"""What the actions on indicators refuse, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.readings import UnreadableFigure
from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "code_malformed": _(
        "Mã “%(code)s” không hợp lệ. Dùng chữ in hoa không dấu, chữ số và dấu chấm, ví dụ KHCN.01."
    ),
    "code_taken": _("Mã “%(code)s” đã dùng cho chỉ tiêu khác. Chọn mã khác."),
    "name_missing": _("Chưa có tên chỉ tiêu. Nhập tên rồi gửi lại."),
    "unit_missing": _("Chưa có đơn vị tính. Nhập đơn vị rồi gửi lại."),
    "closing_unknown": _("Không có quy tắc chốt số liệu “%(closing)s”. Chọn một quy tắc."),
    "two_origins": _("Chỉ tiêu có cả công thức và sổ theo dõi. Chỉ chọn một trong hai."),
    "subject_beside_reporters": _(
        "Đã chọn nhóm cơ quan báo cáo nên không ghi thêm số liệu của %(body)s. Chỉ chọn một trong "
        "hai."
    ),
    "subject_ended": _(
        "%(body)s đã ngừng hoạt động từ %(ended)s nên chỉ tiêu áp dụng từ %(since)s không thể lấy "
        "số liệu của cơ quan này. Chọn cơ quan kế thừa."
    ),
    "register_unknown": _("Không có sổ theo dõi “%(register)s”. Chọn một sổ trong danh sách."),
    "register_unit": _(
        "Sổ theo dõi này tính bằng “%(theirs)s” nên không dùng đơn vị “%(unit)s”. Đổi đơn vị tính."
    ),
    "retired": _("Chỉ tiêu %(code)s đã ngừng theo dõi nên không thực hiện được bước này."),
    "breaks_formula": _(
        "Sửa như vậy làm sai công thức của %(users)s: %(why)s Sửa công thức ấy trước, hoặc lập chỉ "
        "tiêu mới."
    ),
    "not_retired": _("Chỉ tiêu %(code)s đang được theo dõi. Tải lại trang để xem."),
    "words_missing": _("Chưa nhập câu chữ của văn bản. Chép nguyên câu vào ô rồi gửi lại."),
    "words_not_found": _(
        "Không thấy câu chữ này trong %(document)s. Chép nguyên một câu của văn bản rồi gửi lại."
    ),
    "already_linked": _("Đoạn trích này đã gắn với chỉ tiêu. Chọn đoạn khác."),
    "baseline_alone": _(
        "Giá trị gốc và ngày của giá trị gốc đi cùng nhau. Nhập đủ hoặc bỏ cả hai."
    ),
    "not_defined": _("Chỉ tiêu %(code)s chưa có định nghĩa áp dụng cho kỳ %(period)s."),
    "since_too_early": _(
        "Định nghĩa mới áp dụng từ %(since)s, không sau định nghĩa đang dùng (từ %(current)s). "
        "Chọn ngày muộn hơn."
    ),
    "defined_meanwhile": _(
        "%(person)s vừa sửa định nghĩa này (%(why)s). Mở lại trang sửa để xem định nghĩa mới rồi "
        "quyết định."
    ),
    "reason_missing": _("Chưa nêu lý do. Nhập lý do rồi gửi lại."),
    "unit_in_use": _(
        "Đã có số liệu theo đơn vị “%(unit)s” cho kỳ từ %(since)s trở đi nên không đổi đơn vị. "
        "Chọn ngày áp dụng muộn hơn, hoặc lập chỉ tiêu mới."
    ),
    "source_missing": _("Chưa nêu nguồn của mục tiêu. Nhập số, ngày, điều khoản của văn bản."),
    "wording_missing": _("Mục tiêu không có giá trị thì phải ghi nguyên văn. Nhập nguyên văn."),
    "range_reversed": _(
        "Khoảng mục tiêu từ %(low)s đến %(high)s không đúng thứ tự. Nhập giá trị cuối lớn hơn."
    ),
    "deciding_missing": _("Chưa nêu văn bản quyết định điều chỉnh. Nhập số, ngày văn bản."),
    "target_replaced": _(
        "Mục tiêu này đã được điều chỉnh. Tải lại trang để xem mục tiêu hiện hành."
    ),
    "empty": _("Chưa nhập số liệu. Nhập một số, hoặc chọn “Chưa có số liệu” và nêu lý do."),
    "not_a_number": _("“%(raw)s” không phải là số. Nhập theo cách viết 1.234,5."),
    "gap_unclear": _(
        "“%(raw)s” chưa rõ là số không hay chưa có số. Là 0 thì nhập 0; chưa có thì ghi "
        "“chưa có số liệu” kèm lý do; không áp dụng thì nêu điều đó ở lý do."
    ),
    "foreign_number": _("“%(raw)s” viết theo kiểu nước ngoài. Viết lại là %(suggested)s."),
    "other_unit": _(
        "“%(raw)s” ghi đơn vị “%(given)s” nhưng chỉ tiêu tính bằng “%(unit)s”. "
        "Đổi sang “%(unit)s” rồi nhập số."
    ),
    "too_precise": _("“%(raw)s” có quá %(places)s chữ số thập phân. Làm tròn rồi nhập lại."),
    "too_large": _("“%(raw)s” lớn quá mức lưu được. Kiểm tra lại đơn vị rồi nhập lại."),
    "frequency_differs": _(
        "Chỉ tiêu %(code)s tính %(theirs)s, còn công thức này tính %(ours)s. "
        "Dùng các chỉ tiêu có cùng kỳ, hoặc kỳ dài hơn kỳ của công thức."
    ),
    "frequency_repeats": _(
        "Chỉ tiêu %(code)s tính %(theirs)s nên trong công thức tính %(ours)s một số đứng ở nhiều "
        "kỳ; hàm theo kỳ sẽ lấy nó nhiều lần. Bỏ hàm theo kỳ quanh [%(code)s]."
    ),
    "computed": _("Chỉ tiêu %(code)s được tính tự động nên không nhập số liệu. Nhập số liệu gốc."),
    "period_unknown": _(
        "Kỳ %(period)s không phải kỳ %(frequency)s của chỉ tiêu %(code)s. "
        "Chọn hoặc ghi kỳ như %(example)s."
    ),
    "period_future": _("Kỳ %(period)s chưa bắt đầu nên chưa nhập được số liệu."),
    "period_closed": _("Kỳ %(period)s đã hết hạn nhập ngày %(last_day)s. Nêu lý do rồi gửi lại."),
    "as_of_outside": _(
        "Ngày số liệu %(day)s ở ngoài kỳ %(period)s. Chọn một ngày từ %(start)s đến %(end)s."
    ),
    "body_not_valid": _(
        "%(body)s không hoạt động trong kỳ %(period)s. Chọn cơ quan kế thừa rồi nhập lại."
    ),
    "body_not_reporting": _("%(body)s không thuộc các cơ quan báo cáo chỉ tiêu %(code)s."),
    "breakdown_unknown": _(
        "“%(breakdown)s” không phải phân tổ của chỉ tiêu %(code)s. Chọn phân tổ trong danh sách."
    ),
    "edited_meanwhile": _(
        "Số liệu của %(body)s kỳ %(period)s vừa được %(person)s sửa thành %(value)s. "
        "Xem số mới rồi quyết định nhập lại."
    ),
    "correction_reason": _("Số liệu này đã xác nhận. Nêu lý do đính chính rồi gửi lại."),
    "comment_missing": _("Chưa ghi nội dung trao đổi. Nhập nội dung rồi gửi lại."),
    "comment_too_long": _("Nội dung trao đổi dài quá %(longest)s ký tự. Rút gọn rồi gửi lại."),
    "name_too_long": _(
        "Tên “%(name)s” trống hoặc dài quá %(longest)s ký tự. Sửa lại dòng đó rồi gửi lại."
    ),
    "names_without_count": _(
        "Đã ghi %(named)s tên nhưng số liệu không phải là số đếm. Xóa các tên, hoặc nhập số nguyên."
    ),
    "names_exceed": _(
        "Đã ghi %(named)s tên, nhiều hơn số liệu %(count)s. Sửa số liệu hoặc bớt tên."
    ),
    "commune_unknown": _(
        "Không có xã, phường “%(name)s”. Ghi đúng tên trong danh mục cơ quan, ví dụ xã Ea Trang."
    ),
    "commune_unclear": _(
        "Có nhiều xã, phường tên “%(name)s”. Ghi đầy đủ tên, ví dụ UBND xã Ea Trang."
    ),
    "passage_unknown": _(
        "Không thấy câu này trong văn bản đã chọn. Chép nguyên văn một câu của văn bản."
    ),
    "too_many_cells": _(
        "Có %(count)s ô thay đổi, một lần lưu được nhiều nhất %(most)s ô. Lưu từng phần."
    ),
    "wrong_state": _(
        "Số liệu đang ở trạng thái “%(state)s” nên không thực hiện được bước này. Tải lại trang."
    ),
    "out_of_range": _("%(value)s nằm ngoài khoảng cho phép %(bounds)s."),
    "rule_there": _(
        "Quy tắc như vậy đang áp dụng từ %(day)s. Sửa giới hạn hoặc điều kiện, hay kết thúc quy "
        "tắc đó trước."
    ),
    "named_by_rule": _(
        "Quy tắc kiểm tra của chỉ tiêu %(users)s còn so với %(code)s. Kết thúc hoặc thay quy tắc "
        "đó rồi ngừng chỉ tiêu này."
    ),
    "jumps": _("%(value)s thay đổi %(change)s so với kỳ trước (%(before)s), quá mức %(bound)s."),
    "parts_differ": _("Tổng các phần là %(sum)s, khác số chung %(value)s: lệch %(gap)s."),
    "dimension_code": _(
        "Mã “%(code)s” không hợp lệ. Dùng chữ thường không dấu, chữ số, gạch nối, ví dụ gioi-tinh."
    ),
    "dimension_taken": _("Mã phân tổ “%(code)s” đã dùng. Chọn mã khác."),
    "dimension_name": _("Chưa có tên. Nhập tên rồi gửi lại."),
    "item_twice": _("Mục “%(code)s” có hai lần. Giữ lại một mục."),
    "outlying_series": _(
        "%(value)s khác xa %(count)s kỳ trước đã xác nhận (trung vị %(center)s). "
        "Kiểm tra lại số trước khi lưu."
    ),
    "outlying_peers": _(
        "%(value)s khác xa số đã xác nhận cùng kỳ của %(count)s cơ quan khác "
        "(trung vị %(center)s). "
        "Kiểm tra lại số trước khi lưu."
    ),
    "inconsistent": _("Không thỏa điều kiện %(condition)s: %(left)s so với %(right)s."),
    "condition_reach": _(
        "Điều kiện chỉ so các số liệu cùng cơ quan, cùng kỳ nên không dùng hàm %(function)s. "
        "Bỏ hàm này."
    ),
    "condition_computed": _(
        "Chỉ tiêu %(code)s được tính tự động. Viết thẳng công thức của nó vào điều kiện."
    ),
    "condition_of_others": _("Điều kiện phải có chỉ tiêu %(code)s. Viết thêm [%(code)s]."),
    "rule_source": _("Chưa nêu căn cứ của quy tắc. Nhập căn cứ rồi gửi lại."),
    "rule_bounds": _("Chưa nhập giới hạn. Nhập ít nhất một trong hai giới hạn."),
    "rule_reversed": _(
        "Giới hạn dưới %(low)s lớn hơn giới hạn trên %(high)s. Sửa lại thứ tự hai giới hạn."
    ),
    "rule_negative": _("Mức thay đổi không thể là số âm. Nhập số từ 0 trở lên."),
    "rule_condition": _("Chưa có điều kiện. Nhập ví dụ [%(code)s] <= [MÃ KHÁC]."),
    "rule_dimension": _(
        "Phân tổ này không thuộc chỉ tiêu %(code)s. Chọn một phân tổ của chỉ tiêu."
    ),
    "rule_ended": _("Quy tắc này đã hết hiệu lực. Tải lại trang để xem quy tắc đang dùng."),
    "rule_end_early": _(
        "Ngày hết hiệu lực %(day)s không sau ngày bắt đầu %(begun)s. Chọn ngày muộn hơn."
    ),
}


class IndicatorError(Refusal):
    """Root of what this app refuses."""

    words = MESSAGES
    conflicts = frozenset(
        {
            "edited_meanwhile",
            "defined_meanwhile",
            "not_retired",
            "target_replaced",
            "wrong_state",
            "retired",
            "rule_ended",
        }
    )

    @classmethod
    def of(cls, unreadable: UnreadableFigure) -> IndicatorError:
        """The refusal for a figure that cannot be read."""
        return cls(unreadable.code, **unreadable.params)
