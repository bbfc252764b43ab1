"""The job of a file: every row is checked, the good ones are kept, or taken back again.

A file is kept in one transaction: all of it, or its good rows, or nothing. Stopped anywhere, it
begins again, and nothing comes twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from django.db import transaction
from django.db.models.expressions import RawSQL

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.queries import load_actor
from tiendo.audit.trail import SYSTEM, Author, record
from tiendo.composer.sheet_reading import column_letter
from tiendo.domain import clock
from tiendo.indicators.actions.cells import CellProblem, Sifted
from tiendo.indicators.actions.saving_many import look_at_cells, save_many
from tiendo.indicators.copying import as_array
from tiendo.indicators.files.checking import Told, tell_cells
from tiendo.indicators.files.errors import FigureFileError
from tiendo.indicators.files.heads import Head
from tiendo.indicators.files.packing import Rows, unpack
from tiendo.indicators.files.undoing import take_back
from tiendo.indicators.models import (
    Entry,
    FigureChunk,
    FigureFile,
    FigureProblem,
    FileState,
)
from tiendo.outbox.actions import emit

# The cell to blame for what the figure's own check refuses; its value for the others.
_BLAMED = {
    "computed": Head.CODE,
    "not_defined": Head.CODE,
    "retired": Head.CODE,
    "period_unknown": Head.PERIOD,
    "period_future": Head.PERIOD,
    "period_closed": Head.REASON,
    "correction_reason": Head.REASON,
    "as_of_outside": Head.AS_OF,
    "body_not_valid": Head.BODY,
    "body_not_reporting": Head.BODY,
    "breakdown_unknown": Head.BREAKDOWN,
    "reason_missing": Head.MISSING,
}

_STATUSES = {
    "n": "new",
    "c": "changed",
    "u": "unchanged",
    "x": "conflict",
    "w": "wrong",
    "e": "empty",
}


@transaction.atomic
def check_file(file_id: int) -> None:
    """Check every row of a file that waits for it. Safe to repeat."""
    file = locked(file_id)
    if file.state != FileState.CHECKING:
        return
    by = load_actor(file.created_by, clock.today())
    told = tell_cells(file, rows_of(file), by)
    _note(file, told, look_at_cells(by=by, batch=told.batch, entry=Entry.SHEET))
    file.state, file.heard_at = FileState.CHECKED, clock.now()
    file.save(update_fields=["counts", "state", "heard_at"])


def rows_of(file: FigureFile) -> Iterator[Rows]:
    """The rows of a file as they were read."""
    for chunk in file.chunks.iterator(20):
        yield unpack(bytes(chunk.content))


def bring_file(file_id: int) -> None:
    """Keep the figures of a file that waits, or take them back; safe to repeat."""
    _run(file_id, _bring)


def undo_file(file_id: int) -> None:
    """Take back the figures of a file; safe to repeat."""
    _run(file_id, _undo)


def _run(file_id: int, act: Callable[[FigureFile], None]) -> None:
    try:
        with transaction.atomic():
            file = locked(file_id)
            if file.is_open:
                act(file)
    except (FigureFileError, PermissionRefused) as refused:
        _fail(file_id, str(refused))
    except Exception:
        _fail(file_id, str(FigureFileError("worker_failed")))
        raise


def _bring(file: FigureFile) -> None:
    if file.state not in (FileState.WAITING, FileState.RUNNING):
        return
    by = load_actor(file.created_by, clock.today())
    told = tell_cells(file, rows_of(file), by)
    if told.refused and not file.only_good:
        raise FigureFileError("changed_since", count=len(told.refused))
    saved = save_many(
        by=by, batch=told.batch, entry=Entry.SHEET, target=file, only_good=file.only_good
    )
    if saved.problems and not file.only_good:
        raise FigureFileError("changed_since", count=len(saved.problems))
    FigureFile.objects.filter(pk=file.pk).update(
        brought=RawSQL("%s::bigint[]", [as_array(saved.kept)])  # noqa: S611
    )
    file.done, file.state, file.ended_at = len(saved.kept), FileState.DONE, clock.now()
    file.save(update_fields=["done", "state", "ended_at"])
    record(
        by=_author(file),
        action="figurefile.done",
        target=file,
        after={"rows": file.done, "refused": len(saved.problems) + len(told.refused)},
    )
    emit("figurefile.done", target=file, users=[file.created_by_id])


def _undo(file: FigureFile) -> None:
    if file.state != FileState.UNDOING:
        return
    by: Actor = load_actor(file.created_by, clock.today())
    taken = take_back(file, by)
    file.kept = file.done - taken
    file.state, file.ended_at = FileState.UNDONE, clock.now()
    file.save(update_fields=["kept", "state", "ended_at"])
    after = {"rows": taken, "kept": file.kept}
    record(by=_author(file), action="figurefile.undone", target=file, after=after)


def _fail(file_id: int, words: str) -> None:
    with transaction.atomic():
        file = locked(file_id)
        if file.is_open:
            file.error, file.failed_in = words, file.state
            file.state, file.ended_at = FileState.FAILED, clock.now()
            file.save(update_fields=["error", "failed_in", "state", "ended_at"])
            record(by=SYSTEM, action="figurefile.fail", target=file)


def locked(file_id: int) -> FigureFile:
    """The file, locked."""
    found = FigureFile.objects.select_for_update(of=("self",))
    return found.select_related("created_by", "organisation").get(pk=file_id)


def _author(file: FigureFile) -> Author:
    return Author(file.created_by_id, file.organisation_id)


# What is wrong, kept by row


def _note(file: FigureFile, told: Told, sifted: Sifted) -> None:
    """Keep the status of every row and what is wrong in it."""
    file.problems.all().delete()
    statuses = dict.fromkeys(told.numbers, "u")
    statuses |= dict.fromkeys((each.number for each in told.plain), "n")
    statuses |= dict.fromkeys((each.number for each in told.refused), "w")
    for new in sifted.new:
        statuses[told.numbers[new.place]] = "n" if new.old is None else "c"
    for each in sifted.problems:
        statuses[told.numbers[each.place]] = "x" if each.error.is_conflict else "w"
    _keep_statuses(file, statuses)
    rows = [_problem(file, refused.number, refused.head, refused.error) for refused in told.refused]
    for found, is_warning in ((sifted.problems, False), (sifted.warnings, True)):
        rows += [_cell_problem(file, told, each, is_warning) for each in found]
    FigureProblem.objects.bulk_create(rows, batch_size=2000)


def _keep_statuses(file: FigureFile, statuses: Mapping[int, str]) -> None:
    """One letter for each row, chunk by chunk; rows of no status were left empty."""
    chunks = list(file.chunks.all())
    for chunk in chunks:
        numbers = unpack(bytes(chunk.content)).numbers
        chunk.statuses = "".join(statuses.get(number, "e") for number in numbers)
    FigureChunk.objects.bulk_update(chunks, ["statuses"], batch_size=500)
    counts = Counter("".join(chunk.statuses for chunk in chunks))
    file.counts = {_STATUSES[letter]: count for letter, count in counts.items()}


def _cell_problem(
    file: FigureFile, told: Told, each: CellProblem, is_warning: bool
) -> FigureProblem:
    head = _BLAMED.get(each.error.code, Head.VALUE)
    return _problem(file, told.numbers[each.place], head, each.error, is_warning=is_warning)


def _problem(
    file: FigureFile, row: int, head: Head, error: Exception, *, is_warning: bool = False
) -> FigureProblem:
    place = file.notes["columns"].get(str(head))
    return FigureProblem(
        file=file,
        row=row,
        column="" if place is None else column_letter(place),
        code=getattr(error, "code", ""),
        words=str(error),
        is_warning=is_warning,
    )
