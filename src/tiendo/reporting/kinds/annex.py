"""Blocks for appendices: the tasks of the programme with their progress."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.composer.model import Align, Block, Row, group_row
from tiendo.domain.outlines import BlockSpec, roman
from tiendo.reporting.blocks import list_table, numbered
from tiendo.reporting.drafting import Draft, deadline_words, grouped_tasks, progress_words

# What a cell says where the plan names nothing: a blank could be an omission.
NONE = "–"
_COLUMNS = (
    ("STT", 13, Align.CENTER),
    ("Nhiệm vụ", 78, Align.LEFT),
    ("Cơ quan chủ trì", 34, Align.LEFT),
    ("Cơ quan phối hợp", 38, Align.LEFT),
    ("Thời hạn", 26, Align.CENTER),
    ("Sản phẩm", 34, Align.LEFT),
    ("Tiến độ", 29, Align.LEFT),
)


def tasks(draft: Draft, _spec: BlockSpec) -> Iterator[Block]:
    """The tasks in the order of the plan, under the names of its parts."""
    if draft.facts.tasks:
        yield list_table(_COLUMNS, _rows(draft))


def _rows(draft: Draft) -> Iterator[Row]:
    for at, (name, members) in enumerate(grouped_tasks(draft.facts), start=1):
        yield group_row(roman(at), name, len(_COLUMNS))
        for number, task in members:
            yield numbered(
                number,
                task.title,
                draft.facts.parties.lead(task.pk),
                draft.facts.parties.coordinating(task.pk) or NONE,
                deadline_words(task),
                task.product or NONE,
                progress_words(draft, task),
            )
