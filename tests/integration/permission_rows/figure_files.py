"""Who may reach the pages of urls/figure_files.py: a file belongs to who brought it."""

from __future__ import annotations

from tests.factories import World, actor
from tests.indicator_factories import an_indicator
from tests.integration.permission_rows import STAFF, Row
from tiendo.domain import clock
from tiendo.indicators.files.reading import read_file
from tiendo.indicators.files.running import check_rows
from tiendo.indicators.models import FigureFile, FileState

OWNER = frozenset({"coordinator"})
ENTERERS = STAFF - {"leader", "inspector", "clerk"}
RAW = "Mã chỉ tiêu;Kỳ;Giá trị\nHT.99;2025-Q4;5\n".encode()


def a_file(world: World) -> FigureFile:
    """A file the coordinator sent and that was checked; its one row is wrong."""
    by = actor(world.coordinator)
    file = read_file(organisation=world.skhcn, period=None, file_name="so-lieu.csv", raw=RAW, by=by)
    return check_rows(file=file, by=by)


def _file(world: World) -> tuple[object, ...]:
    return (a_file(world).pk,)


def _good(world: World) -> tuple[object, ...]:
    """A file of one figure, late but with a reason."""
    by = actor(world.coordinator)
    an_indicator(world, "TEP.01")
    raw = "Mã chỉ tiêu;Kỳ;Giá trị;Lý do\nTEP.01;2025-Q3;5;bổ sung\n".encode()
    file = read_file(organisation=world.skhcn, period=None, file_name="a.csv", raw=raw, by=by)
    return (check_rows(file=file, by=by).pk,)


def _brought(world: World) -> tuple[object, ...]:
    (pk,) = _good(world)
    FigureFile.objects.filter(pk=pk).update(state=FileState.DONE, brought=[1], done=1)
    return (pk,)


def _silent(world: World) -> tuple[object, ...]:
    file = a_file(world)
    long_ago = clock.now().replace(year=2020)
    FigureFile.objects.filter(pk=file.pk).update(state=FileState.WAITING, heard_at=long_ago)
    return (file.pk,)


def _step(args: object = _file) -> Row:
    return Row(OWNER, args, not_delegated=OWNER, method="post", status=(302,))  # type: ignore[arg-type]


ROWS: dict[str, Row] = {
    "figure-file-list": Row(ENTERERS),
    "figure-file-template": Row(ENTERERS, status=(404,)),
    "figure-file": Row(OWNER, _file, not_delegated=OWNER),
    "figure-file-progress": Row(OWNER, _file, not_delegated=OWNER),
    "figure-file-errors": Row(OWNER, _file, not_delegated=OWNER),
    "figure-file-check": _step(),
    "figure-file-start": _step(_good),
    "figure-file-cancel": _step(),
    "figure-file-undo": _step(_brought),
    "figure-file-resume": _step(_silent),
}
