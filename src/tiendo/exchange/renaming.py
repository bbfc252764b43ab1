"""Rows that are probably one and the same, said with other words in a newer list.

Their lists do not always bear ids: then a row whose words changed comes as a new one, and the one
decided before is gone. The likeness only proposes; a person says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.duties import Duty, DutyIndex
from tiendo.domain.exchange import Field
from tiendo.domain.parameters import parameter_on
from tiendo.exchange.models import Choice, Delivery, TheirRow

MOST_OFFERED = 2
_DECIDED = (Choice.SAME, Choice.NEW, Choice.NOT_OURS)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A row decided before, no longer in their list, that another one may be."""

    row: TheirRow
    percent: int


def earlier_rows(
    rows: Iterable[TheirRow], last: Delivery | None
) -> Mapping[int, Sequence[Earlier]]:
    """For each waiting row (by id) the rows it may have been, likeliest first. Cost: no query.

    ``rows``: all of a programme. Rows that both bear an id, each another, are two rows.
    """
    listed = list(rows)
    if last is None:
        return {}
    gone = [row for row in listed if is_gone(row, last)]
    if not gone:
        return {}
    leads: dict[str, int] = {}
    index = DutyIndex([_duty(row, leads) for row in gone])
    least = parameter_on("match_offered_percent", clock.today()) / 100
    found: dict[int, Sequence[Earlier]] = {}
    for row in listed:
        if row.choice != Choice.WAITING or row.seen_id != last.pk:
            continue
        alike = index.likest(_duty(row, leads), least, MOST_OFFERED)
        earlier = [Earlier(gone[each.duty], round(each.score * 100)) for each in alike]
        if offered := [each for each in earlier if not (_id(row) and _id(each.row))]:
            found[row.pk] = offered
    return found


def is_gone(row: TheirRow, last: Delivery) -> bool:
    """Whether a row that was decided is no longer in their newest list."""
    return row.choice in _DECIDED and row.seen_id != last.pk


def _duty(row: TheirRow, leads: dict[str, int]) -> Duty:
    lead = fold(row.facts.get(Field.LEAD, ""))
    number = leads.setdefault(lead, len(leads)) if lead else None
    words = f"{row.facts.get(Field.TITLE, '')} {row.facts.get(Field.PRODUCT, '')}"
    return Duty(words, number, last_day=_day(row.facts.get(Field.DUE, "")))


def _id(row: TheirRow) -> str:
    return str(row.facts.get(Field.EXTERNAL_ID, ""))


def _day(words: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        return None
