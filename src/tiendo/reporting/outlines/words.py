"""What is wrong with an outline, in words: the place as people see it, and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.domain.outlines import UnreadableOutline, marker_of, roman
from tiendo.reporting.outlines.faults import Fault

UNREADABLE: Mapping[str, Promise] = {
    "not_a_mapping": _("phải là các trường “tên: giá trị”."),
    "not_a_list": _("phải là một danh sách."),
    "not_words": _("phải là chữ; đặt giá trị trong dấu nháy."),
    "not_a_flag": _("chỉ nhận true hoặc false."),
    "missing": _("còn để trống. Nhập rồi lưu lại."),
    "bad_code": _(
        "“%(found)s” chỉ được có chữ thường không dấu, số, dấu gạch dưới và bắt đầu bằng chữ."
    ),
    "code_twice": _("mã “%(found)s” có hai lần. Mỗi đề mục một mã riêng."),
    "name_twice": _("nơi viết lời văn “%(found)s” có hai lần. Đặt tên khác cho một nơi."),
    "too_deep": _("sâu quá ba cấp đề mục. Đưa đề mục lên một cấp."),
    "too_many": _("có %(found)s đề mục, nhiều hơn số chữ cái để đánh dấu. Gộp bớt."),
    "unknown_field": _("không có trường “%(found)s”. Xóa trường này hoặc sửa lại tên."),
    "no_heading": _("chưa có đề mục nào. Thêm ít nhất một đề mục."),
}
FAULTS: Mapping[str, Promise] = {
    "unknown_kind": _("không có loại nội dung “%(found)s”. Chọn loại khác."),
    "option_missing": _("nội dung còn thiếu “%(found)s”. Nhập rồi lưu lại."),
    "unknown_option": _("nội dung này không dùng “%(found)s”. Xóa đi."),
    "stray_brace": _("câu mẫu có dấu ngoặc nhọn thừa. Muốn in dấu ngoặc nhọn thì viết hai dấu."),
    "bad_gap": _("chỗ điền %(found)s viết sai. Chọn lại từ danh sách giá trị."),
    "unknown_value": _("không có giá trị “%(found)s”. Chọn lại từ danh sách giá trị."),
    "no_figure": _("“%(found)s” chưa có số liệu nào. Chèn một giá trị là số."),
    "unknown_indicator": _("không có chỉ tiêu mã “%(found)s” trong danh mục. Chọn mã có sẵn."),
    "unknown_picture": _("không có hình “%(found)s” trên màn hình. Chọn hình khác."),
    "unknown_body": _("không có cơ quan tên ngắn “%(found)s”. Chọn cơ quan khác."),
    "unknown_place": _("không có nơi viết lời văn “%(found)s”. Chọn nơi viết khác."),
    "bad_period": _("kỳ “%(found)s” viết sai. Viết như 2025, 2025-H1, 2025-Q3 hoặc 2025-07."),
    "not_offered": _("không nhận “%(found)s”. Chọn một trong: %(near)s."),
    "not_words": _("“%(found)s” phải là chữ; đặt trong dấu nháy."),
    "not_a_flag": _("“%(found)s” chỉ nhận true hoặc false."),
    "not_a_list": _("“%(found)s” phải là một danh sách, mỗi dòng một mục."),
    "empty_list": _("danh sách còn để trống. Nhập ít nhất một mục."),
}
# What is said where a known name is near.
NEAR: Mapping[str, Promise] = {
    "unknown_kind": _("không có loại nội dung “%(found)s”; có lẽ là “%(near)s”."),
    "unknown_option": _("nội dung này không dùng “%(found)s”; có lẽ là “%(near)s”."),
    "unknown_value": _("không có giá trị “%(found)s”; có lẽ là “%(near)s”."),
    "unknown_indicator": _("không có chỉ tiêu mã “%(found)s”; có lẽ là “%(near)s”."),
    "unknown_picture": _("không có hình “%(found)s”; có lẽ là “%(near)s”."),
    "unknown_body": _("không có cơ quan “%(found)s”; có lẽ là “%(near)s”."),
    "unknown_place": _("không có nơi viết “%(found)s”; có lẽ là “%(near)s”."),
}
_FIELDS: Mapping[str, Promise] = {
    "opening": _("Câu mở đầu"),
    "closing": _("Câu kết"),
    "headings": _("Các đề mục"),
    "appendices": _("Các phụ lục"),
    "has_contents": _("Mục lục"),
    "title": _("tên"),
    "code": _("mã"),
    "blocks": _("nội dung"),
    "kind": _("loại"),
    "name": _("tên nơi viết"),
    "optional": _("có thể bỏ"),
    "landscape": _("trang ngang"),
}
_STEP = re.compile(r"(?P<name>\w+)(?:\[(?P<at>\d+)\])?")


def unreadable_words(wrong: UnreadableOutline) -> str:
    """What stands in the way of reading an outline: "Mục I.2, tên: còn để trống. …"."""
    words = str(UNREADABLE[wrong.code]) % {"found": wrong.found}
    return f"{place_words(wrong.place)}: {words}"


def fault_words(fault: Fault) -> str:
    """What an outline asks for in vain: "Mục I.2: không có giá trị …"."""
    said = NEAR.get(fault.code) if fault.near else None
    words = str(said or FAULTS[fault.code]) % {"found": fault.found, "near": fault.near}
    named = fault.place in _FIELDS
    place = str(_FIELDS[fault.place]) if named else _now("Mục %(place)s") % {"place": fault.place}
    return f"{place}: {words}"


def place_words(place: str) -> str:
    """A place in the data of an outline as people see it: "headings[0].title" is "Mục I, tên"."""
    marker, level, rest = "", 0, []
    for step in _STEP.finditer(place):
        name, at = step["name"], step["at"]
        if name == "headings" and at is not None:
            level += 1
            own = marker_of(level, int(at) + 1) if level <= 3 else str(int(at) + 1)
            marker = f"{marker}.{own}" if marker else own
        elif name == "appendices" and at is not None:
            rest.append(_now("Phụ lục %(marker)s") % {"marker": roman(int(at) + 1)})
        elif name == "headings" and marker:
            rest.append(_now("các đề mục bên dưới"))
        elif at is not None:
            rest.append(f"{_FIELDS.get(name, name)} {int(at) + 1}")
        else:
            rest.append(str(_FIELDS.get(name, name)))
    parts = [_now("Mục %(place)s") % {"place": marker}] if marker else []
    return ", ".join([*parts, *rest]) or _now("Đề cương")
