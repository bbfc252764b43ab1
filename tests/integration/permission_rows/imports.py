"""Who may reach the pages of urls/imports.py: an import belongs to who brought it."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import STAFF, Row
from tests.task_factories import make_programme
from tests.unit.imports.books import a_row, book_of
from tiendo.domain import clock
from tiendo.imports.fields import Field
from tiendo.imports.mapping import propose_columns
from tiendo.imports.models import ImportKind, ImportState, SheetImport
from tiendo.imports.reading import read_file
from tiendo.imports.running import map_and_check

OWNER = frozenset({"coordinator"})
BRINGERS = STAFF - {"leader", "inspector", "clerk"}


def an_import(world: World) -> SheetImport:
    """A file the coordinator sent, its columns still to be confirmed."""
    return read_file(
        kind=ImportKind.TASKS,
        programme=make_programme(world),
        file_name="danh-muc.xlsx",
        raw=book_of([a_row(1)]),
        by=actor(world.coordinator),
    )


def _read(world: World) -> tuple[object, ...]:
    return (an_import(world).pk,)


def _checked(world: World) -> tuple[object, ...]:
    row = an_import(world)
    columns = {Field(field): place for field, place in propose_columns(row).items()}
    map_and_check(row=row, columns=columns, choices={}, by=actor(world.coordinator))
    return (row.pk,)


def _undoable(world: World) -> tuple[object, ...]:
    row = an_import(world)
    SheetImport.objects.filter(pk=row.pk).update(
        state=ImportState.CANCELLED, done=1, ended_at=row.created_at
    )
    return (row.pk,)


def _failed(world: World) -> tuple[object, ...]:
    (pk,) = _checked(world)
    SheetImport.objects.filter(pk=pk).update(
        state=ImportState.FAILED, failed_in=ImportState.RUNNING, ended_at=clock.now()
    )
    return (pk,)


def _template(world: World) -> tuple[object, ...]:
    return ("tasks",)


ROWS: dict[str, Row] = {
    "import-list": Row(BRINGERS),
    "import-template": Row(BRINGERS, _template),
    "import": Row(OWNER, _read, not_delegated=OWNER),
    "import-progress": Row(OWNER, _read, not_delegated=OWNER),
    "import-errors": Row(OWNER, _read, not_delegated=OWNER),
    "import-columns": Row(OWNER, _read, not_delegated=OWNER, method="post", status=(422,)),
    "import-sheet": Row(
        OWNER, _read, not_delegated=OWNER, method="post", data={"trang": "0"}, status=(302,)
    ),
    "import-repair": Row(OWNER, _checked, not_delegated=OWNER, method="post", status=(302,)),
    "import-start": Row(OWNER, _checked, not_delegated=OWNER, method="post", status=(302,)),
    "import-cancel": Row(OWNER, _read, not_delegated=OWNER, method="post", status=(302,)),
    "import-resume": Row(OWNER, _failed, not_delegated=OWNER, method="post", status=(302,)),
    "import-undo": Row(OWNER, _undoable, not_delegated=OWNER, method="post", status=(302,)),
}
