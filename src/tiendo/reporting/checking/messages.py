"""The words of findings: what is wrong, why it matters, what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.documents import issue_words
from tiendo.reporting.checking.findings import Finding, Weight

WEIGHTS: Mapping[Weight, Promise] = {
    Weight.BLOCKING: _("Phải sửa mới duyệt được"),
    Weight.OPEN: _("Cần sửa, hoặc nêu lý do khi duyệt"),
    Weight.NOTE: _("Lưu ý"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """What a kind of finding is called, why it matters, and what to do."""

    title: Promise
    why: Promise
    mend: Promise


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words."""

    finding: Finding
    what: str
    why: str
    mend: str


_DIFFERS = _("Tệp ký đi phải nói đúng điều đã tính và đã xem.")
_COMPOSE_AGAIN = _("Lập lại báo cáo.")
_STALE = _("Số ký đi có thể khác số đang có trên hệ thống.")
_MEND_WORDS = _("Sửa lời văn ở mục đó rồi lập lại báo cáo.")
_CITED_WRONG = _("Dẫn sai căn cứ thì người nhận không tra được, hoặc tra ra văn bản khác.")
_MEND_CITATION = _(
    "Đối chiếu với văn bản trong kho; sửa lời văn, hoặc sửa thông tin văn bản nếu kho ghi sai."
)
_FORM = _("Trái thể thức Nghị định 30/2020/NĐ-CP hoặc lỗi chữ in ra văn bản.")
_UNSURE = _("Số liệu trong cùng văn bản phải khớp nhau.")

