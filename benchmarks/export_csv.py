"""`bench export-csv`: 100,000 updates written as CSV by the job that people start, from the first
query to the file with its hash.

The floor is `COPY` of the same query to a file. Memory must be flat: the most the process holds
while it writes 100,000 rows is told beside what it holds for a tenth of them.
"""

import contextlib
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks._memory import peak_mib, reset_peak
from benchmarks._province import fill, tidy

NEEDS_DATABASE = True
ROWS = 100_000
RUNS = 5
ACCOUNT = "dieuphoi"
# The same row again, a day earlier: as an older report of the same work.
COPY_ROWS = """
    INSERT INTO tasks_progressupdate (task_id, occurrence_id, organisation_id, done, percent,
        done_count, total_count, count_unit, difficulty, proposal, as_of, recorded_at, by_id,
        approved_at, approved_by_id)
    SELECT task_id, occurrence_id, organisation_id, done, percent, done_count, total_count,
        count_unit, difficulty, proposal, as_of - 1, recorded_at - interval '1 day', by_id,
        approved_at - interval '1 day', approved_by_id
    FROM tasks_progressupdate ORDER BY id LIMIT %s
"""


def main() -> dict[str, object]:
    """The median seconds of the export and of its floor."""
    fill()
    with enough_rows():
        show_memory()
        pairs = [(time_export(look()), time_copy(look())) for _run in range(RUNS)]
    made, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
    return {
        "name": "export-csv",
        "value": round(made, 3),
        "floor": round(floor, 3),
        "ratio": round(made / floor, 2),
        "unit": "s",
    }


@contextlib.contextmanager
def enough_rows() -> Iterator[None]:
    """As many updates as are to be exported, for as long as the block runs."""
    from django.db import connection

    from tiendo.overview.sheets.updates import count
    from tiendo.tasks.models import ProgressUpdate

    last = ProgressUpdate.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    try:
        while (lacking := ROWS - count(look())) > 0:
            with connection.cursor() as cursor:
                cursor.execute(COPY_ROWS, [lacking])
        tidy()
        yield
    finally:
        ProgressUpdate.objects.filter(pk__gt=last).delete()
        tidy()


def look(day: dt.date | None = None) -> Any:
    """What is exported: everything a coordinator sees."""
    from tiendo.accounts.models import User
    from tiendo.accounts.queries import load_actor
    from tiendo.domain import clock
    from tiendo.overview.asking import Asked

    actor = load_actor(User.objects.get(username=ACCOUNT), clock.today())
    return Asked(actor, day or clock.today())


def show_memory() -> None:
    """The most that is held for a tenth of the rows, and for all of them."""
    from tiendo.overview.sheets.updates import count
    from tiendo.tasks.models import ProgressUpdate

    early = ProgressUpdate.objects.order_by("as_of").values_list("as_of", flat=True)[ROWS // 10]
    time_export(look(early))
    for asked in (look(early), look()):
        reset_peak()
        before = peak_mib()
        time_export(asked)
        print(f"{count(asked)} rows: {before:.1f} MiB before, at most {peak_mib():.1f} MiB")


def time_export(asked: Any) -> float:
    """Seconds of the job."""
    from tiendo.overview.exports import ask_for_export, make_export, path_of
    from tiendo.overview.models import Export, Format
    from tiendo.overview.sheets import VIEWS

    export = ask_for_export(view=VIEWS["cap-nhat"], asked=asked, form=Format.CSV)
    start = time.perf_counter()
    make_export(export.pk)
    seconds = time.perf_counter() - start
    made = Export.objects.get(pk=export.pk)
    if made.done != made.total:
        raise RuntimeError(f"{made.done} of {made.total} rows: {made.error}")
    path_of(made).unlink()
    return seconds


def time_copy(asked: Any) -> float:
    """Seconds of the database writing out the rows of the same query."""
    from django.db import connection
    from psycopg import ClientCursor

    from tiendo.overview.sheets.updates import listed

    sql, params = listed(asked).query.sql_with_params()
    connection.ensure_connection()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        with ClientCursor(connection.connection) as cursor:
            query = cursor.mogrify(sql, params)
            copied = cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)")
            with copied as pieces, (Path(folder) / "rows.csv").open("wb") as out:
                for piece in pieces:
                    out.write(piece)
        return time.perf_counter() - start
