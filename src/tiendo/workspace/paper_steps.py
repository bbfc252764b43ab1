"""The steps of a paper as buttons and pages: the words of each, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.issuing import PaperMove
from tiendo.issuing.models import OutgoingPaper
from tiendo.issuing.sealing import seal_key_of
from tiendo.workspace.noun_steps import StepLink


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One step with its page: its words, what is said when it is done."""

    word: Promise
    icon: str
    done: Promise
    about: Promise
    is_danger: bool = False


PAGES: dict[str, PaperPage] = {
    "review": PaperPage(
        _("Soát xét"),
        "checks",
        _("Đã ghi soát xét."),
        _("Xác nhận đã xem nội dung, thể thức và kết quả kiểm tra của báo cáo."),
    ),
    "submit": PaperPage(
        _("Trình ký"),
        "send",
        _("Đã trình ký; phiếu trình đã được lập."),
        _("Báo cáo phải được duyệt trước. Phiếu trình nêu người lập, người duyệt, điểm còn lưu ý."),
    ),
    "sign": PaperPage(
        _("Ký"),
        "signature",
        _("Đã ký; văn bản chờ văn thư cấp số."),
        _("Ký ban hành đúng nội dung đã duyệt. Từ bước này không trả lại được nữa."),
    ),
    "number": PaperPage(
        _("Cấp số, ngày"),
        "hash",
        _("Đã cấp số; tải bản PDF có số, ngày để ký số."),
        _("Số và ngày được điền vào bản đã duyệt; số liệu giữ nguyên."),
    ),
    "seal": PaperPage(
        _("Tải lên tệp đã ký số"),
        "upload",
        _("Tệp đã ký được nhận."),
        _("Hệ thống đối chiếu tệp với báo cáo, kiểm tra chữ ký, chứng thư và việc sửa sau khi ký."),
    ),
    "issue": PaperPage(
        _("Phát hành"),
        "send",
        _("Đã phát hành."),
        _("Số, ngày và tệp đã ký vào kho văn bản; sau bước này không gì sửa được nữa."),
    ),
    "send_back": PaperPage(
        _("Trả lại"),
        "arrow-back-up",
        _("Đã trả lại."),
        _("Văn bản trở về bước soạn, kèm lý do."),
        True,
    ),
    "drop_number": PaperPage(
        _("Thu lại số"),
        "arrow-back-up",
        _("Đã thu lại số; số này cấp lại được."),
        _("Chỉ dùng khi cấp nhầm. Việc thu lại được ghi trong sổ cùng lý do."),
        True,
    ),
}
_SEAL_HERE = _("Ký số bằng khóa của cơ quan")


def url_name(action: str) -> str:
    """The name of a step's page."""
    return f"paper-{action.replace('_', '-')}"


def step_links(moves: Iterable[PaperMove], paper: OutgoingPaper) -> Iterator[StepLink]:
    """The buttons of a paper: the first one leads on."""
    for place, move in enumerate(moves):
        shown = PAGES[move.action]
        css = "btn-primary" if place == 0 else "btn-danger" if shown.is_danger else ""
        yield StepLink(shown.word, shown.icon, reverse(url_name(move.action), args=[paper.pk]), css)
        if move.action == "seal" and seal_key_of(paper.issuer) is not None:
            address = reverse("paper-seal-here", args=[paper.pk])
            yield StepLink(_SEAL_HERE, "signature", address, "")
