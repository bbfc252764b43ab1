"""Live counts of tasks: "tasks.total", "tasks.overdue", "tasks.on_time_rate"."""

from __future__ import annotations

from tiendo.composer.model import Inline
from tiendo.domain.live_sentences import Gap
from tiendo.reporting.blocks import rate_ref
from tiendo.reporting.drafting import Draft
from tiendo.reporting.formulas import (
    AWAITING_ALL,
    NOT_STARTED,
    OFFICIAL,
    OTHER,
    OWN_COLUMNS,
    TOTAL,
)
from tiendo.reporting.values.words import unknown

COUNTS = {
    count.code: count
    for count in (TOTAL, *OFFICIAL, *OWN_COLUMNS, OTHER, NOT_STARTED, AWAITING_ALL)
}
RATE = "on_time_rate"


def find(draft: Draft, gap: Gap) -> Inline:
    """One count over the tasks of the report, or their on-time rate. Errors: unknown_value."""
    name = gap.name.partition(".")[2]
    if gap.form or (name != RATE and name not in COUNTS):
        raise unknown(gap)
    return rate_ref(draft.book, draft.facts.whole) if name == RATE else draft.count(COUNTS[name])
