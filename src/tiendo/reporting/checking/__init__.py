"""The checks before signing: what is still open in a report, where, and what it takes to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tiendo.accounts.actor import Actor
from tiendo.reporting.checking.content import (
    find_contradicted,
    find_empty_headings,
    find_empty_places,
    find_mixed_quotes,
    find_unsupported,
)
from tiendo.reporting.checking.findings import Finding, Place, Weight, fingerprint
from tiendo.reporting.checking.freshness import (
    find_changed_figures,
    find_corrected_sources,
    find_disagreements,
    find_early_figures,
    find_shared_tasks,
)
from tiendo.reporting.checking.subject import Checked
from tiendo.reporting.checking.wording import (
    find_days_not_come,
    find_former_bodies,
    find_other_periods,
    find_periods_not_come,
    find_repeated,
)
from tiendo.reporting.checking.written import find_differences, find_slips, find_unregistered
from tiendo.reporting.models import Report

__all__ = ["Finding", "Place", "Weight", "find_findings", "fingerprint"]

Check = Callable[[Checked], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    find_differences,
    find_early_figures,
    find_changed_figures,
    find_corrected_sources,
    find_disagreements,
    find_shared_tasks,
    find_empty_headings,
    find_contradicted,
    find_unsupported,
    find_days_not_come,
    find_periods_not_come,
    find_other_periods,
    find_former_bodies,
    find_repeated,
    find_slips,
    find_mixed_quotes,
    find_unregistered,
    find_empty_places,
)
_ORDER = (Weight.BLOCKING, Weight.OPEN, Weight.NOTE)


def find_findings(by: Actor, report: Report) -> tuple[Finding, ...]:
    """What the checks find in a report as it stands, the weightiest first.

    Cost: as compiling it and reading its file; a constant number of queries.
    """
    checked = Checked(by, report)
    found = [finding for check in CHECKS for finding in check(checked)]
    return tuple(sorted(found, key=lambda each: _ORDER.index(each.weight)))