WORDS: Mapping[str, Words] = {
    "file_figure_differs": Words(
        _("Số trong tệp khác số đã tính: tính được “%(expected)s”, tệp ghi “%(found)s”"),
        _DIFFERS,
        _COMPOSE_AGAIN,
    ),
    "file_map_differs": Words(
        _("Bảng tra số liệu trong tệp có %(found)s số, báo cáo có %(expected)s số"),
        _DIFFERS,
        _COMPOSE_AGAIN,
    ),
    "file_text_differs": Words(
        _("Đoạn không có nguyên văn trong tệp: “%(expected)s”"), _DIFFERS, _COMPOSE_AGAIN
    ),
    "file_cell_differs": Words(
        _("Ô bảng trong tệp khác đã lập: cần “%(expected)s”, tệp ghi “%(found)s”"),
        _DIFFERS,
        _COMPOSE_AGAIN,
    ),
    "heading_absent": Words(_("Tệp thiếu đề mục “%(expected)s”"), _DIFFERS, _COMPOSE_AGAIN),
    "file_missing": Words(_("Báo cáo chưa có tệp đã đọc lại"), _DIFFERS, _COMPOSE_AGAIN),
    "figures_before_closing": Words(
        _("Số liệu tính đến %(as_of)s, trước ngày chốt %(closing)s"),
        _("Những ngày còn lại của kỳ chưa có trong báo cáo."),
        _("Lập lại với số liệu đến ngày chốt, hoặc nêu lý do báo cáo sớm."),
    ),
    "figure_older": Words(
        _("“%(label)s” là số của ngày %(as_of)s, báo cáo ghi đến ngày %(day)s"),
        _STALE,
        _COMPOSE_AGAIN,
    ),
    "figure_changed": Words(
        _("“%(label)s” đã đổi từ khi lập: trong báo cáo %(then)s, tính lại được %(now)s"),
        _STALE,
        _COMPOSE_AGAIN,
    ),
    "figure_gone": Words(
        _("“%(label)s” (%(then)s) không còn khi tính lại"), _STALE, _COMPOSE_AGAIN
    ),
    "figures_changed": Words(
        _("Tính lại thấy %(changed)s số khác và %(new)s số mới"), _STALE, _COMPOSE_AGAIN
    ),
    "not_recomputed": Words(
        _("Không tính lại được số liệu để so"),
        _STALE,
        _("Lập lại báo cáo; nếu đề cương hỏi số liệu không còn có, sửa đề cương trước."),
    ),
    "source_corrected": Words(
        _("Báo cáo của %(issuer)s gộp vào đây đã có bản đính chính"),
        _("Báo cáo tổng hợp đang lấy số và lời của bản cũ."),
        _("Tổng hợp lại từ bản đính chính."),
    ),
    "sources_disagree": Words(
        _("Các báo cáo gộp vào nói khác nhau về “%(label)s”: %(said)s"),
        _UNSURE,
        _("Chọn giá trị đúng ở trang tổng hợp, nêu lý do, rồi lập lại báo cáo."),
    ),
    "task_told_twice": Words(
        _("Nhiệm vụ %(task)s được nhiều báo cáo tính, mỗi nơi một tình trạng: %(said)s"),
        _("Một nhiệm vụ chỉ có một tình trạng; cộng lại thì các cột không khớp tổng."),
        _("Xem cơ quan nào đang chủ trì, trả lại báo cáo còn lại để lập lại."),
    ),
    "heading_empty": Words(
        _("Mục “%(heading)s” không có nội dung"),
        _("Chế độ báo cáo đòi mục này; người nhận không biết là không có hay bỏ sót."),
        _("Viết nội dung, hoặc ghi rõ trong kỳ không có."),
    ),
    "heading_missing": Words(
        _("Thiếu mục %(marker)s “%(heading)s” của đề cương"),
        _("Báo cáo phải đủ các mục của đề cương theo đúng thứ tự."),
        _COMPOSE_AGAIN,
    ),
    "words_absent": Words(
        _("Chưa ai viết phần “%(label)s”"),
        _("Mục này chỉ có số liệu, chưa có nhận định."),
        _("Viết thêm nếu cần, rồi lập lại."),
    ),
    "claim_without_data": Words(
        _("“%(claim)s” mà trong đoạn không có số liệu nào"),
        _("Nhận định không có số thì không kiểm chứng được."),
        _("Thêm số liệu vào đoạn, hoặc bỏ nhận định."),
    ),
    "typed_number_differs": Words(
        _("Lời văn ghi %(typed)s, số liệu “%(label)s” là %(printed)s"), _UNSURE, _MEND_WORDS
    ),
    "day_not_come": Words(
        _("Lời văn nói việc đã làm ngày %(day)s, số liệu chỉ đến ngày %(as_of)s"),
        _("Báo cáo không thể nói việc chưa diễn ra là đã xong."),
        _MEND_WORDS,
    ),
    "period_not_come": Words(
        _("Lời văn nói việc đã làm trong %(period)s, số liệu chỉ đến ngày %(as_of)s"),
        _("Báo cáo không thể nói việc chưa diễn ra là đã xong."),
        _MEND_WORDS,
    ),
    "period_of_another": Words(
        _("Lời văn ghi báo cáo là của %(period)s, kỳ báo cáo là từ %(start)s đến %(end)s"),
        _("Lời văn chép từ báo cáo kỳ khác mang theo số liệu của kỳ đó."),
        _MEND_WORDS,
    ),
    "words_older": Words(
        _("Lời văn tính đến ngày %(day)s, số liệu của báo cáo chốt ngày %(as_of)s"),
        _UNSURE,
        _("Cập nhật con số đến ngày chốt, hoặc nêu rõ vì sao lấy số ngày khác."),
    ),
    "document_outside_period": Words(
        _("Văn bản %(number)s ngày %(day)s không ban hành trong kỳ từ %(start)s đến %(end)s"),
        _("Kết quả của kỳ khác bị tính vào kỳ này."),
        _MEND_WORDS,
    ),
    "former_body": Words(
        _("“%(name)s” không còn từ trước kỳ báo cáo%(heirs)s"),
        _("Cơ quan đã sáp nhập hoặc đổi tên thì không còn làm việc được nêu."),
        _("Ghi tên cơ quan hiện nay; nếu nói chuyện cũ, thêm “trước đây”."),
    ),
    "sentence_repeated": Words(
        _("Câu này đã có ở mục “%(heading)s”"),
        _("Cùng một kết quả kể hai lần thì người đọc tưởng là hai việc."),
        _MEND_WORDS,
    ),
    "quotes_mixed": Words(
        _("%(count)s đoạn dùng dấu nháy thẳng, chỗ khác dùng dấu nháy cong"), _FORM, _MEND_WORDS
    ),
    "citation_number_differs": Words(
        _("Dẫn %(number)s ngày %(date)s không có trong kho; cùng ngày có %(expected)s"),
        _CITED_WRONG,
        _MEND_CITATION,
    ),
    "citation_ambiguous": Words(
        _("Dẫn %(number)s mà trong kho có %(count)s văn bản như vậy"),
        _CITED_WRONG,
        _("Ghi đủ ngày và cơ quan ban hành ở lần dẫn đầu."),
    ),
    "citation_unregistered": Words(
        _("Văn bản %(number)s được dẫn chưa có trong kho nên chưa đối chiếu được"),
        _CITED_WRONG,
        _("Đăng ký văn bản vào kho để đối chiếu số, ngày và hiệu lực."),
    ),
}

_CITATIONS = (_CITED_WRONG, _MEND_CITATION)
_FORMS = (_FORM, _MEND_WORDS)
_NUMBERS = (_UNSURE, _("Đối chiếu số liệu, sửa lời văn rồi lập lại báo cáo."))
# Why, and what to do, of what vanban finds; what is not listed is a matter of form.
_OF_READING: Mapping[str, tuple[Promise, Promise]] = {
    **dict.fromkeys(
        (
            "citation_date_differs",
            "citation_dates_disagree",
            "citation_issuer_differs",
            "citation_title_differs",
            "citation_year_differs",
            "cited_before_its_date",
            "cited_by_an_older_document",
            "cited_document_replaced",
            "cited_document_repealed",
            "symbol_corrected",
        ),
        _CITATIONS,
    ),
    **dict.fromkeys(
        (
            "sum_differs",
            "part_exceeds_whole",
            "ratio_differs",
            "values_conflict",
            "coverage_conflict",
        ),
        _NUMBERS,
    ),
}


def say_finding(finding: Finding) -> Said:
    """A finding in words: what, why, what to do."""
    words = WORDS.get(finding.code)
    if words is not None:
        what = str(words.title) % finding.params
        return Said(finding, what, str(words.why), str(words.mend))
    why, mend = _OF_READING.get(finding.code, _FORMS)
    what = issue_words.say_issue(finding.code, finding.params).rstrip(".")
    return Said(finding, what, str(why), str(mend))
