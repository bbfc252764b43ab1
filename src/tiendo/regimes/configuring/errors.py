"""What is refused about the file of a regime: the line, what is wrong there, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal


class RegimeFileError(Refusal):
    """A file that is no regime; ``line`` and ``field`` say where."""

    words: ClassVar[Mapping[str, object]] = {
        "file_missing": _("Dòng %(line)s: còn thiếu trường “%(field)s”. Thêm trường rồi tải lại."),
        "file_unknown_field": _(
            "Dòng %(line)s: không có trường “%(field)s”. Xóa trường này hoặc sửa lại tên."
        ),
        "file_not_fields": _("Dòng %(line)s: “%(field)s” phải gồm các trường “tên: giá trị”."),
        "file_not_list": _("Dòng %(line)s: “%(field)s” phải là danh sách, mỗi mục sau dấu gạch."),
        "file_words": _(
            "Dòng %(line)s: “%(field)s” phải là chữ, dài nhất %(most)s ký tự. Đặt trong dấu nháy."
        ),
        "file_number": _("Dòng %(line)s: “%(field)s” phải là số nguyên từ 1 đến %(most)s."),
        "file_flag": _("Dòng %(line)s: “%(field)s” chỉ nhận true hoặc false."),
        "file_day": _("Dòng %(line)s: “%(found)s” không phải một ngày. Viết dạng 2026-01-31."),
        "file_choice": _("Dòng %(line)s: “%(found)s” không phải một lựa chọn. Dùng: %(choices)s."),
        "file_body_unknown": _(
            "Dòng %(line)s: không có cơ quan “%(found)s” trong danh mục. Sửa lại tên hoặc mã."
        ),
        "file_group_unknown": _(
            "Dòng %(line)s: không có nhóm cơ quan “%(found)s”. Sửa lại tên hoặc mã."
        ),
        "file_document_unknown": _(
            "Dòng %(line)s: kho chưa có văn bản số “%(found)s”. Nạp văn bản hoặc bỏ trường này."
        ),
        "file_outline_unknown": _(
            "Dòng %(line)s: không có đề cương “%(found)s”. Chọn đề cương có sẵn hoặc ghi cả nội "
            "dung."
        ),
        "file_fault": _("Dòng %(line)s: %(fault)s"),
        "file_other_programme": _(
            "Chế độ “%(code)s” thuộc chương trình “%(programme)s”. Đổi mã để thêm chế độ mới."
        ),
    }
