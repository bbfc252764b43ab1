"""What a person is told about a file that cannot be read, by the code of the error."""

from collections.abc import Mapping
from gettext import gettext as _

from vanban.errors import UnreadableFile

MESSAGES: Mapping[str, str] = {
    "empty_file": _("tệp rỗng. Hãy kiểm tra lại tệp đã lưu hoặc đã tải về đủ chưa."),
    "too_large": _("tệp lớn quá mức cho phép. Hãy tách phụ lục ra tệp riêng hoặc giảm ảnh."),
    "not_what_its_name_says": _(
        "nội dung tệp không đúng với tên tệp. Hãy mở tệp bằng đúng phần mềm và lưu lại."
    ),
    "unsupported_format": _("chưa đọc được định dạng này. Hãy lưu lại thành .docx."),
    "unknown_format": _("không nhận ra định dạng của tệp. Hãy lưu lại thành .docx hoặc .txt."),
    "broken_docx": _("tệp DOCX bị hỏng. Hãy mở bằng phần mềm soạn thảo rồi lưu thành tệp mới."),
    "broken_xlsx": _("tệp XLSX bị hỏng. Hãy mở bằng Excel hoặc LibreOffice rồi lưu thành tệp mới."),
    "broken_pdf": _("tệp PDF bị hỏng. Hãy xuất lại thành PDF mới từ phần mềm gốc."),
    "too_many_pages": _("tệp có quá nhiều trang. Hãy tách phụ lục ra tệp riêng."),
    "broken_image": _("ảnh bị hỏng, không mở được. Hãy quét hoặc chụp lại."),
    "ocr_missing": _(
        "cần phần mềm nhận chữ để đọc ảnh quét. Hãy cài bằng lệnh: %(command)s; rồi chạy lại."
    ),
    "too_many_cells": _("bảng tính có quá nhiều ô. Hãy tách các trang tính ra nhiều tệp."),
    "broken_html": _("trang web đã lưu bị hỏng. Hãy lưu lại trang, hoặc chép nội dung vào .docx."),
    "office_missing": _(
        "tệp Office đời cũ chỉ đọc được khi máy có LibreOffice. Hãy cài bằng lệnh: %(command)s; "
        "hoặc lưu lại thành .docx, .xlsx."
    ),
    "office_failed": _(
        "LibreOffice không mở được tệp này. Hãy mở bằng phần mềm gốc rồi lưu thành .docx, .xlsx."
    ),
    "encrypted_file": _("tệp được đặt mật khẩu. Hãy gỡ mật khẩu rồi chạy lại."),
}


def describe_unreadable(error: UnreadableFile | OSError) -> str:
    """One sentence: what is wrong and what to do, with the code and its details."""
    if isinstance(error, OSError):
        return describe_os_error(error)
    words = MESSAGES.get(error.code, _("không đọc được tệp này."))
    words = words % {"command": "?", **error.params} if "%(" in words else words
    details = "".join(f", {key}: {value}" for key, value in error.params.items())
    return f"{words} ({_('mã lỗi')}: {error.code}{details})"


def describe_os_error(error: OSError) -> str:
    """The common reasons of the operating system, in words."""
    if isinstance(error, FileNotFoundError):
        return _("không có tệp này. Hãy kiểm tra đường dẫn.")
    if isinstance(error, IsADirectoryError):
        return _("đây là một thư mục. Hãy chỉ đến từng tệp.")
    if isinstance(error, PermissionError):
        return _("không có quyền đọc tệp này.")
    return _("không đọc được tệp: %(reason)s") % {"reason": error.strerror or error}
