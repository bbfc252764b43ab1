"""The kinds of blocks an outline may ask for: one explicit table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.composer.model import Block
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.drafting import TASKS_KIND, Draft
from tiendo.reporting.kinds import (
    annex,
    breakdown,
    budget,
    chart,
    comparison,
    counts,
    documents,
    events,
    gathered,
    handing_in,
    hindrances,
    indicators,
    lists,
    outlook,
    words,
    years,
)

Writer = Callable[[Draft, BlockSpec], Iterator[Block]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of block: how it is called, how it is written, and the options it knows.

    ``needed`` are options without which it cannot be written, ``known`` further ones;
    ``sentences`` names those options that are sentences with gaps.
    """

    label: Promise
    write: Writer
    needed: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    sentences: frozenset[str] = frozenset()


_TITLE = frozenset({"title"})
KINDS: Mapping[str, Kind] = {
    "narrative": Kind(
        _("Lời văn của người soạn"), words.narrative, known=frozenset({"name", "label", "hint"})
    ),
    "sentence": Kind(
        _("Câu mẫu có số liệu"),
        words.sentence,
        needed=frozenset({"template"}),
        known=frozenset({"as", "unless_missing"}),
        sentences=frozenset({"template"}),
    ),
    "counts": Kind(_("Số nhiệm vụ theo cách đếm chính thức"), counts.counts),
    "counts_by_status": Kind(_("Bảng nhiệm vụ theo trạng thái"), counts.counts_by_status),
    "counts_by_section": Kind(_("Bảng nhiệm vụ theo nhóm"), counts.counts_by_section),
    "counts_by_lead": Kind(_("Bảng nhiệm vụ theo cơ quan chủ trì"), counts.counts_by_lead),
    "finished": Kind(_("Nhiệm vụ hoàn thành trong kỳ"), lists.finished),
    "overdue": Kind(_("Nhiệm vụ quá hạn"), lists.overdue),
    "issued": Kind(_("Văn bản nêu làm minh chứng"), lists.issued),
    "difficulties": Kind(_("Khó khăn, vướng mắc trong sổ theo dõi"), outlook.difficulties),
    "proposals": Kind(_("Kiến nghị nêu trong cập nhật tiến độ"), outlook.proposals),
    "due_next": Kind(_("Nhiệm vụ đến hạn kỳ tiếp theo"), outlook.due_next),
    "chart_official": Kind(
        _("Biểu đồ số nhiệm vụ theo cách đếm chính thức"), chart.official, known=_TITLE
    ),
    "chart_sections": Kind(_("Biểu đồ tiến độ theo nhóm"), chart.sections, known=_TITLE),
    "chart_leads": Kind(_("Biểu đồ tiến độ theo cơ quan chủ trì"), chart.leads, known=_TITLE),
    "chart_days": Kind(_("Biểu đồ hoàn thành và quá hạn theo thời gian"), chart.days, known=_TITLE),
    "picture": Kind(
        _("Biểu đồ, bản đồ như trên màn hình"),
        chart.picture,
        needed=frozenset({"of"}),
        known=chart.PICTURE_OPTIONS | _TITLE,
    ),
    "breakdown": Kind(
        _("Tổng số và các phần"), breakdown.breakdown, needed=frozenset({"total", "parts"})
    ),
    "gathered_narratives": Kind(
        _("Lời văn của các cơ quan"),
        gathered.narratives,
        needed=frozenset({"place"}),
        known=frozenset({"unless"}),
    ),
    "gathered_table": Kind(
        _("Bảng số liệu của các cơ quan"), gathered.table, needed=frozenset({"figures"})
    ),
    "gathered_documents": Kind(_("Văn bản các cơ quan nêu"), gathered.documents),
    "gathered_difficulties": Kind(_("Vướng mắc các cơ quan nêu"), gathered.difficulties),
    "handed_in": Kind(_("Tình hình gửi báo cáo của các cơ quan"), handing_in.handed_in),
    "comparison": Kind(
        _("So sánh với kỳ trước và cùng kỳ năm trước"),
        comparison.comparison,
        needed=frozenset({"figures"}),
    ),
    "years": Kind(_("Số liệu từng năm đặt cạnh nhau"), years.years, needed=frozenset({"figures"})),
    "register_documents": Kind(
        _("Văn bản trong sổ đăng ký"),
        documents.register_documents,
        known=documents.OPTIONS,
        sentences=frozenset({"lead"}),
    ),
    "events": Kind(
        _("Hội nghị, sự kiện trong kỳ"),
        events.events,
        known=events.OPTIONS,
        sentences=frozenset({"lead"}),
    ),
    "indicators": Kind(
        _("Số liệu của các chỉ tiêu"),
        indicators.indicators,
        needed=frozenset({"indicators"}),
        known=indicators.LIST_OPTIONS,
        sentences=frozenset({"lead"}),
    ),
    "targets": Kind(
        _("Bảng chỉ tiêu, mục tiêu"), indicators.targets, known=frozenset({"indicators"})
    ),
    "budget": Kind(_("Dự toán, giải ngân bằng lời"), budget.budget, known=frozenset({"as", "of"})),
    "budget_table": Kind(
        _("Bảng dự toán, giải ngân"), budget.budget_table, known=frozenset({"by"})
    ),
    "projects": Kind(_("Dự án và tổng mức đầu tư"), budget.projects),
    "difficulties_list": Kind(
        _("Khó khăn, vướng mắc đánh số"), hindrances.difficulties_list, known=hindrances.OPTIONS
    ),
    TASKS_KIND: Kind(_("Bảng tiến độ từng nhiệm vụ"), annex.tasks),
}
