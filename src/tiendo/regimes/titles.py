"""What the report of a cycle is called: the title of its regime with its gaps filled."""

from __future__ import annotations

from tiendo.regimes.models import Cycle
from tiendo.reporting.citing import cited, printed_day

# Gaps of a title: the name of the cycle, and the document whose issue began it.
CYCLE_GAP, DOCUMENT_GAP = "{cycle}", "{document}"


def title_of(cycle: Cycle) -> str:
    """The title of a cycle's report; "" where the regime has none."""
    filled = cycle.version.report_title.replace(CYCLE_GAP, cycle.name)
    day = printed_day(cycle.period_start)
    document = cited(cycle.trigger) if cycle.trigger else f"văn bản ban hành ngày {day}"
    return filled.replace(DOCUMENT_GAP, document)
