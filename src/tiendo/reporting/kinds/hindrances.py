"""What stands in the way as numbered items: each with its cause and what is proposed."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.composer.model import Block, Clause, Content, content
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.blocks import paragraph
from tiendo.reporting.drafting import Draft, enumerated
from tiendo.reporting.hindrances import Hindrance
from tiendo.reporting.measures import DIFFICULTY, count_of
from vanban.dates import format_date

OPTIONS = frozenset({"causes", "proposals", "bodies"})


def difficulties_list(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """The difficulties carried on the day, numbered from 1, the longest carried first.

    ``causes`` and ``proposals`` false leave those out; ``bodies`` true names who raised each.
    """
    carried = draft.facts.hindrances.carried
    ids = [row.difficulty_id for row in carried]
    label = "Khó khăn, vướng mắc đang theo dõi"
    n = count_of(
        "difficulties.listed", label, "difficulties.listed", ids, unit="vướng mắc",
        record_type=DIFFICULTY,
    )  # fmt: skip
    day = format_date(draft.subject.as_of)
    if not carried:
        yield paragraph("Đến ngày {day}, không có khó khăn, vướng mắc đang theo dõi.", day=day)
        return
    template = "Đến ngày {day}, còn {n} khó khăn, vướng mắc chưa được giải quyết xong:"
    yield paragraph(template, day=day, n=draft.book.put(n))
    for at, row in enumerated(carried):
        yield Clause(str(at), _item(row, spec))


def _item(row: Hindrance, spec: BlockSpec) -> Content:
    parts = [row.text]
    if row.cause and spec.options.get("causes", True):
        parts.append(f"Nguyên nhân: {row.cause}")
    if row.proposal and spec.options.get("proposals", True):
        parts.append(f"Kiến nghị: {row.proposal}")
    if spec.options.get("bodies"):
        parts.append(f"Cơ quan nêu: {row.body}")
    return content(" ".join(f"{part}." for part in parts))
