"""Revisions of figures are written, with the names behind them, the values of pages and events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tiendo.audit.trail import State, record_many
from tiendo.indicators.actions.cells import Key, Plain, Sifted
from tiendo.indicators.computing import follow
from tiendo.indicators.copying import copy_in, new_ids, own_fields, shared_fields
from tiendo.indicators.keeping import keep_entered
from tiendo.indicators.models import IndicatorValue, Observation
from tiendo.indicators.naming import keep_names


def key_of(row: Observation) -> Key:
    """What there is one figure in force for."""
    return row.indicator_id, row.organisation_id, row.period_start, row.period_end, row.breakdown


def keep_sifted(sifted: Sifted, plain: Sequence[Plain] = ()) -> list[int]:
    """Keep what is new among sifted cells, and plain figures; the ids of all in this order.

    Cost: about ten queries, whatever their number.
    """
    replaced = [new.old.pk for new in sifted.new if new.old is not None]
    Observation.objects.filter(pk__in=replaced).update(is_current=False)
    rows = [new.made for new in sifted.new]
    ids = new_ids(len(rows) + len(plain))
    for pk, row in zip(ids, rows, strict=False):
        row.pk, row._state.adding = pk, False
    copy_in(_lines(rows, plain, ids))
    keep_names([(row, sifted.named.get(key_of(row), ())) for row in rows])
    keep_entered(ids)
    follow([*rows, *_showing(plain)])
    record_many(
        action="observation.enter",
        rows=[
            (new.author, new.made, _facts(new.old) if new.old else None, _facts(new.made))
            for new in sifted.new
        ],
    )
    return ids


def _lines(
    rows: Sequence[Observation], plain: Sequence[Plain], ids: Sequence[int]
) -> Iterator[str]:
    """The lines that COPY takes."""
    for row in rows:
        own = own_fields(row.pk, row.organisation_id, row.value, row.qualifier, row.note)
        yield own + shared_fields(row)
    shared: dict[int, str] = {}
    for pk, each in zip(ids[len(rows) :], plain, strict=True):
        made, reading = each.alike.made, each.reading
        if (rest := shared.get(id(made))) is None:
            rest = shared[id(made)] = shared_fields(made)
        body = each.organisation.id
        yield own_fields(pk, body, reading.value, reading.qualifier, each.note) + rest


def _showing(plain: Sequence[Plain]) -> Iterator[IndicatorValue]:
    """What stands for plain figures where it is asked which indicators, and which bodies, changed
    in which periods."""
    shown = {id(each.alike): each for each in plain}
    periods = {key: each.alike.first.period.start for key, each in shown.items()}
    places = {(periods[id(each.alike)], each.organisation.id): each for each in plain}
    for each in (*shown.values(), *places.values()):
        made = each.alike.made
        yield IndicatorValue(
            indicator=made.indicator,
            organisation_id=each.organisation.id,
            period_start=made.period_start,
            period_end=made.period_end,
        )


def _facts(row: Observation) -> State:
    return {
        "indicator": row.indicator_id,
        "organisation": row.organisation_id,
        "period": [row.period_start.isoformat(), row.period_end.isoformat()],
        "breakdown": row.breakdown,
        "revision": row.revision,
        "value": None if row.value is None else str(row.value),
        "is_missing": row.is_missing,
        "qualifier": str(row.qualifier),
        "as_of": row.as_of.isoformat(),
        "figure_state": str(row.state),
        "reason": row.reason,
    }
