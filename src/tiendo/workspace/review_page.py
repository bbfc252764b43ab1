"""What the review page shows around its cards: problems, filters with counts, other files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.documents.models import Document, DocumentLink, TextVersion
from tiendo.documents.queries import candidates_of, links_of
from tiendo.intake.appendices import repeated_task
from tiendo.intake.attention import REASONS, Seen, count_reasons, reasons_of
from tiendo.intake.marks import covered_clauses
from tiendo.intake.models import DismissedProblem, Draft, ExtractionRun, RunState
from tiendo.intake.problems import Problem, problems_of
from tiendo.workspace.document_doubts import doubts_of
from tiendo.workspace.draft_cards import Review

REASON_WORDS = {
    "urgent": gettext_lazy("Cần xem trước"),
    "differs": gettext_lazy("Bản đọc mới khác"),
    "unsure": gettext_lazy("Chưa chắc chắn"),
    "misread": gettext_lazy("Chữ nghi ngờ"),
    "problem": gettext_lazy("Có vấn đề"),
    "lead": gettext_lazy("Thiếu chủ trì"),
    "deadline": gettext_lazy("Thiếu thời hạn"),
    "repeats": gettext_lazy("Đã có nhiệm vụ"),
    "duties": gettext_lazy("Nên tách"),
    "suggested": gettext_lazy("Gợi ý gắn mục"),
    "orientation": gettext_lazy("Giống định hướng"),
}

_QUARTERS = {"1": "I", "2": "II", "3": "III", "4": "IV"}


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A problem with where it stands on the page, how many open ones are alike, itself included,
    and, once put aside, why."""

    problem: Problem
    alike: int = 1
    reason: str = ""
    by: str = ""

    @property
    def asked(self) -> str:
        """The stretch as an address asks for it."""
        span = self.problem.span
        return f"{span[0]}-{span[1]}" if span else ""

    @property
    def anchor(self) -> str:
        """The id of its place in the text."""
        letter = "o" if self.problem.draft is not None else "x"
        return f"{letter}-{self.asked}" if self.asked else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a text reports. Missing: ``day`` is None where the sentence states no day;
    words are empty where it states none."""

    metric: str
    value: float
    unit: str
    unit_base: str
    day: dt.date | None
    period: str
    scope: str
    path: str
    asked: str
    is_subset: bool


@dataclass(frozen=True, slots=True)
class Problems:
    """The problems of a run: still open, put aside, and what was checked and holds."""

    open: Sequence[ShownProblem]
    dismissed: Sequence[ShownProblem]
    confirmed: Sequence[ShownProblem]


def shown_problems(run: ExtractionRun, drafts: Sequence[Draft]) -> Problems:
    """The problems of a run by what became of them. Cost: one query."""
    kept = {row.key: row for row in run.dismissed.select_related("dismissed_by")}
    every = problems_of(run, drafts)
    alike = Counter(problem.stem for problem in every if problem.key not in kept)
    found = [_shown(problem, kept.get(problem.key), alike[problem.stem]) for problem in every]
    return Problems(
        [p for p in found if not p.reason and not p.problem.is_confirmed],
        [p for p in found if p.reason],
        [p for p in found if p.problem.is_confirmed and not p.reason],
    )


def review_of(run: ExtractionRun, drafts: Sequence[Draft], problems: Problems) -> Review:
    """What the cards are made from. Cost: one query, two where a citation is unsure."""
    doubts = doubts_of(run.text)
    misread = sorted(d.span for d in doubts if d.is_misread and d.span is not None)
    odd = [shown.problem for shown in problems.open if shown.problem.is_of_words]
    standing = {draft.pk for draft in drafts if repeated_task(draft) is not None}
    places = sorted(problem.span for problem in odd if problem.span is not None)
    seen = Seen(misread, places, covered_clauses(drafts), standing)
    links = links_of(run.text)
    return Review(
        text=run.text,
        seen=seen,
        reasons=reasons_of(drafts, seen),
        links=links,
        choices=_choices_of(links),
        problems=odd,
    )


def reason_chips(review: Review, chosen: str) -> list[tuple[str, str]]:
    """The filters of the list with their counts; those that would leave nothing are left out."""
    counts = count_reasons(review.reasons)
    codes = ("urgent", *REASONS)
    words = [
        (code, _("%(reason)s (%(count)d)") % {"reason": REASON_WORDS[code], "count": counts[code]})
        for code in codes
        if counts[code] or code == chosen
    ]
    return [("", _("Mọi mục")), *words]


def _choices_of(links: Sequence[DocumentLink]) -> Mapping[int, Sequence[Document]]:
    """The documents each unsure citation may mean, by its id. Cost: one query where any is."""
    known = candidates_of(links)
    return {
        link.pk: [known[pk] for pk in link.candidates if pk in known]
        for link in links
        if link.cited_id is None and link.candidates
    }


def newer_text(run: ExtractionRun) -> TextVersion | None:
    """A later reading of the run's file that has no run of its own yet. Cost: one query."""
    if run.state not in {RunState.REVIEW, RunState.APPROVED}:
        return None
    newer = TextVersion.objects.filter(
        rendition_id=run.text.rendition_id, created_at__gt=run.text.created_at
    )
    light = newer.defer("content", "structure", "parsed").filter(runs=None)
    return light.order_by("-created_at", "-pk").first()


def unread_texts(run: ExtractionRun) -> Sequence[TextVersion]:
    """The texts of the document's appendix files that nobody extracted. Cost: one query."""
    document = run.text.rendition.document_id
    read = ExtractionRun.objects.filter(text__rendition__document_id=document)
    found = TextVersion.objects.filter(rendition__document_id=document).exclude(
        rendition__part="body"
    )
    waiting = found.exclude(rendition__in=read.values("text__rendition"))
    light = waiting.select_related("rendition").defer("content", "structure", "parsed")
    newest: dict[int, TextVersion] = {}
    for text in light.order_by("-created_at", "-pk"):
        newest.setdefault(text.rendition_id, text)
    return list(newest.values())


def figures_of(text: TextVersion) -> Sequence[Figure]:
    """The figures a text reports, in its order."""
    return [_figure(row) for row in text.parsed.get("observations", ())]


def _figure(row: Mapping[str, Any]) -> Figure:
    start, end = row["span"]
    as_of = dt.date.fromisoformat(row["as_of"]) if row["as_of"] else None
    return Figure(
        metric=row["metric"],
        value=row["value"],
        unit=row["unit"] or "",
        unit_base=row.get("unit_base") or "",
        day=as_of,
        period="" if as_of else period_words(row["period"] or ""),
        scope=row["scope"] or "",
        path=row.get("path") or "",
        asked=f"{start}-{end}",
        is_subset=bool(row["is_subset"]),
    )


def period_words(key: str) -> str:
    """A period as people write it: "2025-Q3" is "quý III/2025", "2025-09" "tháng 9/2025"."""
    year, _dash, part = key.partition("-")
    if part[:1] == "Q" and part[1:] in _QUARTERS:
        return _("quý %(quarter)s/%(year)s") % {"quarter": _QUARTERS[part[1:]], "year": year}
    if part.isdecimal():
        return _("tháng %(month)d/%(year)s") % {"month": int(part), "year": year}
    return _("năm %(year)s") % {"year": year} if year.isdecimal() and not part else key


def _shown(problem: Problem, kept: DismissedProblem | None, alike: int) -> ShownProblem:
    if kept is None:
        return ShownProblem(problem, alike)
    return ShownProblem(problem, alike, kept.reason, str(kept.dismissed_by))
