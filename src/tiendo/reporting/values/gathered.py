"""Live values of a compiled report: "gathered.bodies", "gathered.tasks.total"."""

from __future__ import annotations

from tiendo.composer.model import Inline
from tiendo.domain.live_sentences import Gap
from tiendo.reporting.drafting import Draft
from tiendo.reporting.gathering.choices import told_as_chosen
from tiendo.reporting.gathering.sources import RATIO_PARTS, REPORT, sources_of, total_of
from tiendo.reporting.measures import count_of
from tiendo.reporting.values.words import unknown

BODIES = "bodies"


def find(draft: Draft, gap: Gap) -> Inline:
    """The number of the reports gathered, or one figure over all of them.

    Errors: unknown_value for what no figure of the sources is, or is not added up.
    """
    name = gap.name.partition(".")[2]
    if gap.form or not name:
        raise unknown(gap)
    sources = draft.keep("gathering.sources", lambda: sources_of(draft.report))
    if name == BODIES:
        ids = [source.report_id for source in sources]
        label = "Báo cáo của các cơ quan được tổng hợp"
        return draft.book.put(
            count_of(
                "gathered.bodies", label, "gathered.bodies", ids, unit="báo cáo", record_type=REPORT
            )
        )
    parts = {part for half in RATIO_PARTS.get(name, ()) for part in half}
    told = told_as_chosen(draft.report, {name} | parts)
    measure = total_of(sources, name, told)
    if measure is None:
        raise unknown(gap)
    return draft.book.put(measure)
