"""Reading runs and drafts for the review page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from tiendo.accounts.actor import Actor
from tiendo.documents.models import Document
from tiendo.intake.marks import count_missing, covered_clauses
from tiendo.intake.models import Draft, DraftBody, DraftState, ExtractionRun
from tiendo.tasks.models import Task
from tiendo.tasks.queries import visible_tasks

REVIEWED = frozenset(DraftState.values) - {DraftState.PROPOSED.value}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review is: reviewed of all, by state, and what "6 rõ" still lacks."""

    reviewed: int
    total: int
    by_state: Mapping[str, int]
    lacking: Mapping[str, int]

    @property
    def ratio(self) -> float | None:
        """The share reviewed; None where there is nothing to review."""
        return self.reviewed / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class DraftFilter:
    """What the list of drafts is narrowed to; ``looks_first`` puts the drafts to look at first.

    ``reason`` is one of ``attention.REASONS``, or "urgent" for all that should come first.
    """

    state: str = ""
    kind: str = ""
    part: str = ""
    lacking: str = ""
    reason: str = ""
    looks_first: bool = False


def run_of(actor: Actor, pk: int) -> ExtractionRun:
    """A run with its text and document. Errors: PermissionRefused; DoesNotExist."""
    actor.require("draft.review")
    return ExtractionRun.objects.select_related(
        "text__rendition__document", "text__rendition__stored_file", "programme"
    ).get(pk=pk)


def runs_of(document: Document) -> QuerySet[ExtractionRun]:
    """The runs over a document's texts, newest first."""
    return (
        ExtractionRun.objects.filter(text__rendition__document=document)
        .select_related("text__rendition", "programme")
        .order_by("-created_at", "-pk")
    )


def drafts_in(run: ExtractionRun) -> Sequence[Draft]:
    """All drafts of a run in document order with bodies and clause. Cost: two queries."""
    return list(
        Draft.objects.filter(run=run)
        .select_related(
            "lead",
            "lead_group",
            "details__task",
            "details__repeats",
            "task",
            "repeats",
            "merged_into",
            "earlier",
            "match__task__programme",
        )
        .prefetch_related("coordinating__organisation", "coordinating__group")
        .order_by("order")
    )


def draft_of(actor: Actor, pk: int) -> Draft:
    """One draft with its run. Errors: PermissionRefused; DoesNotExist."""
    actor.require("draft.review")
    return Draft.objects.select_related(
        "run__text__rendition__document",
        "lead",
        "lead_group",
        "details",
        "match__task__programme",
    ).get(pk=pk)


def progress(drafts: Sequence[Draft]) -> Progress:
    """How far the review of these drafts is; rejected and orientation drafts lack nothing."""
    by_state = Counter(draft.state for draft in drafts)
    reviewed = sum(count for state, count in by_state.items() if state in REVIEWED)
    covered = covered_clauses(drafts)
    working = [
        draft
        for draft in drafts
        if draft.state in {DraftState.PROPOSED, DraftState.ACCEPTED} and draft.pk not in covered
    ]
    return Progress(reviewed, len(drafts), dict(by_state), count_missing(working))


def guessed_links(drafts: Iterable[Draft]) -> int:
    """How many accepted rows are linked to a clause by likeness alone, which nobody confirmed."""
    accepted = [draft for draft in drafts if draft.state == DraftState.ACCEPTED]
    return sum(draft.details_score is not None for draft in accepted)


def unknown_bodies(run: ExtractionRun, groups: Collection[str] = ()) -> Mapping[str, int]:
    """Names in the drafts of a run that stand for no known body, with how often they occur.

    ``groups`` are names that stand for several bodies ("các sở, ban, ngành"): none can be added.
    """
    leads = Draft.objects.filter(run=run, lead=None, lead_group=None).exclude(lead_text="")
    others = DraftBody.objects.filter(draft__run=run, organisation=None, group=None)
    names = Counter(leads.values_list("lead_text", flat=True))
    names.update(others.values_list("raw_text", flat=True))
    return {name: count for name, count in sorted(names.items()) if name not in groups}


def generic_names(drafts: Iterable[Draft]) -> frozenset[str]:
    """The names in the drafts that stand for a group of bodies, as they were read."""
    return frozenset(name for draft in drafts for name in draft.extracted.get("generic", ()))


def made_from(document: Document, actor: Actor) -> QuerySet[Task]:
    """The tasks a person may see that come from passages of a document, each once, in order."""
    return (
        visible_tasks(actor)
        .filter(sources__passage__text__rendition__document=document)
        .select_related("programme", "section")
        .distinct()
        .order_by("programme_id", "order")
    )
