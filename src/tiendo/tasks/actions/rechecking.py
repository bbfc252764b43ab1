"""Re-checks: draw a random share of what was confirmed, and say what each comes to."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.sampling import ALGORITHM, draw, population_hash, sample_size
from tiendo.outbox.actions import emit
from tiendo.programmes.models import Programme
from tiendo.tasks.actions.confirming import reopen
from tiendo.tasks.actions.progress import NewEvidence
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import (
    LifecycleEvent,
    Recheck,
    RecheckItem,
    RecheckProof,
    RecheckResult,
)
from tiendo.tasks.queries.rechecks import Confirmation, own_houses, population
from tiendo.tasks.writing import Write, lock_task

# The exclusion constraint on rounds of one period.
_AGAIN = "recheck_again_with_a_reason"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a round is drawn from. Missing: ``programme`` is None for all of them."""

    starts_on: dt.date
    ends_on: dt.date
    programme: Programme | None = None


@transaction.atomic
def draw_recheck(*, scope: Scope, by: Actor, reason: str = "", seed: str = "") -> Recheck:
    """Draw the round of a period: a random share of its confirmations, of bodies not one's own.

    ``seed`` is drawn by the system unless given; ``reason`` is needed for a period that was drawn
    from before.
    Errors: PermissionRefused; TaskError recheck_period_wrong, recheck_reason_needed,
    recheck_nothing_to_draw.
    """
    author = by.require("task.recheck")
    today = clock.today()
    if scope.ends_on < scope.starts_on or scope.ends_on >= today:
        raise TaskError("recheck_period_wrong")
    excluded = own_houses(by)
    found = candidates(scope, excluded)
    if not found:
        raise TaskError("recheck_nothing_to_draw")
    recheck = _round(scope, by, [row.event_id for row in found], excluded)
    recheck.seed, recheck.reason = seed or secrets.token_hex(16), reason.strip()
    _save_once(recheck)
    items = _draw_items(recheck, found)
    after: State = {
        "period_start": scope.starts_on.isoformat(),
        "period_end": scope.ends_on.isoformat(),
        "programme": scope.programme.pk if scope.programme else None,
        "seed": recheck.seed,
        "algorithm": recheck.algorithm,
        "population": recheck.population_size,
        "population_hash": recheck.population_hash,
        "drawn": len(items),
    }
    record(by=author, action="recheck.draw", target=recheck, after=after, reason=recheck.reason)
    return recheck


def candidates(scope: Scope, excluded: Sequence[int]) -> list[Confirmation]:
    """The population of a scope as a draw of today would have it. Cost: two queries."""
    return population(
        scope.starts_on,
        scope.ends_on,
        drawn_on=clock.today(),
        excluded=excluded,
        programme_id=scope.programme.pk if scope.programme else None,
    )


def _round(scope: Scope, by: Actor, members: list[int], excluded: list[int]) -> Recheck:
    today = clock.today()
    return Recheck(
        programme=scope.programme,
        period=DateRange(scope.starts_on, scope.ends_on + ONE_DAY),
        due_on=today + dt.timedelta(days=parameter_on("recheck_due_days", today)),
        share_percent=parameter_on("recheck_share_percent", today),
        algorithm=ALGORITHM,
        population_size=len(members),
        population_hash=population_hash(members),
        excluded_bodies=excluded,
        drawn_at=clock.now(),
        drawn_by_id=by.user_id,
    )


def _save_once(recheck: Recheck) -> None:
    """Save the round; two at once of one period without a reason are told apart by the database."""
    try:
        with transaction.atomic():
            recheck.save(force_insert=True)
    except IntegrityError as error:
        if _AGAIN in str(error):
            raise TaskError("recheck_reason_needed") from error
        raise


