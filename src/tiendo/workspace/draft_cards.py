"""Drafts as the review page shows them: a card each, with what "6 rõ" lacks in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from tiendo.documents.models import TextVersion
from tiendo.intake.marks import CODES, covered_clauses, missing_marks
from tiendo.intake.messages import LACKS, say_problem
from tiendo.intake.models import Draft, DraftKind, DraftState, ExtractionRun
from tiendo.intake.queries import DOUBTFUL, DraftFilter, several_leads

QUOTE = 400


@dataclass(frozen=True, slots=True)
class Card:
    """One draft with its words of origin, its marks and what may be done with it."""

    draft: Draft
    quote: str
    marks: Sequence[tuple[str | Promise, bool]]
    is_covered: bool
    is_doubtful: bool
    values: Sequence[tuple[str, str]]

    @property
    def is_open(self) -> bool:
        """Whether the draft can be edited, split or merged."""
        return self.draft.state in {DraftState.PROPOSED, DraftState.ACCEPTED}

    @property
    def has_unknown_lead(self) -> bool:
        """Whether the lead is known only as text."""
        draft = self.draft
        return bool(draft.lead_text) and draft.lead_id is None and draft.lead_group_id is None


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem of the text in words, with the place it stands at."""

    words: str
    severity: str
    anchor: str


def cards_of(drafts: Sequence[Draft], text: TextVersion, every: Sequence[Draft]) -> list[Card]:
    """The cards of these drafts; ``every`` draft of the run tells which clauses are covered."""
    covered = covered_clauses(every)
    return [_card(draft, text, draft.pk in covered) for draft in drafts]


def select(drafts: Sequence[Draft], narrowed: DraftFilter) -> list[Draft]:
    """The drafts a filter leaves, in its order."""
    chosen = [draft for draft in drafts if _is_wanted(draft, narrowed)]
    if narrowed.doubtful_first:
        chosen.sort(key=lambda draft: (draft.confidence, draft.order))
    return chosen


def problems_of(run: ExtractionRun, drafts: Sequence[Draft]) -> list[Problem]:
    """What was found odd in the text and in its drafts, in words."""
    found = [_problem(issue, run.text.content) for issue in run.issues]
    found += [_draft_problem("several_leads", draft) for draft in several_leads(drafts)]
    undated = [d for d in drafts if d.deadline_raw and not d.deadline_keys]
    found += [_draft_problem("deadline_not_understood", draft) for draft in undated]
    return found


def _is_wanted(draft: Draft, narrowed: DraftFilter) -> bool:
    is_body = draft.part == "body"
    return (
        narrowed.state in {"", draft.state}
        and narrowed.kind in {"", draft.kind}
        and narrowed.part in {"", "body" if is_body else "appendix"}
        and (not narrowed.lacking or narrowed.lacking in missing_marks(draft))
    )


def _card(draft: Draft, text: TextVersion, is_covered: bool) -> Card:
    start, end = draft.extracted.get("span", (0, 0))
    missing = missing_marks(draft)
    marks = [(LACKS[code], code in missing) for code in CODES if draft.kind == DraftKind.TASK]
    return Card(
        draft=draft,
        quote=text.content[start : min(end, start + QUOTE)],
        marks=marks,
        is_covered=is_covered,
        is_doubtful=float(draft.confidence) < DOUBTFUL,
        values=[(horizon, _value_words(value)) for horizon, value in draft.values.items()],
    )


def _value_words(value: Mapping[str, str | None]) -> str:
    signs = {">=": "≥", "<=": "≤", "=": ""}
    number = str(value["value"]).replace(".", ",")
    if value.get("high"):
        return f"{number} - {str(value['high']).replace('.', ',')}"
    comparator = str(value["comparator"])
    return f"{signs.get(comparator, comparator)} {number}".strip()


def _problem(issue: Mapping[str, object], content: str) -> Problem:
    params = dict(issue["params"]) if isinstance(issue["params"], dict) else {}
    span = issue["span"]
    anchor = ""
    if isinstance(span, list):
        start, end = int(span[0]), int(span[1])
        params.setdefault("raw", content[start : min(end, start + 120)])
        anchor = f"o-{start}-{end}"
    return Problem(say_problem(str(issue["code"]), params), str(issue["severity"]), anchor)


def _draft_problem(code: str, draft: Draft) -> Problem:
    leads = draft.extracted.get("leads", ())
    params = {"count": len(leads), "names": "; ".join(leads), "raw": draft.deadline_raw}
    start, end = draft.extracted.get("span", (0, 0))
    return Problem(say_problem(code, params), "warning", f"o-{start}-{end}")
