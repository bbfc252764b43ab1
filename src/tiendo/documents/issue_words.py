"""Vietnamese words for everything vanban finds odd: what it is, and what to do about it.

``raw`` stands for the words of the text at that place; it is always there where there is a place.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.documents.messages import Filled

READING = {
    "comments_left_out": gettext_lazy(
        "Tệp có %(count)s lời góp ý (comment), không được đọc vào văn bản."
    ),
    "contents_left_out": gettext_lazy("Mục lục tự động của tệp không được đọc vào văn bản."),
    "control_characters": gettext_lazy("Có ký tự điều khiển lạ, đã bỏ qua."),
    "converted_encoding": gettext_lazy(
        "Chữ theo bảng mã cũ %(encoding)s, đã chuyển sang Unicode. So với bản gốc."
    ),
    "debris_left_out": gettext_lazy("Đã bỏ những nét không thành chữ quanh lề trang quét."),
    "decoded_as": gettext_lazy("Tệp không ở dạng UTF-8; đã đọc theo bảng mã %(encoding)s."),
    "doubtful_page": gettext_lazy(
        "Trang %(page)s nhận chữ kém, nhiều từ có thể sai. So với trang gốc hoặc quét lại rõ hơn."
    ),
    "doubtful_word": gettext_lazy("Có thể nhận sai chữ “%(raw)s”; so với trang gốc."),
    "embedded_text_not_read": gettext_lazy(
        "Tệp có %(count)s đoạn nhúng từ tệp khác chưa được đọc. Mở bằng Word, lưu lại rồi tải lên."
    ),
    "error_cells": gettext_lazy(
        "Trang tính “%(sheet)s” có %(count)s ô báo lỗi công thức. Hỏi lại cơ quan gửi."
    ),
    "formula_without_value": gettext_lazy(
        "Trang tính “%(sheet)s” có %(count)s công thức chưa tính ra giá trị. Mở bằng Excel, lưu "
        "lại rồi tải lên."
    ),
    "hidden_columns": gettext_lazy(
        "Trang tính “%(sheet)s” có %(count)s cột ẩn; vẫn được đọc. Kiểm tra có nên dùng."
    ),
    "hidden_rows": gettext_lazy(
        "Trang tính “%(sheet)s” có %(count)s dòng ẩn; vẫn được đọc. Kiểm tra có nên dùng."
    ),
    "hidden_sheet": gettext_lazy(
        "Trang tính “%(sheet)s” đang ẩn; vẫn được đọc. Kiểm tra có nên dùng."
    ),
    "hidden_text": gettext_lazy("Tệp có chữ ẩn. Xem lại bản chính thức."),
    "invalid_bytes": gettext_lazy("Có byte không thành chữ; so với bản gốc."),
    "legacy_encoding": gettext_lazy(
        "Chữ theo bảng mã cũ %(encoding)s, không phải Unicode. Chuyển mã rồi tải lên lại."
    ),
    "lookalike_letters": gettext_lazy(
        "Có %(count)s chữ dùng ký tự của bảng chữ khác trông giống chữ Việt; đã đổi lại. So với "
        "bản gốc."
    ),
    "mixed_encoding": gettext_lazy(
        "Tệp lẫn nhiều bảng mã (%(encoding)s). Chuyển hết sang Unicode rồi tải lên lại."
    ),
    "mojibake_mended": gettext_lazy(
        "Có %(lines)s dòng chữ vỡ do sai bảng mã, đã khôi phục. So với bản gốc."
    ),
    "no_text": gettext_lazy("Tệp không có chữ nào đọc được."),
    "normalised_to_nfc": gettext_lazy(
        "Chữ viết theo dạng dấu rời (NFD), đã chuẩn hóa về dạng dựng sẵn (NFC)."
    ),
    "ocr_repaired": gettext_lazy("Đã sửa chữ nhận sai “%(raw)s” thành “%(fixed)s”."),
    "page_not_read": gettext_lazy("Trang %(page)s chưa đọc được. Xem trang gốc ở bên cạnh."),
    "replacement_character": gettext_lazy("Có %(count)s ký tự hỏng (U+FFFD). So với bản gốc."),
    "scrambled_text": gettext_lazy(
        "Chữ chép từ trang %(page)s bị xáo trộn do phông chữ của PDF. So với trang gốc, hoặc gắn "
        "thêm bản DOCX."
    ),
    "secrecy_mark_in_header": gettext_lazy(
        "Đầu trang có chữ “%(mark)s”. Kiểm tra đây có phải dấu chỉ độ mật."
    ),
    "torn_syllables": gettext_lazy("Đã nối %(count)s chỗ chữ bị rời. So với bản gốc."),
    "tracked_changes": gettext_lazy(
        "Tệp còn dấu vết sửa đổi (track changes). Chữ bị xóa không được đọc; xem lại bản chính "
        "thức."
    ),
    "watermark_left_out": gettext_lazy(
        "Chữ chìm “%(words)s” ở trang %(page)s không được đọc vào văn bản."
    ),
}

UNDERSTANDING = {
    "annex_absent": gettext_lazy(
        "Văn bản nhắc tới “%(raw)s” nhưng tệp không có phụ lục này. Gắn thêm tệp phụ lục."
    ),
    "citation_date_differs": gettext_lazy(
        "Văn bản %(number)s được dẫn ghi ngày %(date)s, trong kho là ngày %(expected)s. Đối chiếu "
        "lại."
    ),
    "citation_dates_disagree": gettext_lazy(
        "Văn bản %(number)s được dẫn với hai ngày khác nhau: %(date)s và %(other)s. Đối chiếu lại."
    ),
    "citation_issuer_differs": gettext_lazy(
        "Văn bản %(number)s được dẫn là của %(issuer)s, trong kho là của %(expected)s."
    ),
    "citation_title_differs": gettext_lazy(
        "Trích yếu dẫn của %(number)s khác trong kho. Dẫn: “%(title)s”. Trong kho: “%(expected)s”."
    ),
    "citation_year_differs": gettext_lazy(
        "Năm trong số, ký hiệu %(number)s khác năm của ngày được ghi (%(date)s). Đối chiếu lại."
    ),
    "cited_before_its_date": gettext_lazy(
        "Văn bản được dẫn %(number)s ghi ngày %(date)s, sau ngày của chính văn bản này."
    ),
    "cited_by_an_older_document": gettext_lazy(
        "%(citing)s ngày %(citing_date)s không thể dẫn %(number)s ngày %(date)s. Có thể là văn bản "
        "khác cùng số, hoặc ghi sai ngày."
    ),
    "cited_document_replaced": gettext_lazy(
        "%(number)s đã được thay thế bởi %(replaced_by)s. Kiểm tra căn cứ còn hiệu lực."
    ),
    "cited_document_repealed": gettext_lazy(
        "%(number)s đã bị %(repealed_by)s bãi bỏ. Kiểm tra căn cứ còn hiệu lực."
    ),
    "coverage_conflict": gettext_lazy(
        "Nêu “%(universal)s” nhưng cũng nêu ngoại lệ “%(exception)s”. Kiểm tra lại số liệu."
    ),
    "deadline_before_issue": gettext_lazy(
        "Thời hạn “%(raw)s” sớm hơn ngày ban hành văn bản. Hỏi lại cơ quan ban hành."
    ),
    "impossible_date": gettext_lazy("Ngày không có thật: “%(raw)s”. Hỏi lại cơ quan ban hành."),
    "layout_date_form": gettext_lazy("Ngày tháng ghi “%(raw)s”, theo thể thức là “%(expected)s”."),
    "layout_end_mark_absent": gettext_lazy("Cuối văn bản thiếu dấu kết thúc “./.”."),
    "layout_motto_absent": gettext_lazy("Thiếu Quốc hiệu và Tiêu ngữ ở đầu văn bản."),
    "layout_number_form": gettext_lazy(
        "Số, ký hiệu ghi “%(raw)s”, theo thể thức là “%(expected)s”."
    ),
    "layout_page_number_absent": gettext_lazy("Văn bản %(pages)s trang không đánh số trang."),
    "layout_place_date_absent": gettext_lazy("Thiếu địa danh và thời gian ban hành."),
    "layout_recipients_absent": gettext_lazy("Thiếu mục “Nơi nhận”."),
    "layout_signature_absent": gettext_lazy("Thiếu phần ký của người có thẩm quyền."),
    "layout_signing_order": gettext_lazy("Thứ tự thể thức đề ký chưa đúng: “%(raw)s”."),
    "malformed_syllable": gettext_lazy("Chữ “%(raw)s” không thành âm tiết tiếng Việt."),
    "misplaced_bracket": gettext_lazy("Thứ tự liệt kê trong ngoặc không liền: “%(raw)s”."),
    "misspelling": gettext_lazy("Có thể viết sai: “%(raw)s”, hay viết là “%(expected)s”."),
    "numbering_gap": gettext_lazy("Đánh số không liền: chờ %(expected)s nhưng gặp %(found)s."),
    "part_exceeds_whole": gettext_lazy("Phần “trong đó” %(part)s lớn hơn tổng %(whole)s."),
    "ratio_differs": gettext_lazy(
        "Tỷ lệ không khớp: %(expr)s, tính được %(computed)s%%. Đối chiếu lại số liệu."
    ),
    "ratio_holds": gettext_lazy("Tỷ lệ khớp: %(expr)s."),
    "repeated_word": gettext_lazy("Từ lặp lại: “%(raw)s”."),
    "sum_differs": gettext_lazy("Tổng không khớp: %(expr)s, cộng được %(sum)s."),
    "sum_holds": gettext_lazy("Tổng khớp: %(expr)s."),
    "symbol_corrected": gettext_lazy(
        "Số, ký hiệu viết sai mẫu: “%(raw)s”, đã hiểu là %(expected)s."
    ),
    "unbalanced_mark": gettext_lazy("Dấu ngoặc mở và đóng không khớp: “%(raw)s”."),
    "unpadded_date": gettext_lazy("Ngày viết thiếu số 0: “%(raw)s”, đúng là %(expected)s."),
    "values_conflict": gettext_lazy(
        "Một chỉ số ghi hai giá trị khác nhau (%(metric)s): %(first)s và %(second)s."
    ),
}

ISSUES = {**READING, **UNDERSTANDING}


def say_issue(code: str, params: Mapping[str, object]) -> str:
    """The sentence of an issue in the reader's language; an unknown one is named by its code."""
    template = ISSUES.get(code)
    if template is None:
        return _("Điểm cần xem lại (%(code)s).") % {"code": code}
    return str(template) % Filled(params)
