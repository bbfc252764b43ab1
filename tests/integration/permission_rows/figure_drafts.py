"""Who may reach the pages of urls/figure_drafts.py: who enters figures."""

from __future__ import annotations

from tests.document_factories import register_plan, text_of
from tests.factories import World, actor
from tests.indicator_factories import an_indicator
from tests.integration.permission_rows import Row
from tests.integration.permission_rows.figure_files import ENTERERS
from tiendo.intake.figures.drafting import draft_figures
from tiendo.intake.models import FigureDraft

WORDS = """ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK
Số: 413/BC-UBND
Đắk Lắk, ngày 10 tháng 11 năm 2025

BÁO CÁO
Kết quả hạ tầng số

I. KẾT QUẢ ĐẠT ĐƯỢC
1. Đến nay 98,5% dân số được phủ sóng di động 4G.
""".encode()


def _text(world: World) -> tuple[object, ...]:
    return (text_of(register_plan(world, WORDS, "bao-cao.txt")).pk,)


def _draft(world: World) -> tuple[object, ...]:
    an_indicator(world, "VB.01")
    text = text_of(register_plan(world, WORDS, "bao-cao.txt"))
    draft_figures(text=text, by=actor(world.coordinator))
    return (FigureDraft.objects.get(text=text).pk,)


ROWS: dict[str, Row] = {
    "figure-draft-list": Row(ENTERERS, _text),
    "figure-draft-start": Row(ENTERERS, _text, method="post", status=(302,)),
    "figure-draft-take-many": Row(ENTERERS, _text, method="post", status=(302,)),
    "figure-draft": Row(ENTERERS, _draft),
    "figure-draft-leave": Row(
        ENTERERS, _draft, method="post", data={"ly-do": "trùng"}, status=(302,)
    ),
}
