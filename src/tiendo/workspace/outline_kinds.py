"""The kinds of blocks as an editor of outlines offers them: what each gives in a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.reporting.kinds import KINDS

GIVES: Mapping[str, Promise] = {
    "narrative": _("Ô để người soạn viết lời văn; mỗi cơ quan viết phần của mình."),
    "sentence": _("Một câu do anh chị đặt, số liệu điền tự động vào chỗ trong ngoặc nhọn."),
    "counts": _("Một đoạn văn nêu tổng số nhiệm vụ và số theo bốn cách đếm chính thức."),
    "counts_by_status": _("Bảng số nhiệm vụ của từng trạng thái, kèm tỷ lệ."),
    "counts_by_section": _("Bảng số nhiệm vụ của từng nhóm trong kế hoạch."),
    "counts_by_lead": _("Bảng số nhiệm vụ của từng cơ quan chủ trì."),
    "finished": _("Danh sách nhiệm vụ được xác nhận hoàn thành trong kỳ, kèm sản phẩm."),
    "overdue": _("Danh sách nhiệm vụ quá hạn, kèm số ngày và lý do."),
    "issued": _("Văn bản nêu làm minh chứng, xếp theo loại."),
    "difficulties": _("Số vướng mắc trong sổ theo cấp giải quyết, và các vướng mắc quá hạn."),
    "proposals": _("Kiến nghị nêu trong các cập nhật tiến độ của kỳ."),
    "due_next": _("Nhiệm vụ phải xong trong kỳ tiếp theo, xếp theo hạn."),
    "chart_official": _("Biểu đồ cột của bốn cách đếm chính thức."),
    "chart_sections": _("Biểu đồ cột chồng, mỗi nhóm nhiệm vụ một cột."),
    "chart_leads": _("Biểu đồ cột chồng, mỗi cơ quan chủ trì một cột."),
    "chart_days": _("Biểu đồ đường số hoàn thành và quá hạn qua các ngày trong kỳ."),
    "picture": _("Biểu đồ hoặc bản đồ đang có trên màn hình, chụp tại ngày chốt số liệu."),
    "breakdown": _("Một câu có tổng và các phần; máy ghi “gồm” khi các phần cộng đúng bằng tổng."),
    "gathered_narratives": _("Lời văn các cơ quan đã viết, mỗi cơ quan một gạch đầu dòng."),
    "gathered_table": _("Bảng mỗi cơ quan một dòng, mỗi số liệu một cột, có dòng cộng."),
    "gathered_documents": _("Văn bản các cơ quan đã nêu, xếp theo nơi ban hành."),
    "gathered_difficulties": _("Vướng mắc các cơ quan đã nêu, gộp vướng mắc trùng nhau."),
    "handed_in": _("Bao nhiêu cơ quan đã gửi báo cáo; tên nơi gửi muộn, chưa gửi."),
    "comparison": _("Bảng số kỳ này bên cạnh kỳ trước và cùng kỳ năm trước."),
    "years": _("Bảng mỗi năm của giai đoạn một cột, cho báo cáo sơ kết, tổng kết."),
    "register_documents": _("Văn bản chọn từ sổ đăng ký theo nơi ban hành, loại, nội dung."),
    "events": _("Phiên họp, hội nghị đã tổ chức trong kỳ: ngày, nơi, nội dung, kết luận."),
    "indicators": _("Mỗi chỉ tiêu một gạch đầu dòng: tên, số liệu, các phần, tên từng nơi."),
    "targets": _("Bảng chỉ tiêu: kế hoạch, thực hiện, tỷ lệ, đánh giá."),
    "budget": _("Câu văn về dự toán được giao và số đã giải ngân, chia theo nguồn."),
    "budget_table": _("Bảng dự toán và giải ngân theo nguồn, tính chất hoặc lĩnh vực."),
    "projects": _("Mỗi dự án một gạch đầu dòng: tổng mức đầu tư, nguồn vốn, quyết định."),
    "difficulties_list": _("Vướng mắc chưa giải quyết xong, đánh số, kèm nguyên nhân, kiến nghị."),
    "tasks": _("Bảng từng nhiệm vụ để làm phụ lục: chủ trì, thời hạn, tiến độ."),
}


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind as it is offered. ``gives`` is "" for one that says nothing of itself yet."""

    code: str
    label: str
    gives: str


def kind_choices() -> list[KindChoice]:
    """The kinds of blocks with what they give, in the order of their table."""
    return [KindChoice(code, str(kind.label), gives(code)) for code, kind in KINDS.items()]


def gives(code: str) -> str:
    """What a kind gives in a report."""
    return str(GIVES.get(code, ""))