def _draw_items(recheck: Recheck, found: list[Confirmation]) -> list[RecheckItem]:
    least = parameter_on("recheck_least_items", clock.local_day(recheck.drawn_at))
    count = sample_size(len(found), recheck.share_percent, least)
    by_event = {row.event_id: row for row in found}
    drawn = [by_event[pk] for pk in draw(by_event, recheck.seed, count)]
    return RecheckItem.objects.bulk_create(
        RecheckItem(
            recheck=recheck,
            order=order,
            confirmation_id=row.event_id,
            task_id=row.task_id,
            occurrence_id=row.occurrence_id,
            lead_id=row.lead_id,
            confirmer_id=row.confirmer_id,
        )
        for order, row in enumerate(drawn, start=1)
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a re-check of one item comes to; ``note`` says why unless it is upheld.

    ``correction`` is the reason for which an earlier result is changed; ``reopens`` takes the
    task back to its body.
    """

    result: str
    note: str = ""
    evidence: tuple[NewEvidence, ...] = ()
    correction: str = ""
    reopens: bool = False


@transaction.atomic
def record_result(*, item: RecheckItem, outcome: Outcome, by: Actor) -> RecheckItem:
    """Record what the re-check of an item came to; reopen its task where that is asked for.

    Errors: PermissionRefused; TaskError rechecker_not_outside, recheck_result_unknown,
    recheck_note_missing, recheck_done_before, recheck_reopens_only_wrong, wrong_state.
    """
    author = by.require("task.recheck")
    write = lock_task(item.task)
    current = RecheckItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    require_outsider(current, by)
    _check_outcome(current, outcome)
    before: State = {"result": current.result}
    current.result, current.note = outcome.result, outcome.note.strip()
    current.checked_at, current.checked_by_id = write.moment, by.user_id
    if outcome.reopens:
        current.reopened = _reopened(current, write, by)
    current.save(update_fields=["result", "note", "checked_at", "checked_by", "reopened"])
    _save_proofs(current, outcome.evidence, write)
    _record(author, current, before, outcome)
    return current


def require_outsider(item: RecheckItem, by: Actor) -> None:
    """Refuse who belongs to a body that did or confirmed the work, or took part in person.

    Errors: TaskError rechecker_not_outside. Cost: four queries.
    """
    events = LifecycleEvent.objects.filter(
        task=item.task_id, occurrence=item.occurrence_id, pk__lte=item.confirmation_id
    )
    rows = list(events.values_list("by", "organisation"))
    took_part = {person for person, _body in rows}
    bodies = {body for _person, body in rows} | {item.lead_id, item.confirmer_id}
    reached = {body for post in by.posts for body in post.reach_ids} | set(own_houses(by))
    if by.user_id in took_part or bodies & reached:
        raise TaskError("rechecker_not_outside")


def _check_outcome(item: RecheckItem, outcome: Outcome) -> None:
    if outcome.result not in RecheckResult.values:
        raise TaskError("recheck_result_unknown")
    if outcome.result != RecheckResult.UPHELD and not outcome.note.strip():
        raise TaskError("recheck_note_missing")
    if item.result and not outcome.correction.strip():
        raise TaskError("recheck_done_before")
    is_wrong = outcome.result == RecheckResult.NOT_UPHELD
    if (outcome.reopens or item.reopened_id is not None) and not is_wrong:
        raise TaskError("recheck_reopens_only_wrong")


def _reopened(item: RecheckItem, write: Write, by: Actor) -> LifecycleEvent:
    """The event that takes the task, or the occurrence drawn, back to its body."""
    reopen(task=write.task, reason=item.note, by=by, occurrence=item.occurrence)
    events = LifecycleEvent.objects.filter(
        task=item.task_id, occurrence=item.occurrence_id, action="reopen"
    )
    return events.latest("pk")


def _save_proofs(item: RecheckItem, given: Iterable[NewEvidence], write: Write) -> None:
    rows = [
        RecheckProof(
            item=item,
            stored_file=proof.stored_file,
            original_name=proof.original_name,
            document_number=proof.document_number.strip(),
            document_date=proof.document_date,
            added_at=write.moment,
        )
        for proof in given
    ]
    if any(row.stored_file is None and not row.document_number for row in rows):
        raise TaskError("evidence_empty")
    RecheckProof.objects.bulk_create(rows)


def _record(author: Author, item: RecheckItem, before: State, outcome: Outcome) -> None:
    after: State = {
        "result": item.result,
        "task": item.task_id,
        "occurrence": item.occurrence_id,
        "reopened": item.reopened_id is not None,
    }
    reason = outcome.correction.strip() or item.note
    record(
        by=author, action="recheck.result", target=item, before=before, after=after, reason=reason
    )
    if item.result == RecheckResult.NOT_UPHELD:
        bodies = [body for body in (item.lead_id, item.confirmer_id) if body is not None]
        told = {"task": item.task_id, "item": item.pk}
        emit("recheck.not_upheld", target=item.task, bodies=bodies, payload=told)
