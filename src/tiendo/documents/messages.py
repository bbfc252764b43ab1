"""Vietnamese words for what this app refuses: what is wrong, where, what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MESSAGES = {
    "empty_file": gettext_lazy(
        "Tệp “%(name)s” trống, không có nội dung nào. Mở tệp gốc để kiểm tra rồi tải lên lại."
    ),
    "too_large": gettext_lazy(
        "Tệp “%(name)s” lớn hơn mức cho phép (%(limit)s MB). "
        "Tách phụ lục ra tệp riêng hoặc nén ảnh trong tệp rồi tải lên lại."
    ),
    "not_what_its_name_says": gettext_lazy(
        "Tệp “%(name)s” có đuôi %(expected)s nhưng nội dung là %(found)s. "
        "Đổi lại đuôi tệp cho đúng hoặc chọn đúng tệp rồi tải lên lại."
    ),
    "unknown_extension": gettext_lazy(
        "Không nhận tệp “%(name)s”: đuôi tệp không nằm trong các loại được nhận (%(allowed)s). "
        "Lưu tệp sang một trong các loại này rồi tải lên lại."
    ),
    "unknown_format": gettext_lazy(
        "Không nhận ra nội dung của tệp “%(name)s” (có vẻ là %(found)s). "
        "Các loại được nhận: %(allowed)s."
    ),
    "unsupported_format": gettext_lazy(
        "Tệp “%(name)s” là %(found)s, loại này chưa dùng làm văn bản được. "
        "Các loại được nhận: %(allowed)s."
    ),
    "broken_docx": gettext_lazy(
        "Tệp “%(name)s” bị hỏng, không đọc được phần bên trong (%(part)s). "
        "Mở bằng Word hoặc LibreOffice, lưu lại thành tệp DOCX mới rồi tải lên."
    ),
    "broken_file": gettext_lazy(
        "Tệp “%(name)s” bị hỏng, không mở được. Lưu lại từ phần mềm gốc rồi tải lên."
    ),
    "zip_bomb": gettext_lazy(
        "Tệp “%(name)s” nở ra quá lớn khi mở (%(size)s MB), có thể là tệp gây hại. "
        "Lưu lại nội dung thành tệp mới từ phần mềm gốc rồi tải lên."
    ),
    "encrypted_file": gettext_lazy(
        "Tệp “%(name)s” đặt mật khẩu nên không kiểm tra được. Bỏ mật khẩu rồi tải lên lại."
    ),
    "legacy_encoding": gettext_lazy(
        "Tệp “%(name)s” dùng bảng mã cũ %(encoding)s, không phải Unicode. "
        "Chuyển mã sang Unicode (TCVN 6909:2001), ví dụ bằng UniKey, rồi tải lên lại."
    ),
    "secrecy_mark": gettext_lazy(
        "Không nhận tệp này: tệp mang dấu chỉ độ mật “%(mark)s”. Tài liệu bí mật nhà nước không "
        "được đưa lên hệ thống; tệp đã được xóa ngay. Xử lý theo quy định bảo vệ bí mật nhà nước."
    ),
    "infected": gettext_lazy(
        "Không nhận tệp “%(name)s”: phần mềm quét phát hiện mã độc “%(threat)s”. Tệp đã được xóa "
        "khỏi hệ thống. Quét máy đang dùng rồi lấy lại bản sạch của tệp."
    ),
    "scanner_down": gettext_lazy(
        "Chưa quét được mã độc cho tệp “%(name)s” vì phần mềm quét không trả lời. Tệp đang chờ ở "
        "khu cách ly, chưa được nhận. Gửi lại sau ít phút; nếu vẫn vậy, báo người quản trị."
    ),
    "needs_declaration": gettext_lazy(
        "Hệ thống không đọc được chữ trong tệp “%(name)s” để kiểm tra dấu mật. Đánh dấu vào ô cam "
        "kết tệp không chứa bí mật nhà nước rồi gửi lại."
    ),
    "same_file": gettext_lazy(
        "Tệp này đã có trong kho: “%(document)s”. Không cần tải lên lần nữa."
    ),
    "already_decided": gettext_lazy("Tệp này đã được xử lý, không còn chờ cam kết."),
    "document_exists": gettext_lazy(
        "Đã có văn bản cùng cơ quan ban hành, số và ngày: “%(document)s”. "
        "Kiểm tra lại, hoặc gắn tệp này vào văn bản đó."
    ),
    "broken_pdf": gettext_lazy(
        "Tệp PDF “%(name)s” bị hỏng, không mở được. Xuất lại thành PDF mới từ phần mềm gốc rồi tải "
        "lên."
    ),
    "broken_xlsx": gettext_lazy(
        "Tệp “%(name)s” bị hỏng, không đọc được bảng tính bên trong. Mở bằng Excel hoặc "
        "LibreOffice, lưu lại thành tệp XLSX mới rồi tải lên."
    ),
    "too_many_pages": gettext_lazy(
        "Tệp “%(name)s” có quá nhiều trang (mức nhận là %(limit)s trang). Tách phụ lục ra tệp "
        "riêng rồi tải lên từng tệp."
    ),
    "too_many_cells": gettext_lazy(
        "Tệp “%(name)s” có quá nhiều ô (mức nhận là %(limit)s ô có chữ). Xóa các trang tính không "
        "cần hoặc tách ra nhiều tệp rồi tải lên."
    ),
    "broken_html": gettext_lazy(
        "Trang web đã lưu “%(name)s” bị hỏng. Lưu lại trang, hoặc chép nội dung vào tệp DOCX rồi "
        "tải lên."
    ),
    "broken_image": gettext_lazy(
        "Ảnh “%(name)s” bị hỏng, không mở được. Quét hoặc chụp lại rồi tải lên."
    ),
    "ocr_missing": gettext_lazy(
        "Máy chủ chưa có phần mềm nhận chữ từ ảnh quét nên chưa đọc được tệp “%(name)s”. Người "
        "quản trị cài bằng lệnh: %(command)s; sau đó bấm “Đọc lại”."
    ),
    "office_missing": gettext_lazy(
        "Máy chủ chưa có LibreOffice nên chưa đọc được tệp “%(name)s”. Lưu lại thành DOCX hoặc "
        "XLSX rồi tải lên; hoặc người quản trị cài bằng lệnh: %(command)s."
    ),
    "office_failed": gettext_lazy(
        "LibreOffice không mở được tệp “%(name)s”. Mở bằng phần mềm gốc, lưu lại thành DOCX hoặc "
        "XLSX rồi tải lên."
    ),
    "stopped": gettext_lazy("Việc đọc tệp đã được dừng theo yêu cầu; tệp tải lên đã được xóa."),
    "no_longer_permitted": gettext_lazy(
        "Người yêu cầu đọc không còn quyền tải văn bản lên nên tệp chưa được đọc. Người có quyền "
        "bấm “Đọc lại”."
    ),
    "reading_broke_off": gettext_lazy(
        "Đang đọc thì máy chủ gặp lỗi. Tệp còn nguyên; bấm “Đọc lại”. Nếu vẫn lỗi, báo người quản "
        "trị xem nhật ký máy chủ."
    ),
    "expired": gettext_lazy(
        "Tệp chờ quá một ngày chưa được quyết định nên đã bị xóa khỏi khu cách ly. Tải lên lại."
    ),
    "no_candidate": gettext_lazy(
        "Văn bản được chọn không khớp với chỗ dẫn này. Tải lại trang để xem các văn bản khớp."
    ),
    "not_in_text": gettext_lazy(
        "Chỗ được chọn không nằm trong bản đọc mới của tệp này. Tải lại trang rồi chọn lại."
    ),
    "place_taken": gettext_lazy(
        "Chỗ này đã ứng với một đoạn trích khác. Chọn một chỗ khác hoặc chọn dài hơn."
    ),
    "edited_meanwhile": gettext_lazy(
        "Người khác vừa sửa “%(name)s”. Giá trị hiện tại ở bên cạnh; nội dung đã nhập vẫn còn "
        "trong biểu mẫu, hãy đối chiếu rồi lưu lại."
    ),
}


def say(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a code in the language of the reader."""
    template = MESSAGES.get(code)
    if template is None:
        return _("Không nhận được tệp (mã %(code)s).") % {"code": code}
    return str(template) % Filled(params)


class Filled(dict[str, object]):
    """Parameters a caller did not know are shown as an ellipsis, never as an error."""

    def __missing__(self, key: str) -> str:
        return "…"
