"""Drafts as the review page shows them: a card each, with what to look at and what is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from tiendo.documents.models import Document, DocumentLink, TextVersion
from tiendo.domain.likeness import shared_words
from tiendo.intake.attention import DOUBTFUL, URGENT, Seen, look_first, within
from tiendo.intake.marks import CODES, missing_marks
from tiendo.intake.messages import LACKS
from tiendo.intake.models import Draft, DraftKind, DraftState, Obligation
from tiendo.intake.problems import Problem
from tiendo.intake.queries import DraftFilter
from tiendo.intake.splitting import offered_parts
from tiendo.intake.supplementing import Difference, compare, standing_tasks
from tiendo.tasks.models import Task
from tiendo.workspace.draft_readings import ReadingRow, reading_rows
from tiendo.workspace.draft_tables import TableRow, table_rows

QUOTE = 400
_WORDS_SHOWN = 6

Reasons = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Review:
    """What the cards of one page are made from: the text, why to look, citations in the text with
    the documents an unsure one may mean, by the citation's id, and the open problems."""

    text: TextVersion
    seen: Seen
    reasons: Reasons
    links: Sequence[DocumentLink] = ()
    choices: Mapping[int, Sequence[Document]] = field(default_factory=dict)
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One draft with its words of origin, its marks and what may be done with it.

    Missing: ``task`` is None where none stands already; ``row`` outside tables.
    """

    draft: Draft
    quote: str
    marks: Sequence[tuple[str | Promise, bool]]
    is_covered: bool
    values: Sequence[tuple[str, str]]
    reasons: tuple[str, ...] = ()
    misread: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    offered: Sequence[Mapping[str, Any]] = ()
    alike: Sequence[str] = ()
    readings: Sequence[ReadingRow] = ()
    links: Sequence[tuple[DocumentLink, Sequence[Document]]] = ()
    task: Task | None = None
    against_task: Sequence[Difference] = field(default_factory=tuple)
    row: TableRow | None = None

    @property
    def is_open(self) -> bool:
        """Whether the draft can be edited, split or merged."""
        return self.draft.state in {DraftState.PROPOSED, DraftState.ACCEPTED}

    @property
    def is_unsure(self) -> bool:
        """Whether the rule that found the draft is unsure of it."""
        return float(self.draft.confidence) < DOUBTFUL

    @property
    def percent(self) -> int:
        """How sure the rule is, in percent."""
        return round(float(self.draft.confidence) * 100)

    @property
    def likeness(self) -> int | None:
        """How like its suggested clause a row is, in percent; None once a person decided."""
        score = self.draft.details_score
        return None if score is None else round(float(score) * 100)

    @property
    def reads_as_orientation(self) -> bool:
        """Whether the words give a direction and nobody decided on them."""
        is_waiting = self.draft.state == DraftState.PROPOSED
        return is_waiting and self.draft.obligation == Obligation.ORIENTATION

    @property
    def is_read_anew(self) -> bool:
        """Whether a decision was kept although the new reading differs."""
        return bool(self.draft.differs) and self.draft.reviewed_at is not None

    @property
    def may_supplement(self) -> bool:
        """Whether the task that stands lacks something the draft says."""
        return any(difference.can_add for difference in self.against_task)


def cards_of(drafts: Sequence[Draft], review: Review) -> list[Card]:
    """The cards of these drafts. Cost: two queries where tasks stand already, else none."""
    tasks = standing_tasks(drafts)
    rows = table_rows(review.text, drafts)
    return [_card(draft, review, tasks.get(draft.pk), rows.get(draft.pk)) for draft in drafts]


def select(drafts: Sequence[Draft], narrowed: DraftFilter, reasons: Reasons) -> list[Draft]:
    """The drafts a filter leaves, in its order."""
    chosen = [d for d in drafts if _is_wanted(d, narrowed, reasons[d.pk])]
    return look_first(chosen, reasons) if narrowed.looks_first else chosen


def _is_wanted(draft: Draft, narrowed: DraftFilter, reasons: tuple[str, ...]) -> bool:
    is_body = draft.part == "body"
    return (
        narrowed.state in {"", draft.state}
        and narrowed.kind in {"", draft.kind}
        and narrowed.part in {"", "body" if is_body else "appendix"}
        and (not narrowed.lacking or narrowed.lacking in missing_marks(draft))
        and _has_reason(narrowed.reason, reasons)
    )


def _has_reason(wanted: str, reasons: tuple[str, ...]) -> bool:
    if wanted == "urgent":
        return not URGENT.isdisjoint(reasons)
    return not wanted or wanted in reasons


def _card(draft: Draft, review: Review, task: Task | None, row: TableRow | None) -> Card:
    start, end = draft.extracted.get("span") or (0, 0)
    content = review.text.content
    missing = missing_marks(draft)
    misread = [content[left:right] for left, right in within(review.seen.misread, start, end)]
    is_open = draft.state in {DraftState.PROPOSED, DraftState.ACCEPTED}
    return Card(
        draft=draft,
        quote=content[start : min(end, start + QUOTE)] or draft.title[:QUOTE],
        marks=[(LACKS[c], c in missing) for c in CODES if draft.kind == DraftKind.TASK],
        is_covered=draft.pk in review.seen.covered,
        values=[(horizon, _value_words(value)) for horizon, value in draft.values.items()],
        reasons=review.reasons[draft.pk],
        misread=misread[:_WORDS_SHOWN],
        problems=_problems(review, draft) if draft.state == DraftState.PROPOSED else (),
        offered=offered_parts(draft) if is_open else (),
        alike=_alike(draft),
        readings=reading_rows(draft),
        links=[
            (link, review.choices.get(link.pk, ()))
            for link in review.links
            if start <= link.passage.start < end
        ],
        task=task if draft.task_id is None else None,
        against_task=compare(draft, task) if task is not None else (),
        row=row,
    )


def _problems(review: Review, draft: Draft) -> list[Problem]:
    """The open problems that stand in a draft's words, the gravest first."""
    start, end = draft.extracted.get("span") or (0, 0)
    return [p for p in review.problems if p.span and p.span[0] < end and p.span[1] > start]


def _alike(draft: Draft) -> Sequence[str]:
    """The words that made a clause likely; none once a person decided."""
    if draft.details is None or draft.details_score is None:
        return ()
    return shared_words(draft.title, draft.details.title)


def _value_words(value: Mapping[str, str | None]) -> str:
    signs = {">=": "≥", "<=": "≤", "=": ""}
    number = str(value["value"]).replace(".", ",")
    if value.get("high"):
        return f"{number} - {str(value['high']).replace('.', ',')}"
    comparator = str(value["comparator"])
    return f"{signs.get(comparator, comparator)} {number}".strip()
