"""The types of papers that offices lay out with templates of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPORT, LETTER = "Báo cáo", "Công văn"


@dataclass(frozen=True, slots=True)
class PaperType:
    """A type of paper: its name, what the product writes of it, how many sides sign it.

    ``has_name``: it prints the name of its type; an official letter has none. ``has_values``: its
    template may name live values, which are told of the report.
    """

    name: str
    writes: str | Promise
    sides: int = 1
    has_name: bool = True
    has_values: bool = False


TYPES: Mapping[str, PaperType] = {
    each.name: each
    for each in (
        PaperType(REPORT, _("báo cáo lập theo đề cương"), has_values=True),
        PaperType(LETTER, _("công văn đôn đốc, công văn gửi hồ sơ"), has_name=False),
        PaperType("Tờ trình", _("tờ trình điều chỉnh nhiệm vụ")),
        PaperType("Phiếu trình", _("phiếu trình ký văn bản")),
        PaperType("Thông báo", _("thông báo kết luận cuộc họp, kết luận kiểm tra")),
        PaperType("Quyết định", _("quyết định thành lập đoàn kiểm tra")),
        PaperType("Biên bản", _("biên bản làm việc của đoàn kiểm tra, hai bên ký"), sides=2),
    )
}


def type_of(type_name: str | None) -> str:
    """The type whose template a paper follows; one without a name is an official letter."""
    return type_name or LETTER
