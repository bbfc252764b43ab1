"""Taking their list in: rows known are seen again, new ones wait, what is gone is said."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.domain import clock
from tiendo.domain.exchange import BadForm, ExchangeForm, read_form
from tiendo.exchange.errors import ExchangeError
from tiendo.exchange.models import Delivery, FormVersion, RowEvent, TheirRow
from tiendo.exchange.reading import Listed, TheirList, read_list
from tiendo.exchange.registry import SYSTEMS, text_on
from tiendo.exchange.standing import last_delivery
from tiendo.programmes.models import Programme

LISTED, CHANGED, GONE = "listed", "changed", "gone"
_AT_ONCE = 500


def take_list(
    *, by: Actor, programme: Programme, system: str, raw: bytes, file_name: str
) -> Delivery:
    """Take a list in for a programme, by the form in force today; the file itself is not kept.

    A row known by its key keeps its task and history. The newest list sent again is refused.
    Errors: PermissionRefused; ExchangeError of an unreadable file, columns_missing, rows_none,
    rows_too_many, secret_mark, same_file.
    """
    by.require("exchange.run")
    text = text_on(system, clock.today())
    found = read_list(raw, read_form(text))
    return _take(by, programme, system, found, Delivery(
        system=system,
        programme=programme,
        file_name=file_name[:255],
        sha256=hashlib.sha256(raw).hexdigest(),
        form=text,
    ))  # fmt: skip


@transaction.atomic
def _take(
    by: Actor, programme: Programme, system: str, found: TheirList, delivery: Delivery
) -> Delivery:
    author = by.require("exchange.run")
    Programme.objects.select_for_update().get(pk=programme.pk)
    last = last_delivery(programme, system)
    if last is not None and last.sha256 == delivery.sha256:
        day = f"{clock.local_day(last.received_at):%d/%m/%Y}"
        raise ExchangeError("same_file", day=day, person=str(last.received_by))
    sorted_out = _sort(programme, system, found, last)
    delivery.rows, delivery.problems = len(found.rows), [list(row) for row in found.problems]
    delivery.new_rows, delivery.changed_rows = len(sorted_out.new), len(sorted_out.changed)
    delivery.gone_rows = len(sorted_out.gone)
    delivery.received_by_id, delivery.received_at = by.user_id, clock.now()
    delivery.save(force_insert=True)
    _add(sorted_out.new, delivery)
    _see(sorted_out.again, delivery)
    _tell(sorted_out.changed, CHANGED, delivery)
    _tell(sorted_out.gone, GONE, delivery)
    record(by=author, action="exchange.take_list", target=delivery, after=_facts(delivery))
    return delivery


@dataclass(frozen=True, slots=True)
class _Sorted:
    """The rows of a list: not known before, known, of these said otherwise; and those missing."""

    new: list[Listed]
    again: list[tuple[TheirRow, Listed]]
    changed: list[TheirRow]
    gone: list[TheirRow]


def _sort(programme: Programme, system: str, found: TheirList, last: Delivery | None) -> _Sorted:
    known = {row.key: row for row in TheirRow.objects.filter(programme=programme, system=system)}
    again = [(known[row.key], row) for row in found.rows if row.key in known]
    here = {old.pk for old, _row in again}
    listed_last = [row for row in known.values() if last and row.seen_id == last.pk]
    return _Sorted(
        new=[row for row in found.rows if row.key not in known],
        again=again,
        changed=[old for old, row in again if old.facts != row.facts],
        gone=[row for row in listed_last if row.pk not in here],
    )


def _facts(delivery: Delivery) -> dict[str, Value]:
    return {
        "programme": delivery.programme_id,
        "file_hash": delivery.sha256,
        "rows": delivery.rows,
        "new_rows": delivery.new_rows,
        "changed_rows": delivery.changed_rows,
        "gone_rows": delivery.gone_rows,
    }


@transaction.atomic
def add_form(*, by: Actor, text: str) -> FormVersion:
    """Add a form of a system, in force from the day it names; the older ones stay.

    Errors: PermissionRefused; ExchangeError form_not_yaml, form_part_missing, form_unknown_word,
    form_day_form, form_twice, form_other_system.
    """
    author = by.require("exchange.run")
    form = _read(text)
    if form.system not in SYSTEMS:
        raise ExchangeError("form_other_system", about=form.system)
    row = FormVersion.objects.create(
        system=form.system,
        since=form.since,
        source=form.source[:400],
        text=text.strip(),
        added_by_id=by.user_id,
        added_at=clock.now(),
    )
    after: dict[str, Value] = {"system": row.system, "since": row.since.isoformat()}
    record(by=author, action="exchange.add_form", target=row, after=after)
    return row


def _read(text: str) -> ExchangeForm:
    try:
        return read_form(text)
    except BadForm as bad:
        raise ExchangeError(f"form_{bad.code}", about=bad.about) from bad


def _add(rows: Sequence[Listed], delivery: Delivery) -> None:
    made = TheirRow.objects.bulk_create(
        [
            TheirRow(
                system=delivery.system,
                programme=delivery.programme,
                key=row.key,
                facts={str(name): value for name, value in row.facts.items()},
                first=delivery,
                seen=delivery,
                place=row.place,
            )
            for row in rows
        ],
        batch_size=_AT_ONCE,
    )
    _tell(made, LISTED, delivery)


def _see(pairs: Sequence[tuple[TheirRow, Listed]], delivery: Delivery) -> None:
    for old, row in pairs:
        old.facts = {str(name): value for name, value in row.facts.items()}
        old.seen, old.place = delivery, row.place
    rows = [old for old, _row in pairs]
    TheirRow.objects.bulk_update(rows, ["facts", "seen", "place"], batch_size=_AT_ONCE)


def _tell(rows: Sequence[TheirRow], kind: str, delivery: Delivery) -> None:
    RowEvent.objects.bulk_create(
        [
            RowEvent(
                row=row,
                kind=kind,
                delivery=delivery,
                facts={} if kind == GONE else row.facts,
                by_id=delivery.received_by_id,
                recorded_at=delivery.received_at,
            )
            for row in rows
        ],
        batch_size=_AT_ONCE,
    )
