"""What stands in the way as numbered items: each with its cause and what is proposed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

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
    for at, rows in enumerated(_alike(carried)):
        yield Clause(str(at), _item(rows, spec))


def _alike(carried: Iterable[Hindrance]) -> list[list[Hindrance]]:
    """The difficulties in their order, those of the same words, cause and proposal together."""
    groups: defaultdict[tuple[str, str, str], list[Hindrance]] = defaultdict(list)
    for row in carried:
        groups[row.text.casefold(), row.cause.casefold(), row.proposal.casefold()].append(row)
    return list(groups.values())


def _item(rows: Sequence[Hindrance], spec: BlockSpec) -> Content:
    """The words of difficulties that say the same; several bodies that raise them are named."""
    row, bodies = rows[0], list(dict.fromkeys(each.body for each in rows))
    parts = [row.text]
    if row.cause and spec.options.get("causes", True):
        parts.append(f"Nguyên nhân: {row.cause}")
    if row.proposal and spec.options.get("proposals", True):
        parts.append(f"Kiến nghị: {row.proposal}")
    if spec.options.get("bodies") or len(bodies) > 1:
        parts.append(f"Cơ quan nêu: {'; '.join(bodies)}")
    return content(" ".join(f"{part}." for part in parts))
