"""One record behind a figure: what it is, who entered and confirmed it, what proves it, where it
comes from, and whether it says something else today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Model

from tiendo.domain.status import Status


class RecordState(StrEnum):
    """How a record stands today beside what the report was computed from."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did something, for which body, when. ``body`` is "" where it is not told."""

    by: str
    at: dt.datetime
    body: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """An evidence: the name of a file, or the number and day of a document.

    Missing: ``document_id`` is None where the document is not in the register.
    """

    words: str
    document_id: int | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class SourceClause:
    """The words a record comes from, and where they stand. ``page`` is None where there is none."""

    quote: str
    document: str
    document_id: int
    path: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Something a record says, then and now, as printed; ``now`` is "" where it says nothing."""

    label: str
    then: str
    now: str

    @property
    def has_changed(self) -> bool:
        """Whether it says something else today."""
        return self.then != self.now


@dataclass(frozen=True, slots=True)
class Record:
    """One record a figure was computed from, as its reader may see it.

    ``page`` names the page that shows it, with the arguments of its address. ``then`` and ``now``
    are the statuses of a task. Missing: of a hidden record nothing but its state is told.
    """

    record_id: int
    record_type: str
    state: RecordState = RecordState.SAME
    code: str = ""
    title: str = ""
    lead: str = ""
    note: str = ""
    task_id: int | None = None
    page: tuple[str, tuple[Any, ...]] | None = None
    then: Status | None = None
    now: Status | None = None
    values: tuple[Compared, ...] = ()
    entered: Deed | None = None
    confirmed: Deed | None = None
    proofs: tuple[Proof, ...] = ()
    clauses: tuple[SourceClause, ...] = ()

    @property
    def has_changed(self) -> bool:
        """Whether the record says something else today, or is no longer in force."""
        return self.state in (RecordState.CHANGED, RecordState.GONE)

    @property
    def is_hidden(self) -> bool:
        """Whether its reader may not see it."""
        return self.state is RecordState.HIDDEN


def untold(record_type: str, pk: int, *, exists: bool) -> Record:
    """A record that cannot be told of: not for this reader, or no longer there."""
    return Record(pk, record_type, RecordState.HIDDEN if exists else RecordState.GONE)


def existing(model: type[Model], ids: Iterable[int]) -> frozenset[int]:
    """Which of the records there are, seen or not. Cost: one query."""
    found = model._default_manager.filter(pk__in=list(ids))
    return frozenset(found.order_by().values_list("pk", flat=True))


def in_order(
    record_type: str, model: type[Model], ids: Iterable[int], told: Mapping[int, Record]
) -> list[Record]:
    """The records in the order asked for; those untold as such. Cost: one query where some are."""
    wanted = list(ids)
    lacking = [pk for pk in wanted if pk not in told]
    there = existing(model, lacking) if lacking else frozenset()
    return [told.get(pk) or untold(record_type, pk, exists=pk in there) for pk in wanted]


def state_of(values: Iterable[Compared]) -> RecordState:
    """Whether any of the values changed."""
    return RecordState.CHANGED if any(each.has_changed for each in values) else RecordState.SAME
