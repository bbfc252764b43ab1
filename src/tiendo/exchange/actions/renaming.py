"""Saying that a new row of their list is one decided before, in other words; and taking it back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.domain import clock
from tiendo.domain.exchange import Field, row_key
from tiendo.exchange.errors import ExchangeError
from tiendo.exchange.models import Choice, Delivery, RowEvent, TheirRow
from tiendo.exchange.renaming import is_gone
from tiendo.exchange.standing import last_delivery

RENAMED, PARTED = "renamed", "parted"
_LISTED = ("facts", "key", "seen_id", "place")


@transaction.atomic
def join_rows(*, by: Actor, row: TheirRow, earlier: TheirRow) -> TheirRow:
    """Say that a waiting row is one decided before: that one keeps its task, history and what was
    entered, and takes the words of the newer list.

    Errors: PermissionRefused; ExchangeError not_waiting, not_gone.
    """
    author = by.require("exchange.run")
    new, old = _locked(row, earlier)
    last = last_delivery(new.programme, new.system)
    if new.choice != Choice.WAITING:
        raise ExchangeError("not_waiting")
    if last is None or new.seen_id != last.pk or not is_gone(old, last) or _is_elsewhere(new, old):
        raise ExchangeError("not_gone", title=str(old.facts.get(Field.TITLE, ""))[:60])
    listed, before = _listing(new), _listing(old)
    new.choice, new.merged_into = Choice.MERGED, old
    new.decided_by_id, new.decided_at = by.user_id, clock.now()
    _list(new, before | {"key": f"merged:{new.pk}"})
    _list(old, listed)
    facts = {"before": before["facts"].get(Field.TITLE, ""), **_titles(old)}
    _note(by, old, RENAMED, facts, new)
    record(by=author, action="exchange.join", target=old, after={"row": new.pk})
    return old


@transaction.atomic
def part_rows(*, by: Actor, row: TheirRow) -> TheirRow:
    """Take back that a row was one decided before; it waits again. Only while no newer list came.

    Errors: PermissionRefused; ExchangeError not_joined.
    """
    author = by.require("exchange.run")
    last = row.merged_rows.order_by("-decided_at").first()
    if last is None:
        raise ExchangeError("not_joined")
    new, old = _locked(last, row)
    if not may_part(old):
        raise ExchangeError("not_joined")
    listed, before = _listing(old), _listing(new)
    new.choice, new.merged_into = Choice.WAITING, None
    new.decided_by = new.decided_at = None
    _list(old, before | {"key": row_key({Field(name): v for name, v in before["facts"].items()})})
    _list(new, listed)
    _note(by, old, PARTED, _titles(old), new)
    record(by=author, action="exchange.part", target=old, before={"row": new.pk})
    return old


def may_part(row: TheirRow) -> bool:
    """Whether a row was joined with the newest list that held it. Cost: one query."""
    steps = RowEvent.objects.filter(row=row, kind__in=(RENAMED, PARTED))
    last = steps.order_by("-pk").values_list("kind", "delivery_id").first()
    return last == (RENAMED, row.seen_id)


def _locked(new: TheirRow, old: TheirRow) -> tuple[TheirRow, TheirRow]:
    rows = TheirRow.objects.select_for_update(of=("self",)).select_related("programme")
    found = {row.pk: row for row in rows.filter(pk__in=[new.pk, old.pk]).order_by("pk")}
    return found[new.pk], found[old.pk]


def _is_elsewhere(new: TheirRow, old: TheirRow) -> bool:
    return (new.system, new.programme_id) != (old.system, old.programme_id)


def _listing(row: TheirRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _LISTED}


def _list(row: TheirRow, listing: dict[str, Any]) -> None:
    for name, value in listing.items():
        setattr(row, name, value)
    row.save()


def _titles(row: TheirRow) -> dict[str, str]:
    return {"title": str(row.facts.get(Field.TITLE, ""))}


def _note(by: Actor, row: TheirRow, kind: str, facts: dict[str, str], other: TheirRow) -> None:
    delivery = Delivery.objects.get(pk=row.seen_id if kind == RENAMED else other.seen_id)
    for each in (row, other):
        RowEvent.objects.create(
            row=each,
            kind=kind,
            delivery=delivery,
            facts=facts,
            by_id=by.user_id,
            recorded_at=clock.now(),
        )
