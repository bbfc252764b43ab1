"""Going on with a report although findings are open: with a reason, which is kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.reporting.checking import find_findings, fingerprint
from tiendo.reporting.checking.findings import Finding
from tiendo.reporting.checking.messages import say_finding
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import CheckPass, Report


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """What was open when a report was approved: its kind, its words, the reason to go on."""

    code: str
    words: tuple[str, ...]
    reason: str


def pass_checks(by: Actor, report: Report, reason: str, seen: str = "") -> Sequence[CheckPass]:
    """Keep the reason for each kind of finding that is open; nothing where none is.

    ``seen`` is the fingerprint of the findings that were looked at ("": not told). Call it inside
    the transaction of the action. Errors: ReportError checks_open, findings_changed, findings_open.
    """
    found = find_findings(by, report)
    if any(finding.is_blocking for finding in found):
        raise ReportError("checks_open")
    if seen and seen != fingerprint(found):
        raise ReportError("findings_changed")
    needing = [finding for finding in found if finding.needs_reason]
    if not needing:
        return ()
    if not reason.strip():
        raise ReportError("findings_open", count=len(needing))
    return CheckPass.objects.bulk_create(_passes(by, report, needing, reason.strip()))


def _passes(
    by: Actor, report: Report, findings: Iterable[Finding], reason: str
) -> Iterable[CheckPass]:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for finding in findings:
        place = f" ({finding.place.heading})" if finding.place.heading else ""
        groups[finding.code].append(f"{say_finding(finding).what}{place}")
    for code, words in groups.items():
        yield CheckPass(
            report=report,
            report_version=report.version,
            code=code,
            count=len(words),
            words="\n".join(words),
            reason=reason,
            by_id=by.user_id,
            at=clock.now(),
        )


def open_findings(report: Report) -> tuple[OpenFinding, ...]:
    """What was open when a report was approved, for its page and its slip; () before that.

    Cost: one query.
    """
    rows = CheckPass.objects.filter(report=report, report_version=report.version)
    return tuple(OpenFinding(row.code, tuple(row.words.splitlines()), row.reason) for row in rows)
