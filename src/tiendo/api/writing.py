"""POST: figures come in with the checks of the grid, once however often they are sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from django.db import IntegrityError, transaction
from ninja import Header, Router, Status

from tiendo.accounts.actor import Actor
from tiendo.api.errors import ApiError
from tiendo.api.models import ApiKey, ApiRequest
from tiendo.api.service import KeyedRequest
from tiendo.api.shapes import ErrorOut, ObservationIn, ObservationsIn, ObservationsOut
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.domain.refusals import Refusal
from tiendo.indicators.actions import Cell, save_cells
from tiendo.indicators.actions.cells import Key
from tiendo.indicators.files.periods import read_period
from tiendo.indicators.models import Entry, Indicator
from tiendo.indicators.permissions import Place, may_of, owners_of
from tiendo.organisations.models import Organisation

router = Router(tags=["writing"])
Answer = tuple[int, dict[str, object]]


@router.post(
    "/observations",
    response={200: ObservationsOut, 422: ObservationsOut | ErrorOut},
    summary="Gửi số liệu",
)
def observations(
    request: KeyedRequest,
    given: ObservationsIn,
    idempotency_key: Annotated[str, Header("", alias="Idempotency-Key", max_length=100)],
) -> Status[dict[str, object]]:
    """Keep figures of the key's body, all of them or the good ones; 422 where none was kept."""
    key, by = request.auth, request.actor
    if not key.may_write:
        raise ApiError("read_only")
    if not idempotency_key.strip():
        raise ApiError("idempotency_key_missing")
    most = parameter_on("api_items_a_request", clock.today())
    if len(given.items) > most:
        raise ApiError("too_many_items", most=most)
    return Status(*answer_once(key, idempotency_key, request.body, lambda: _keep(given, by)))


def answer_once(key: ApiKey, name: str, body: bytes, act: Callable[[], Answer]) -> Answer:
    """What ``act`` answers; for a request that came before, what was answered then.

    Errors: ApiError idempotency_key_reused.
    """
    digest = hashlib.sha256(body).hexdigest()
    known = ApiRequest.objects.filter(key=key, idempotency_key=name)
    if (before := known.first()) is None:
        try:
            with transaction.atomic():
                # Who sends the same at the same time waits here for the first.
                row = ApiRequest.objects.create(
                    key=key, idempotency_key=name, body_hash=digest, at=clock.now()
                )
                row.status, row.answer = act()
                row.save(update_fields=["status", "answer"])
                return row.status, row.answer
        except IntegrityError:
            before = known.get()
    if before.body_hash != digest:
        raise ApiError("idempotency_key_reused")
    return before.status, before.answer


@dataclass(frozen=True, slots=True)
class _Told:
    """The items as cells with their places, and what is wrong in the others."""

    cells: list[Cell]
    places: list[int]
    refused: dict[int, list[Refusal]]


def _keep(given: ObservationsIn, by: Actor) -> Answer:
    told = _cells(given.items, by)
    if told.refused and not given.only_good:
        with transaction.atomic():
            saved = save_cells(by=by, cells=told.cells, entry=Entry.API, only_good=False)
            transaction.set_rollback(True)
        is_kept = False
    else:
        saved = save_cells(by=by, cells=told.cells, entry=Entry.API, only_good=given.only_good)
        is_kept = given.only_good or not saved.problems
    refused, odd = dict(told.refused), dict[int, list[Refusal]]()
    for found, into in ((saved.problems, refused), (saved.warnings, odd)):
        for each in found:
            into.setdefault(told.places[each.place], []).append(each.error)
    kept = {row_key(row): True for row in saved.kept} if is_kept else {}
    unchanged = _unchanged(told, kept, refused, is_kept=is_kept)
    items = [
        _result(place, refused.get(place, ()), odd.get(place, ()), place in unchanged, is_kept)
        for place in range(len(given.items))
    ]
    counted = [item["outcome"] for item in items]
    answer: dict[str, object] = {
        "kept": counted.count("kept"),
        "unchanged": counted.count("unchanged"),
        "refused": len(refused),
        "items": items,
    }
    return (200 if is_kept else 422), answer


def row_key(row: object) -> Key:
    """The place of an observation."""
    names = ("indicator_id", "organisation_id", "period_start", "period_end", "breakdown")
    return tuple(getattr(row, name) for name in names)


def _unchanged(
    told: _Told, kept: Mapping[Key, bool], refused: Mapping[int, object], *, is_kept: bool
) -> set[int]:
    if not is_kept:
        return set()
    return {
        place
        for place, cell in zip(told.places, told.cells, strict=True)
        if place not in refused and cell.key not in kept
    }


def _result(
    place: int,
    refused: Sequence[Refusal],
    odd: Sequence[Refusal],
    is_unchanged: bool,
    is_kept: bool,
) -> dict[str, object]:
    outcome = "refused" if refused else "unchanged" if is_unchanged else "kept"
    return {
        "place": place,
        "outcome": outcome if is_kept or refused else "held",
        "problems": [_said(error) for error in refused],
        "warnings": [_said(error) for error in odd],
    }


def _said(error: Refusal) -> dict[str, str]:
    return {"code": error.code, "message": str(error)}


def _cells(items: Sequence[ObservationIn], by: Actor) -> _Told:
    """Cost: three queries."""
    indicators = {
        row.code: row for row in Indicator.objects.filter(code__in={i.indicator for i in items})
    }
    bodies = {
        row.slug: row
        for row in Organisation.objects.filter(slug__in={i.organisation for i in items})
    }
    owners = owners_of({row.pk for row in indicators.values()})
    told = _Told([], [], {})
    seen: dict[Key, int] = {}
    for place, item in enumerate(items):
        try:
            cell = _cell(item, indicators, bodies, by, owners)
            if (other := seen.setdefault(cell.key, place)) != place:
                raise ApiError("item_repeated", other=other)
        except ApiError as error:
            told.refused[place] = [error]
            continue
        told.cells.append(cell)
        told.places.append(place)
    return told


def _cell(
    item: ObservationIn,
    indicators: Mapping[str, Indicator],
    bodies: Mapping[str, Organisation],
    by: Actor,
    owners: Mapping[Place, int],
) -> Cell:
    indicator = indicators.get(item.indicator)
    if indicator is None:
        raise ApiError("indicator_unknown", raw=item.indicator)
    body = bodies.get(item.organisation)
    if body is None:
        raise ApiError("body_unknown", raw=item.organisation)
    if not may_of(by, "observation.enter", (indicator.pk, body.pk), owners):
        raise ApiError("body_not_yours", body=body.name)
    period = read_period(item.period)
    if period is None:
        raise ApiError("period_unreadable", raw=item.period)
    return Cell(
        indicator,
        body,
        period,
        item.value,
        item.breakdown,
        item.is_missing,
        item.note,
        item.as_of,
        item.reason,
        item.seen,
    )
