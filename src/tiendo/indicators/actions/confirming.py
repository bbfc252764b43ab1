"""Figures are confirmed by who answers for the body, then published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, record_many
from tiendo.domain import clock
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.forecast_queue import ask_for_forecasts
from tiendo.indicators.keeping import lock_bodies
from tiendo.indicators.models import Observation, ObservationState
from tiendo.indicators.permissions import authors_of
from tiendo.outbox.actions import Value, emit


@transaction.atomic
def confirm_observations(*, by: Actor, rows: Sequence[Observation]) -> int:
    """Answer for figures of a body; the number of them.

    Errors: PermissionRefused; IndicatorError wrong_state where one was corrected or confirmed
    meanwhile: none is confirmed then.
    """
    locked = _locked(rows, ObservationState.PROVISIONAL)
    places = [(row.indicator_id, row.organisation_id) for row in locked]
    found = authors_of(by, "observation.confirm", places)
    authors = [found[place] for place in places]
    now = clock.now()
    Observation.objects.filter(pk__in=[row.pk for row in locked]).update(
        state=ObservationState.CONFIRMED, confirmed_by=by.user_id, confirmed_at=now
    )
    _record("observation.confirm", authors, locked, ObservationState.CONFIRMED)
    _tell(by, locked)
    ask_for_forecasts()
    return len(locked)


@transaction.atomic
def publish_observations(*, by: Actor, rows: Sequence[Observation]) -> int:
    """Make confirmed figures public; the number of them. Errors: as ``confirm_observations``."""
    author = by.require("observation.publish")
    locked = _locked(rows, ObservationState.CONFIRMED)
    now = clock.now()
    Observation.objects.filter(pk__in=[row.pk for row in locked]).update(
        state=ObservationState.PUBLISHED, published_by=by.user_id, published_at=now
    )
    _record("observation.publish", [author] * len(locked), locked, ObservationState.PUBLISHED)
    return len(locked)


def _locked(rows: Sequence[Observation], state: ObservationState) -> list[Observation]:
    """The rows as they are now, in the order of their ids; nobody corrects them meanwhile.

    Errors: IndicatorError wrong_state.
    """
    lock_bodies({row.organisation_id for row in rows})
    ids = [row.pk for row in rows]
    found = list(Observation.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    for row in found:
        if not row.is_current or row.state != state:
            raise IndicatorError("wrong_state", state=row.get_state_display())
    return found


def _tell(by: Actor, rows: Sequence[Observation]) -> None:
    """One event for each body and person who entered, who are told that their figures stand."""
    first: dict[tuple[int, int], Observation] = {}
    counts: Counter[tuple[int, int]] = Counter()
    for row in rows:
        place = row.organisation_id, row.entered_by_id
        first.setdefault(place, row)
        counts[place] += 1
    for (body, person), row in first.items():
        if person != by.user_id:
            payload: dict[str, Value] = {"count": counts[body, person]}
            emit("observation.confirmed", target=row, users=[person], payload=payload)


def _record(
    action: str, authors: Sequence[Author], rows: Sequence[Observation], state: ObservationState
) -> None:
    events = [
        (author, row, {"figure_state": str(row.state)}, {"figure_state": str(state)})
        for author, row in zip(authors, rows, strict=True)
    ]
    record_many(action=action, rows=events)
