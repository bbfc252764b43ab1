"""The kinds of blocks an outline may ask for: one explicit table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.composer.model import Block
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.drafting import TASKS_KIND, Draft
from tiendo.reporting.kinds import annex, counts, lists, outlook, words

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
    TASKS_KIND: Kind(_("Bảng tiến độ từng nhiệm vụ"), annex.tasks),
}
