"""What is odd in a text and in its drafts: named so that one can be put aside, and put back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.domain import clock
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.locks import open_run
from tiendo.intake.messages import say_problem
from tiendo.intake.models import DismissedProblem, Draft, DraftKind, ExtractionRun

QUOTE = 120
# Misread words are shown with the drafts they stand in, not as problems of the text.
_MISREAD = "doubtful_word"
_CONFIRMED = frozenset({"sum_holds", "ratio_holds"})
# Oddities of the paper's form and order: they say nothing about the words they stand beside.
_FORM = ("layout_", "numbering_", "annex_")
_RANK = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in words, with the place it stands at. ``key`` is the same in a later reading.

    Missing: ``span`` is None for a remark on the whole file, ``draft`` where it is about no draft.
    """

    key: str
    code: str
    severity: str
    words: str
    quote: str = ""
    span: tuple[int, int] | None = None
    draft: Draft | None = None

    @property
    def stem(self) -> str:
        """What its key shares with those of problems alike."""
        return stem_of(self.key)

    @property
    def is_of_words(self) -> bool:
        """Whether it is about the words it stands at, not about the form of the document."""
        return not self.is_confirmed and not self.code.startswith(_FORM)

    @property
    def is_confirmed(self) -> bool:
        """Whether it says that something holds."""
        return self.code in _CONFIRMED


def problems_of(run: ExtractionRun, drafts: Sequence[Draft]) -> list[Problem]:
    """What the reader, the parser and the drafts show as odd: the worst first, then by place."""
    issues = chain(run.text.structure.get("issues", ()), run.issues)
    content = run.text.content
    found = [*_of_text(issues, content), *chain.from_iterable(_of_draft(d) for d in drafts)]
    numbered = _numbered(found)
    return sorted(numbered, key=lambda p: (_RANK.get(p.severity, 1), p.span or (0, 0)))


def dismiss_problem(
    *, run: ExtractionRun, key: str, reason: str, by: Actor, with_alike: bool = False
) -> int:
    """Put a problem aside with the reason, ``with_alike`` also all others alike; the number.

    Errors: PermissionRefused; ReviewRefused (reason_missing, problem_gone, not_in_review).
    """
    author = by.require("draft.review")
    if not reason.strip():
        raise ReviewRefused("reason_missing")
    with transaction.atomic():
        locked = open_run(run.pk)
        found = problems_of(locked, list(Draft.objects.filter(run=locked)))
        meant = [p for p in found if p.key == key or (with_alike and p.stem == stem_of(key))]
        if not meant:
            raise ReviewRefused("problem_gone")
        held = set(locked.dismissed.values_list("key", flat=True))
        new = [p for p in meant if p.key not in held]
        DismissedProblem.objects.bulk_create(
            DismissedProblem(
                run=locked,
                key=problem.key,
                words=problem.words,
                reason=reason.strip()[:300],
                dismissed_by_id=by.user_id,
                dismissed_at=clock.now(),
            )
            for problem in new
        )
        if new:
            after: State = {"problem": new[0].words, "count": len(new)}
            event = "intake.problem_dismissed"
            record(by=author, action=event, target=locked, after=after, reason=reason.strip())
    return len(new)


def stem_of(key: str) -> str:
    """What the keys of problems alike have in common."""
    return key.rpartition(":")[0]


def restore_problem(*, run: ExtractionRun, key: str, by: Actor) -> None:
    """Take a problem up again that was put aside. Errors: as ``dismiss_problem``."""
    author = by.require("draft.review")
    with transaction.atomic():
        locked = open_run(run.pk)
        kept = DismissedProblem.objects.filter(run=locked, key=key).first()
        if kept is None:
            return
        before = {"problem": kept.words, "reason": kept.reason}
        kept.delete()
        record(by=author, action="intake.problem_restored", target=locked, before=dict(before))


# Finding


def _of_text(issues: Iterable[Mapping[str, Any]], content: str) -> Iterator[Problem]:
    """The issues of a reader and a parser, each once."""
    seen: set[tuple[str, str, str]] = set()
    for issue in issues:
        params = dict(issue.get("params") or {})
        same = (str(issue["code"]), str(issue.get("span")), str(sorted(params.items())))
        if issue["code"] == _MISREAD or same in seen:
            continue
        seen.add(same)
        yield _of_issue(issue, params, content)


def _of_issue(issue: Mapping[str, Any], params: dict[str, Any], content: str) -> Problem:
    span, quote = issue.get("span"), ""
    if span and span[0] < span[1]:
        quote = content[span[0] : min(span[1], span[0] + QUOTE)]
        params.setdefault("raw", quote)
    words = say_problem(str(issue["code"]), params)
    place = (int(span[0]), int(span[1])) if quote and span else None
    return Problem("", str(issue["code"]), str(issue["severity"]), words, quote, place)


def _of_draft(draft: Draft) -> Iterator[Problem]:
    leads = draft.extracted.get("leads", ())
    if draft.kind == DraftKind.TASK and len(leads) > 1 and not draft.extracted.get("duties"):
        params = {"count": len(leads), "names": "; ".join(leads)}
        yield _draft_problem("several_leads", draft, params)
    if draft.deadline_raw and not draft.deadline_keys:
        yield _draft_problem("deadline_not_understood", draft, {"raw": draft.deadline_raw})


def _draft_problem(code: str, draft: Draft, params: Mapping[str, object]) -> Problem:
    span = draft.extracted.get("span")
    place = (int(span[0]), int(span[1])) if span else None
    return Problem("", code, "warning", say_problem(code, params), draft.title, place, draft)


def _numbered(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems with their keys: kind, words, and the number among those alike."""
    counts: Counter[str] = Counter()
    for p in problems:
        digest = hashlib.sha256(f"{p.words}\0{' '.join(p.quote.split())}".encode()).hexdigest()
        alike = f"{p.code}:{digest[:16]}"
        counts[alike] += 1
        key = f"{alike}:{counts[alike]}"
        yield Problem(key, p.code, p.severity, p.words, p.quote, p.span, p.draft)
