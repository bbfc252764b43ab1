"""What a formula is refused for, with the place in its text that a page underlines."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from typing import ClassVar

from tiendo.domain.refusals import Refusal
from vanban.models import Span

NOWHERE = Span(0, 0)


class FormulaRefusal(Refusal):
    """A formula, a unit or a set of formulas is refused; ``span`` is the place in the formula.

    Missing: ``span`` is empty where no place in a text is to blame (a unit, an indicator in use).
    """

    words: ClassVar[Mapping[str, object]] = {
        "empty": _("Công thức còn trống. Hãy nhập công thức, ví dụ [A.01] / [A.02]."),
        "too_long": _(
            "Công thức dài %(length)s ký tự, nhiều hơn %(most)s. Hãy tách phần lặp lại thành "
            "một chỉ tiêu riêng rồi gọi mã của nó."
        ),
        "too_deep": _(
            "Công thức lồng quá %(most)s lớp. Hãy tách bớt thành chỉ tiêu riêng rồi gọi mã của nó."
        ),
        "unknown_character": _(
            "Không hiểu “%(found)s”. Mã chỉ tiêu đặt trong ngoặc vuông, ví dụ [A.01]; đơn vị "
            "đặt trong ngoặc kép."
        ),
        "bare_name": _(
            "“%(found)s” đứng một mình thì không rõ là gì. Mã chỉ tiêu viết trong ngoặc vuông "
            "[%(found)s]; hàm có ngoặc tròn theo sau."
        ),
        "comma_between": _(
            "Dấu phẩy chỉ dùng cho phần thập phân (1,5). Hãy ngăn các đối số bằng dấu chấm "
            "phẩy: min([A]; [B])."
        ),
        "unexpected": _(
            "“%(found)s” không đứng được ở chỗ này. Hãy kiểm tra dấu phép tính, dấu ngoặc và "
            "dấu chấm phẩy ngay trước nó."
        ),
        "unfinished": _("Công thức còn dở. Hãy viết nốt vế còn thiếu hoặc đóng ngoặc."),
        "bad_number": _(
            "Không rõ “%(found)s” là số nào. Hãy viết liền phần nguyên, phần thập phân sau dấu "
            "phẩy: 1500 hoặc 1,5."
        ),
        "unknown_function": _(
            "Không có hàm “%(found)s”. Hãy chọn một hàm trong bảng trợ giúp%(near)s."
        ),
        "argument_count": _(
            "Hàm %(function)s cần %(expected)s đối số, ở đây có %(given)s. Hãy viết như ví dụ: "
            "%(example)s."
        ),
        "literal_needed": _(
            "Đối số này của hàm %(function)s là một số nguyên viết sẵn từ %(least)s đến "
            "%(most)s. Hãy viết như ví dụ: %(example)s."
        ),
        "repeated_filter": _("Phân tổ “%(group)s” được lọc hai lần. Hãy giữ một điều kiện."),
        "unknown_indicator": _(
            "Không có chỉ tiêu mang mã %(code)s. Hãy chọn mã có trong danh mục hoặc thêm chỉ "
            "tiêu này trước."
        ),
        "unknown_group": _(
            "Chỉ tiêu %(code)s không có phân tổ “%(group)s”. Phân tổ đang có: %(known)s."
        ),
        "unknown_group_value": _(
            "Phân tổ “%(group)s” của chỉ tiêu %(code)s không có giá trị “%(value)s”. Giá trị "
            "đang có: %(known)s."
        ),
        "filter_on_computed": _(
            "Chỉ tiêu %(code)s được tính từ công thức nên không lọc theo phân tổ được. Hãy lọc các "
            "chỉ tiêu trong công thức ấy: viết %(instead)s thay cho %(found)s."
        ),
        "units_differ": _(
            "Không thể cộng, trừ, so sánh hay chọn giữa “%(left)s” và “%(right)s”. Hãy dùng hai"
            ' vế cùng đơn vị; số viết sẵn thì ghi đơn vị, ví dụ 5 "%(left)s".'
        ),
        "bases_differ": _(
            "Hai tỷ lệ tính trên hai gốc khác nhau: “%(left)s” và “%(right)s”. Hãy đổi về cùng "
            "một gốc trước khi cộng, trừ hay so sánh."
        ),
        "unit_of_result": _(
            "Công thức cho kết quả theo “%(computed)s”, chỉ tiêu lại khai đơn vị "
            "“%(declared)s”. Hãy sửa công thức hoặc đơn vị của chỉ tiêu."
        ),
        "hundred_times": _(
            "Chỉ tiêu theo phần trăm lưu tỷ lệ (0,25 hiện thành 25%%). Hãy bỏ phép nhân với 100."
        ),
        "truth_needed": _(
            "Chỗ này cần một điều kiện đúng hay sai. Hãy viết một phép so sánh, ví dụ [A] > 0."
        ),
        "number_needed": _(
            "Chỗ này cần một con số, không phải điều kiện đúng hay sai. Hãy dùng if(điều kiện; "
            "số; số)."
        ),
        "unknown_unit": _(
            "Không đọc được đơn vị “%(unit)s”. Hãy viết như: triệu đồng, người, %%, km, hồ sơ, "
            "người/vạn dân."
        ),
        "cycle": _("Các công thức gọi vòng quanh nhau: %(path)s. Hãy bỏ một mắt trong vòng này."),
        "names_itself": _("Công thức của %(code)s gọi chính nó. Hãy thay bằng chỉ tiêu gốc."),
        "indicator_in_use": _(
            "Chưa ngừng được %(code)s: còn dùng trong công thức của %(users)s. Hãy sửa các công "
            "thức ấy trước."
        ),
    }

    def __init__(self, code: str, /, *, span: Span = NOWHERE, **params: object) -> None:
        super().__init__(code, **params)
        self.span = span
