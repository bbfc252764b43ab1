"""What each kind of finding is called, for the counts before a list of findings."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_FORM = _("Thể thức, lỗi chữ")
KIND_NAMES: Mapping[str, Promise] = {
    "file_figure_differs": _("Số trong tệp khác số đã tính"),
    "file_map_differs": _("Bảng tra số liệu trong tệp không đủ"),
    "file_text_differs": _("Đoạn văn trong tệp khác bản đã lập"),
    "file_cell_differs": _("Ô bảng trong tệp khác bản đã lập"),
    "heading_absent": _("Tệp thiếu đề mục"),
    "file_missing": _("Chưa có tệp đã đọc lại"),
    "figures_before_closing": _("Số liệu trước ngày chốt"),
    "figure_older": _("Số liệu của ngày cũ hơn"),
    "figure_changed": _("Số liệu đã đổi từ khi lập"),
    "figure_gone": _("Số liệu không còn khi tính lại"),
    "figures_changed": _("Tính lại thấy số khác"),
    "not_recomputed": _("Không tính lại được"),
    "source_corrected": _("Báo cáo gộp vào đã đính chính"),
    "sources_disagree": _("Các báo cáo gộp vào nói khác nhau"),
    "task_told_twice": _("Một nhiệm vụ, hai tình trạng"),
    "heading_empty": _("Mục không có nội dung"),
    "heading_missing": _("Thiếu mục của đề cương"),
    "words_absent": _("Phần chưa ai viết"),
    "claim_without_data": _("Nhận định không có số liệu"),
    "typed_number_differs": _("Số trong lời văn khác số liệu"),
    "day_not_come": _("Việc ghi ngày chưa đến"),
    "period_not_come": _("Việc ghi kỳ chưa đến"),
    "period_of_another": _("Ghi kỳ báo cáo khác"),
    "words_older": _("Lời văn tính đến ngày cũ"),
    "document_outside_period": _("Văn bản ngoài kỳ báo cáo"),
    "former_body": _("Cơ quan không còn hoạt động"),
    "sentence_repeated": _("Câu lặp lại"),
    "quotes_mixed": _("Dấu nháy không thống nhất"),
    "citation_number_differs": _("Dẫn sai số, ký hiệu"),
    "citation_ambiguous": _("Dẫn chưa rõ văn bản nào"),
    "citation_unregistered": _("Văn bản dẫn chưa có trong kho"),
    "citation_date_differs": _("Dẫn sai ngày văn bản"),
    "citation_dates_disagree": _("Một văn bản dẫn hai ngày"),
    "citation_issuer_differs": _("Dẫn sai cơ quan ban hành"),
    "citation_title_differs": _("Dẫn sai trích yếu"),
    "citation_year_differs": _("Dẫn sai năm văn bản"),
    "cited_before_its_date": _("Dẫn văn bản có ngày về sau"),
    "cited_by_an_older_document": _("Dẫn văn bản ra đời sau"),
    "cited_document_replaced": _("Dẫn văn bản đã bị thay thế"),
    "cited_document_repealed": _("Dẫn văn bản đã bị bãi bỏ"),
    "symbol_corrected": _("Ký hiệu văn bản viết sai"),
    "sum_differs": _("Tổng không khớp"),
    "part_exceeds_whole": _("Phần lớn hơn tổng"),
    "ratio_differs": _("Tỷ lệ không khớp"),
    "values_conflict": _("Số liệu mâu thuẫn trong văn bản"),
    "coverage_conflict": _("Phạm vi số liệu mâu thuẫn"),
    "impossible_date": _("Ngày không có thật"),
    "deadline_before_issue": _("Thời hạn trước ngày ban hành"),
    "misspelling": _("Có thể viết sai chính tả"),
    "malformed_syllable": _("Chữ không thành âm tiết"),
    "repeated_word": _("Từ lặp lại"),
    "unbalanced_mark": _("Dấu ngoặc không khớp"),
    "misplaced_bracket": _("Thứ tự trong ngoặc không liền"),
    "unpadded_date": _("Ngày viết thiếu số 0"),
    "numbering_gap": _("Đánh số không liền"),
}


def name_kind(code: str) -> str:
    """What a kind of finding is called; what is not listed is a matter of form."""
    return str(KIND_NAMES.get(code, _FORM))
