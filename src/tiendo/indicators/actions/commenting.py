"""What is said of a figure: a question, an explanation, a remark with which it is sent back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import Author, record, record_many
from tiendo.domain import clock
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.keeping import lock_bodies
from tiendo.indicators.models import Observation, ObservationComment, ObservationState
from tiendo.indicators.permissions import authors_of, visible_observations
from tiendo.outbox.actions import emit

LONGEST = 4000


@transaction.atomic
def comment_observation(*, by: Actor, row: Observation, text: str) -> ObservationComment:
    """Say something of a figure that one sees; it is never changed.

    Errors: PermissionRefused; IndicatorError comment_missing, comment_too_long.
    """
    author = by.require("indicator.view")
    if not visible_observations(by).filter(pk=row.pk).exists():
        raise PermissionRefused("observation.view_all")
    comment = _comment(by, author, row, text, is_return=False)
    comment.save(force_insert=True)
    record(by=author, action="observation.comment", target=row, after={"text": comment.text})
    if row.organisation_id != author.organisation_id:
        emit("observation.commented", target=row, users=[row.entered_by_id])
    return comment


@transaction.atomic
def return_observations(*, by: Actor, rows: Sequence[Observation], text: str) -> int:
    """Send figures that are not confirmed back to who entered them, with a remark; their number.

    A figure sent back waits for its correction, no longer for being confirmed.
    Errors: PermissionRefused; IndicatorError comment_missing, comment_too_long; wrong_state where
    one was corrected or confirmed meanwhile: none is sent back then.
    """
    lock_bodies({row.organisation_id for row in rows})
    ids = [row.pk for row in rows]
    locked = list(Observation.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    places = [(row.indicator_id, row.organisation_id) for row in locked]
    found = authors_of(by, "observation.confirm", places)
    authors = [found[place] for place in places]
    for row in locked:
        if not row.is_current or row.state != ObservationState.PROVISIONAL:
            raise IndicatorError("wrong_state", state=row.get_state_display())
    comments = [
        _comment(by, author, row, text, is_return=True)
        for author, row in zip(authors, locked, strict=True)
    ]
    ObservationComment.objects.bulk_create(comments)
    record_many(
        action="observation.return",
        rows=[
            (author, row, None, {"text": comment.text})
            for author, row, comment in zip(authors, locked, comments, strict=True)
        ],
    )
    _tell(locked)
    return len(locked)


def _comment(
    by: Actor, author: Author, row: Observation, text: str, *, is_return: bool
) -> ObservationComment:
    if not text.strip():
        raise IndicatorError("comment_missing")
    if len(text) > LONGEST:
        raise IndicatorError("comment_too_long", longest=LONGEST)
    assert author.organisation_id is not None  # noqa: S101 - who acts from a post has a body
    return ObservationComment(
        observation=row,
        text=text.strip(),
        is_return=is_return,
        written_by_id=by.user_id,
        organisation_id=author.organisation_id,
        written_at=clock.now(),
    )


def _tell(rows: Sequence[Observation]) -> None:
    """One event for each body and person who entered, not one for each figure."""
    by_place: defaultdict[tuple[int, int], list[Observation]] = defaultdict(list)
    for row in rows:
        by_place[row.organisation_id, row.entered_by_id].append(row)
    for (_body, person), found in by_place.items():
        emit("observation.returned", target=found[0], users=[person], payload={"count": len(found)})
