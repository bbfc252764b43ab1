"""The formulas of figures by their codes: what is counted, and how that reads in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.status import OFFICIAL_COLUMNS, OfficialColumn, Status
from tiendo.reporting.gathering.formulas import GATHERED_FORMULAS
from tiendo.reporting.register_formulas import REGISTER_FORMULAS


@dataclass(frozen=True, slots=True)
class Count:
    """One column of counts: a task counts by its status. ``label`` is printed in documents."""

    code: str
    label: str
    statuses: tuple[Status, ...]

    @property
    def formula(self) -> str:
        return f"tasks.{self.code}"


def _column(column: OfficialColumn, label: str) -> Count:
    statuses = (status for status, stands_in in OFFICIAL_COLUMNS.items() if stands_in is column)
    return Count(str(column), label, tuple(statuses))


TOTAL = Count("total", "Tổng số", tuple(Status))
DONE_ON_TIME = _column(OfficialColumn.DONE_ON_TIME, "Hoàn thành đúng hạn")
DONE_LATE = _column(OfficialColumn.DONE_LATE, "Hoàn thành quá hạn")
IN_PROGRESS = _column(OfficialColumn.IN_PROGRESS, "Đang thực hiện, trong hạn")
OVERDUE = _column(OfficialColumn.OVERDUE, "Quá hạn, chưa hoàn thành")
OFFICIAL = (DONE_ON_TIME, DONE_LATE, IN_PROGRESS, OVERDUE)
OWN_COLUMNS = (
    _column(OfficialColumn.CONTINUOUS, "Thường xuyên"),
    _column(OfficialColumn.NO_DEADLINE, "Không có thời hạn"),
    _column(OfficialColumn.SUSPENDED, "Tạm dừng"),
    _column(OfficialColumn.CANCELLED, "Đã hủy"),
    _column(OfficialColumn.SUPERSEDED, "Được thay thế"),
)
OTHER = Count("other", "Khác", tuple(s for column in OWN_COLUMNS for s in column.statuses))
NOT_STARTED = Count("not_started", "Chưa thực hiện", (Status.NOT_STARTED,))
AWAITING = Count("awaiting", "Chờ xác nhận, trong hạn", (Status.AWAITING,))
AWAITING_OVERDUE = Count("awaiting_overdue", "Chờ xác nhận, đã quá hạn", (Status.AWAITING_OVERDUE,))
AWAITING_ALL = Count("awaiting_all", "Chờ xác nhận", (Status.AWAITING, Status.AWAITING_OVERDUE))

STATUS_WORDS: Mapping[Status, str] = {
    Status.NOT_STARTED: "Chưa thực hiện",
    Status.IN_PROGRESS: "Đang thực hiện",
    Status.DUE_SOON: "Sắp đến hạn",
    Status.AWAITING: "Chờ xác nhận",
    Status.AWAITING_OVERDUE: "Chờ xác nhận, đã quá hạn",
    Status.OVERDUE: "Quá hạn",
    Status.DONE_ON_TIME: "Hoàn thành đúng hạn",
    Status.DONE_LATE: "Hoàn thành quá hạn",
    Status.CONTINUOUS: "Thường xuyên",
    Status.NO_DEADLINE: "Không có thời hạn",
    Status.SUSPENDED: "Tạm dừng",
    Status.CANCELLED: "Đã hủy",
    Status.SUPERSEDED: "Được thay thế",
}

FORMULAS: Mapping[str, Promise] = {
    "tasks.total": _(
        "Đếm mọi nhiệm vụ đã giao tính đến ngày chốt số liệu, kể cả nhiệm vụ tạm dừng, đã hủy, "
        "được thay thế; không đếm bản nháp."
    ),
    "tasks.done_on_time": _(
        "Đếm nhiệm vụ đã được xác nhận hoàn thành, ngày có sản phẩm không muộn hơn hạn có hiệu lực "
        "vào ngày đó."
    ),
    "tasks.done_late": _(
        "Đếm nhiệm vụ đã được xác nhận hoàn thành, ngày có sản phẩm sau hạn có hiệu lực vào ngày "
"đó."
    ),
    "tasks.in_progress": _(
        "Đếm nhiệm vụ còn trong hạn: chưa thực hiện, đang thực hiện, sắp đến hạn, chờ xác nhận."
    ),
    "tasks.overdue": _(
        "Đếm nhiệm vụ đã qua ngày cuối của thời hạn mà chưa được xác nhận hoàn thành, kể cả nhiệm "
        "vụ đang chờ xác nhận."
    ),
    "tasks.other": _(
        "Đếm nhiệm vụ ở các cột riêng: thường xuyên, không có thời hạn, tạm dừng, đã hủy, được "
        "thay thế."
    ),
    "tasks.continuous": _("Đếm nhiệm vụ thường xuyên, không tính quá hạn theo ngày."),
    "tasks.no_deadline": _("Đếm nhiệm vụ đang thực hiện mà văn bản không nêu thời hạn."),
    "tasks.suspended": _("Đếm nhiệm vụ đang tạm dừng theo văn bản chỉ đạo."),
    "tasks.cancelled": _("Đếm nhiệm vụ đã hủy theo văn bản chỉ đạo."),
    "tasks.superseded": _("Đếm nhiệm vụ được thay thế theo văn bản chỉ đạo."),
    "tasks.not_started": _("Đếm nhiệm vụ trong hạn chưa có cập nhật nào."),
    "tasks.awaiting": _("Đếm nhiệm vụ đã báo cáo hoàn thành, chờ xác nhận, còn trong hạn."),
    "tasks.awaiting_overdue": _(
        "Đếm nhiệm vụ đã báo cáo hoàn thành, chờ xác nhận, đã qua thời hạn."
    ),
    "tasks.awaiting_all": _("Đếm nhiệm vụ đã báo cáo hoàn thành, chờ xác nhận."),
    "tasks.not_given": _(
        "Đếm nội dung đã bóc tách mà đến ngày chốt số liệu chưa giao, thường do chưa đủ “6 rõ”; "
        "không nằm trong tổng số nhiệm vụ."
    ),
    "tasks.share": _("Số nhiệm vụ của dòng chia cho tổng số nhiệm vụ; tổng số bằng 0 thì không "
"xác định."),
    "tasks.on_time_rate": _(
        "Số hoàn thành đúng hạn chia cho số hoàn thành đúng hạn, hoàn thành quá hạn và quá hạn; "
        "mẫu số 0 thì không xác định."
    ),
    "tasks.finished_in_period": _(
        "Đếm nhiệm vụ được xác nhận hoàn thành có ngày sản phẩm trong kỳ báo cáo."
    ),
    "occurrences.finished_in_period": _(
        "Đếm kỳ của nhiệm vụ định kỳ được xác nhận hoàn thành có ngày sản phẩm trong kỳ báo cáo."
    ),
    "tasks.due_next": _(
        "Đếm nhiệm vụ chưa hoàn thành có ngày cuối của thời hạn từ sau ngày chốt số liệu đến hết "
        "kỳ tiếp theo."
    ),
    "task.days_overdue": _("Ngày chốt số liệu trừ ngày cuối của thời hạn; không rõ hạn thì chưa có "
                           "số liệu."),
    "updates.difficulties": _("Đếm cập nhật trong kỳ có nêu khó khăn, vướng mắc."),
    "difficulties.open": _(
        "Đếm vướng mắc của chương trình trong sổ chưa kết thúc theo dõi đến ngày chốt số liệu."
    ),
    "difficulties.level": _(
        "Đếm vướng mắc chưa kết thúc theo dõi thuộc một cấp giải quyết, đến ngày chốt số liệu."
    ),
    "difficulties.late": _(
        "Đếm vướng mắc chưa kết thúc theo dõi có hạn trả lời trước ngày chốt số liệu mà chưa được "
        "trả lời."
    ),
    "difficulties.raised": _("Đếm vướng mắc vào sổ có ngày nêu trong kỳ báo cáo."),
    "difficulties.ended": _(
        "Đếm vướng mắc được ghi đã giải quyết hoặc kết thúc theo dõi trong kỳ báo cáo."
    ),
    "updates.proposals": _("Đếm cập nhật trong kỳ có nêu kiến nghị, đề xuất."),
    "evidence.documents": _(
        "Đếm văn bản nêu làm minh chứng có ngày ban hành trong kỳ; văn bản nêu nhiều lần đếm một."
    ),
    **GATHERED_FORMULAS,
    **REGISTER_FORMULAS,
}  # fmt: skip


def formula_words(code: str) -> str:
    """The formula in words."""
    return str(FORMULAS[code])
