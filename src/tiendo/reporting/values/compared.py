"""Live values beside earlier ones: "previous.tasks.overdue", "last_year.…", "change.…".

"change.tasks.overdue" differs from the last period, "change.last_year.tasks.overdue" from the
same period of the year before; printed "+5", or "tăng 5" with the form "lời".
"""

from __future__ import annotations

from dataclasses import replace

from tiendo.composer.model import Inline
from tiendo.domain.live_sentences import Gap
from tiendo.reporting.comparing import (
    LAST_YEAR,
    PREVIOUS,
    FindValue,
    measure_change,
    measure_then,
)
from tiendo.reporting.drafting import Draft
from tiendo.reporting.measures import Measure
from tiendo.reporting.values.words import unknown

CHANGE = "change"
NAMES = (PREVIOUS, LAST_YEAR, CHANGE)
IN_WORDS = "lời"


def find(draft: Draft, gap: Gap, of: FindValue) -> Inline:
    """The earlier value of a gap, or how it changed; ``of`` finds the gap itself.

    Errors: ReportError unknown_value.
    """
    first, _, rest = gap.name.partition(".")
    if not rest or rest.partition(".")[0] == CHANGE:
        raise unknown(gap)
    if first != CHANGE:
        return draft.book.put(measure_then(draft, Gap(rest, gap.form), first, of))
    against, form = PREVIOUS, gap.form
    if rest.partition(".")[0] in {PREVIOUS, LAST_YEAR}:
        against, _, rest = rest.partition(".")
    change = measure_change(draft, Gap(rest, "" if form == IN_WORDS else form), against, of)
    return draft.book.put(_in_words(change) if form == IN_WORDS else change)


def _in_words(change: Measure) -> Measure:
    """ "tăng 5" for "+5", "không đổi" for 0; what has no value says so."""
    words = {"+": "tăng ", "-": "giảm "}.get(change.printed[:1], "")
    if change.value is None or not words:
        printed = "không đổi" if change.value is not None else change.printed
    else:
        printed = f"{words}{change.printed[1:]}"
    return replace(change, key=f"{change.key}.words", printed=printed)
