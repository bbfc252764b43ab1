"""Reading urging letters: the rounds, who sees which letter, how often a task or body was urged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.organisations.models import Organisation
from tiendo.reporting.models import UrgedTask, UrgingLetter, UrgingRound
from tiendo.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Urged:
    """How many letters went, and the last of them. Missing: None where none went."""

    times: int
    last: UrgingLetter | None

    @property
    def last_day(self) -> dt.date | None:
        """The day of the last letter."""
        return self.last.issued_on if self.last else None


def sees_rounds(actor: Actor) -> bool:
    """Whether a person sees every letter: overseers, and those who number and send them."""
    return actor.may("task.view_all") or actor.may("urge.record")


def list_rounds() -> QuerySet[UrgingRound]:
    """Every round with its letters counted, the newest first. Cost: one query."""
    rounds = UrgingRound.objects.select_related("programme", "issuer", "created_by")
    return rounds.order_by("-created_at", "-pk").annotate(
        letter_count=Count("letters", filter=Q(letters__version=F("version")), distinct=True),
        sent_count=Count("letters", filter=Q(letters__sent_at__isnull=False), distinct=True),
    )


def visible_letters(actor: Actor) -> QuerySet[UrgingLetter]:
    """The letters a person may open: all, or those that went to one's own body alone."""
    letters = UrgingLetter.objects.select_related("round__programme", "organisation", "stored_file")
    if sees_rounds(actor):
        return letters
    bodies = actor.bodies_for("task.view")
    return letters.filter(organisation_id__in=bodies, sent_at__isnull=False)


def urged_over(task: Task) -> Urged:
    """How often a task was urged by letters that went. Cost: one query."""
    rows = UrgedTask.objects.filter(letter=OuterRef("pk"), task=task)
    return _urged(rows)


def urged_at(body: Organisation) -> Urged:
    """How often a body was urged by letters that went. Cost: one query."""
    return _urged(UrgedTask.objects.filter(letter=OuterRef("pk"), organisation=body))


def _urged(rows: QuerySet[UrgedTask]) -> Urged:
    sent = UrgingLetter.objects.filter(Exists(rows), sent_at__isnull=False)
    letters = list(sent.order_by("-issued_on", "-pk"))
    return Urged(len(letters), letters[0] if letters else None)
