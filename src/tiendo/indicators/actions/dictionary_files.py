"""A dictionary comes in as a workbook: sent, looked at row by row, taken or dropped."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import State, record
from tiendo.documents.models import Passage
from tiendo.domain import clock
from tiendo.domain.refusals import Refusal
from tiendo.indicators.actions.defining import define_indicator, revise_definition
from tiendo.indicators.actions.dimensions import (
    add_item,
    define_dimension,
    edit_item,
    order_items,
    rename_dimension,
)
from tiendo.indicators.actions.targeting import revise_target, set_target
from tiendo.indicators.dictionary_errors import DictionaryError
from tiendo.indicators.loading.comparing import Present
from tiendo.indicators.loading.rows import (
    Change,
    DimensionRow,
    IndicatorRow,
    Standing,
    TargetRow,
)
from tiendo.indicators.loading.sheets_in import FileRow, read_rows
from tiendo.indicators.models import (
    DictionaryFile,
    DictionaryFileState,
    Dimension,
    Indicator,
)

DEFINE = "indicator.define"
_WRITTEN = (Standing.NEW, Standing.DIFFERS)


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a workbook would do: its rows as they stand. ``digest`` changes with any of them."""

    changes: tuple[Change, ...]

    @property
    def digest(self) -> str:
        """What was looked at, in short."""
        return hashlib.sha256(repr(self.changes).encode()).hexdigest()

    @property
    def counts(self) -> dict[str, int]:
        """The rows by standing."""
        found = Counter(change.standing.value for change in self.changes)
        return {standing.value: found[standing.value] for standing in Standing}


@transaction.atomic
def send_dictionary(
    *, by: Actor, raw: bytes, file_name: str, since: dt.date, reason: str
) -> DictionaryFile:
    """Keep a workbook until it is decided about; nothing of it is written yet.

    ``since`` and ``reason`` are those of definitions and targets that it changes.
    Errors: PermissionRefused; DictionaryError for what cannot be read.
    """
    author = by.require(DEFINE)
    read_rows(raw, Present.load())
    made = DictionaryFile.objects.create(
        file_name=file_name[:255],
        sha256=hashlib.sha256(raw).hexdigest(),
        content=raw,
        since=since,
        reason=reason.strip(),
        sent_by_id=by.user_id,
        sent_at=clock.now(),
    )
    after: State = {"file_hash": made.sha256, "since": since.isoformat()}
    record(by=author, action="dictionary.send", target=made, after=after)
    return made


def preview_dictionary(by: Actor, file: DictionaryFile) -> FilePreview:
    """What taking a workbook would do to each row as things stand, tried and taken back.

    Errors: PermissionRefused; DictionaryError decided.
    """
    by.require(DEFINE)
    _require_waiting(file)
    with transaction.atomic():
        rows = _written(by, file)
        transaction.set_rollback(True)
    return FilePreview(tuple(row.change for row in rows))


@transaction.atomic
def take_dictionary(
    *, by: Actor, file: DictionaryFile, seen: str, only_good: bool = False
) -> FilePreview:
    """Write what a workbook says: all of it, or only its good rows.

    ``seen`` is the digest of the preview that was looked at.
    Errors: PermissionRefused; DictionaryError decided, changed_meanwhile, file_wrong, nothing_new.
    """
    author = by.require(DEFINE)
    held = _locked(file)
    rows = _written(by, held)
    done = FilePreview(tuple(row.change for row in rows))
    if done.digest != seen:
        raise DictionaryError("changed_meanwhile")
    wrong = done.counts[Standing.WRONG]
    if wrong and not only_good:
        raise DictionaryError("file_wrong", count=wrong)
    if not any(done.counts[standing] for standing in _WRITTEN):
        raise DictionaryError("nothing_new")
    _decide(held, DictionaryFileState.TAKEN, done.counts)
    after: State = {"file_hash": held.sha256, **done.counts}
    record(by=author, action="dictionary.take", target=held, after=after, reason=held.reason)
    return done


@transaction.atomic
def drop_dictionary(*, by: Actor, file: DictionaryFile) -> DictionaryFile:
    """Do away with a workbook of which nothing is written. Errors: as ``take_dictionary``."""
    author = by.require(DEFINE)
    held = _locked(file)
    _decide(held, DictionaryFileState.DROPPED, {})
    after: State = {"file_hash": held.sha256}
    record(by=author, action="dictionary.drop", target=held, after=after)
    return held


def _written(by: Actor, file: DictionaryFile) -> list[FileRow]:
    present = Present.load()
    return _Writer(by, file, present).write(read_rows(bytes(file.content), present))


def _locked(file: DictionaryFile) -> DictionaryFile:
    held = DictionaryFile.objects.select_for_update().get(pk=file.pk)
    _require_waiting(held)
    return held


def _require_waiting(file: DictionaryFile) -> None:
    if file.state != DictionaryFileState.WAITING:
        raise DictionaryError("decided")


