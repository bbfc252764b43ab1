"""How every step of a difficulty is written: locked, its state by the table, one event each."""

from __future__ import annotations

import datetime as dt

from tiendo.audit.trail import Author, State
from tiendo.domain import clock
from tiendo.domain.difficulties import BY_DIFFICULTY_ACTION, CARRIED, ENDED
from tiendo.organisations.models import Organisation
from tiendo.tasks.difficulty_errors import DifficultyError
from tiendo.tasks.models import Difficulty, DifficultyEvent

_CARRIED = frozenset(str(state) for state in CARRIED)
_ENDED = frozenset(str(state) for state in ENDED)


def lock_difficulty(difficulty: Difficulty, version: int | None = None) -> Difficulty:
    """The difficulty as it is now, locked. Call it inside the action's transaction.

    Errors: DifficultyError edited_meanwhile where ``version`` is an older one.
    """
    current = (
        Difficulty.objects.select_for_update(of=("self",))
        .select_related("programme", "responsible", "organisation")
        .get(pk=difficulty.pk)
    )
    if version is not None and version != current.version:
        raise DifficultyError("edited_meanwhile", difficulty=current.code)
    return current


def set_state(row: Difficulty, action: str, user_id: int) -> None:
    """Move a locked difficulty by the table and save it, with who ended it and when.

    Errors: DifficultyError ended, not_ended.
    """
    rule = BY_DIFFICULTY_ACTION[action]
    if row.state not in {str(state) for state in rule.sources}:
        raise DifficultyError(
            "not_ended" if row.state in _CARRIED else "ended", difficulty=row.code
        )
    if rule.target is not None:
        row.state = str(rule.target)
    if row.state in _ENDED:
        row.ended_at, row.ended_by_id = clock.now(), user_id
    elif action == "reopen":
        row.ended_at, row.ended_by_id = None, None
        row.reopenings += 1
    if action == "answer" and row.answered_at is None:
        row.answered_at = clock.now()
    row.version += 1
    row.save()


def add_event(
    row: Difficulty,
    event: DifficultyEvent,
    author: Author,
    before: object,
    user_id: int,
    day: dt.date | None = None,
) -> DifficultyEvent:
    """Add the event of a step to the history, with how the difficulty stands after it.

    The day never goes back behind the step before it.
    """
    last = row.events.order_by("-recorded_at", "-pk").first()
    event.difficulty = row
    event.from_state, event.to_state = str(before or ""), row.state
    event.day = max(day or clock.today(), last.day if last else dt.date.min)
    event.recorded_at = max(clock.now(), last.recorded_at if last else clock.now())
    event.by_id, event.organisation_id = user_id, author.organisation_id
    event.on_behalf_of_id = author.on_behalf_of_id
    event.level, event.responsible_id, event.due_on = row.level, row.responsible_id, row.due_on
    event.person_id = row.person_id
    event.save(force_insert=True)
    return event


def difficulty_facts(row: Difficulty) -> State:
    """What the trail keeps of a step."""
    return {
        "state": row.state,
        "difficulty_kind": row.kind,
        "solving_level": f"solving_{row.level}" if row.level else "",
        "responsible": row.responsible_id,
        "officer": row.person_id,
        "due_on": row.due_on.isoformat() if row.due_on else None,
    }


def require_alive(body: Organisation, on: dt.date) -> None:
    """Refuse a body that no longer exists on a day. Errors: DifficultyError body_dissolved."""
    end = body.validity.upper
    if end is not None and end <= on:
        raise DifficultyError("body_dissolved", body=body.name, day=f"{end:%d/%m/%Y}")
