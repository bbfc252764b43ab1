"""Live words: days, the plan, the body that reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tiendo.composer.model import Inline, Run
from tiendo.domain.live_sentences import Gap
from tiendo.reporting import letterhead
from tiendo.reporting.drafting import Draft
from tiendo.reporting.errors import ReportError
from vanban.dates import format_date

WORDS: Mapping[str, Callable[[Draft], str]] = {
    "as_of": lambda draft: format_date(draft.subject.as_of),
    "period.start": lambda draft: format_date(draft.subject.period.start),
    "period.end": lambda draft: format_date(draft.subject.period.end),
    "period.month": lambda draft: f"{draft.subject.period.end:%-m/%Y}",
    "period.year": lambda draft: str(draft.subject.period.end.year),
    "plan": lambda draft: draft.plan,
    "plan.full": lambda draft: letterhead.full_citation(draft.subject.programme),
    "plan.type": lambda draft: plan_type(draft.plan),
    "issuer": lambda draft: letterhead.in_sentence(draft.issuer.name),
    "title": lambda draft: draft.title,
    "addressees": lambda draft: draft.addressees,
}
_NUMBERED = re.compile(r"(.+?) số (?=\d)")
_TYPE = re.compile(r"(Kế hoạch|Chương trình|Đề án|Dự án|Nghị quyết|Chỉ thị|Quyết định)\b")
NAMES = frozenset(name.partition(".")[0] for name in WORDS)


def find(draft: Draft, gap: Gap) -> Inline:
    """The words of a gap. Errors: ReportError unknown_value."""
    write = WORDS.get(gap.name)
    if write is None or gap.form:
        raise unknown(gap)
    return Run(write(draft))


def unknown(gap: Gap) -> ReportError:
    """The refusal of a gap that names nothing."""
    name = f"{gap.name} | {gap.form}" if gap.form else gap.name
    return ReportError("unknown_value", name=f"{{{name}}}")


def plan_type(plan: str) -> str:
    """What a heading calls the plan: what stands before its number, or the type it begins with;
    "Kế hoạch chuyển đổi số" has no number."""
    found = _NUMBERED.match(plan) or _TYPE.match(plan)
    return found[1] if found else "kế hoạch"