def _decide(file: DictionaryFile, state: DictionaryFileState, counts: dict[str, int]) -> None:
    file.state, file.counts, file.content = state, counts, b""
    file.decided_at = clock.now()
    file.save(update_fields=["state", "counts", "content", "decided_at"])


@dataclass(slots=True)
class _Writer:
    """Writes rows, each in a savepoint of its own; a row that is refused is wrong."""

    by: Actor
    file: DictionaryFile
    present: Present
    refused: dict[int, str] = field(default_factory=dict)

    def write(self, rows: Sequence[FileRow]) -> list[FileRow]:
        """The rows as they stand after all: what was written, what was refused."""
        waiting = [place for place, row in enumerate(rows) if row.change.standing in _WRITTEN]
        waiting.sort(key=lambda place: _order(rows[place]))
        before = len(waiting) + 1
        # A formula may name an indicator that stands further down.
        while waiting and len(waiting) < before:
            before = len(waiting)
            waiting = [place for place in waiting if not self._tried(place, rows[place])]
        return [self._standing(place, row) for place, row in enumerate(rows)]

    def _standing(self, place: int, row: FileRow) -> FileRow:
        if place not in self.refused:
            return row
        problems = (*row.change.problems, f"{row.change.place}: {self.refused[place]}")
        change = replace(row.change, standing=Standing.WRONG, problems=problems)
        return FileRow(change, row.row)

    def _tried(self, place: int, row: FileRow) -> bool:
        try:
            with transaction.atomic():
                self._write(row)
        except Refusal as refusal:
            self.refused[place] = str(refusal)
            return False
        except PermissionRefused:
            self.refused[place] = str(DictionaryError("not_permitted"))
            return False
        self.refused.pop(place, None)
        return True

    def _write(self, row: FileRow) -> None:
        match row.row:
            case DimensionRow():
                self._dimension(row.row, row.change)
            case IndicatorRow():
                self._indicator(row.row, row.change)
            case TargetRow():
                self._target(row.row)

    def _dimension(self, row: DimensionRow, change: Change) -> None:
        if change.standing == Standing.NEW:
            items = [(item.code, item.name) for item in row.items]
            dimension = define_dimension(by=self.by, code=row.code, name=row.name, items=items)
        else:
            dimension = Dimension.objects.get(code=row.code)
        if dimension.name != row.name:
            rename_dimension(by=self.by, dimension=dimension, name=row.name)
        self._items(dimension, row)

    def _items(self, dimension: Dimension, row: DimensionRow) -> None:
        held = {item.code: item for item in dimension.items.all()}
        for given in row.items:
            item = held.get(given.code) or add_item(
                by=self.by, dimension=dimension, code=given.code, name=given.name
            )
            if (item.name, item.is_retired) != (given.name, given.is_retired):
                edit_item(by=self.by, item=item, name=given.name, is_retired=given.is_retired)
        wanted = [item.code for item in row.items]
        if [code for code in held if code in wanted] != [code for code in wanted if code in held]:
            order_items(by=self.by, dimension=dimension, codes=wanted)

    def _indicator(self, row: IndicatorRow, change: Change) -> None:
        found = Dimension.objects.in_bulk(list(row.dimensions), field_name="code")
        told_apart = tuple(found[code] for code in row.dimensions if code in found)
        definition = replace(row.definition, dimensions=told_apart)
        if change.standing == Standing.NEW:
            define_indicator(
                by=self.by,
                code=row.code,
                owner=row.owner,
                definition=definition,
                since=self.file.since,
            )
            return
        indicator = Indicator.objects.get(code=row.code)
        revise_definition(
            by=self.by,
            indicator=indicator,
            definition=replace(definition, passages=_passages(indicator)),
            since=self.file.since,
            reason=self.file.reason,
        )

    def _target(self, row: TargetRow) -> None:
        target = row.target or self.present.alike(row)
        if target is None:
            set_target(
                by=self.by,
                indicator=Indicator.objects.get(code=row.code),
                organisation=row.organisation,
                fields=row.fields,
            )
            return
        revise_target(
            by=self.by,
            target=target,
            fields=row.fields,
            effective_on=self.file.since,
            deciding_words=self.file.reason,
        )


def _passages(indicator: Indicator) -> tuple[Passage, ...]:
    """What the last definition rests on: the next one goes on resting on it."""
    last = indicator.versions.order_by("number").last()
    found = last.passages.select_related("passage") if last is not None else ()
    return tuple(each.passage for each in found)


def _order(row: FileRow) -> tuple[int, bool]:
    """Dimensions, then indicators that are entered, those that are computed, then targets."""
    match row.row:
        case DimensionRow():
            return 0, False
        case IndicatorRow(definition=definition):
            return 1, bool(definition.formula)
        case _:
            return 2, False


def waiting_files() -> Iterable[DictionaryFile]:
    """The workbooks that wait for a decision, and the latest decided ones, without their bytes."""
    return DictionaryFile.objects.defer("content").select_related("sent_by")
