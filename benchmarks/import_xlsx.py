"""`bench import-xlsx`: 5,000 rows of new tasks, one in twenty with an error in some cell.

The value is the whole way of the rows: the file read, every row checked against the base with its
errors named, the good rows made drafts with their bodies and their events in the trail. The floor
is a read-only openpyxl pass plus COPY of the same rows into a plain table. Each part is told apart,
and the memory of reading and checking at 5,000 and 50,000 rows.

Told beside is a second floor, of the same work for the database: the pass plus COPY of the tasks,
bodies and events that an import wrote into the very tables, with their indexes, constraints and
the search entries that triggers make.
"""

import io
import secrets
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

NEEDS_DATABASE = True
FILLS_DATABASE = True
ROWS = 5_000
MANY = 50_000
REPEATS = 3
HEAD = (
    "TT",
    "Nhiệm vụ",
    "Sản phẩm",
    "Phần của kế hoạch",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời hạn",
    "Thẩm quyền",
    "Ghi chú",
)


def main() -> dict[str, object]:
    """The seconds of an import, its floor and the ratio."""
    programme, by = ground()
    raw = workbook(programme, ROWS, "đợt 0")
    floor = min(timed(lambda: run_floor(raw)) for _ in range(REPEATS))
    parts = min((run_import(programme, by, number) for number in range(REPEATS)), key=sum)
    read, check, write = parts
    real = min(run_real_floor(raw) for _ in range(REPEATS))
    print(
        f"floor {floor:.2f} s; read {read:.2f} s, check {check:.2f} s, write {write:.2f} s; "
        f"read and check alone: ratio {(read + check) / floor:.2f}"
    )
    print(
        f"beside the pass and COPY of the tasks, bodies and events into their own tables, with "
        f"indexes, constraints and search entries: {real:.2f} s, ratio {sum(parts) / real:.2f}"
    )
    for rows in (ROWS, MANY):
        print(f"{rows} rows: {memory(programme, by, rows) / 2**20:.1f} MiB at the most")
    tell_many(programme, by)
    value = sum(parts)
    return {
        "name": "import-xlsx",
        "value": round(value, 3),
        "floor": round(floor, 3),
        "ratio": round(value / floor, 2),
        "unit": "s",
    }


def ground() -> tuple[Any, Any]:
    """A province with its bodies and a programme, and the coordinator."""
    import datetime as dt

    from tiendo.accounts.models import User
    from tiendo.accounts.queries import load_actor
    from tiendo.demo.generator import Size, lay_ground
    from tiendo.domain import clock
    from tiendo.programmes.models import Programme

    begins_on = clock.today() - dt.timedelta(days=100)
    size = Size(tasks=1, bodies=40, officers=1)
    lay_ground(size=size, password=secrets.token_urlsafe(), begins_on=begins_on)
    user = User.objects.get(username="dieuphoi")
    return Programme.objects.first(), load_actor(user, clock.today())


def workbook(programme: Any, rows: int, wave: str) -> bytes:
    """A file of new tasks; one row in twenty names a body that is none, or no deadline."""
    import datetime as dt

    import xlsxwriter

    from tiendo.domain import clock
    from tiendo.organisations.queries import organisations_on

    bodies = list(organisations_on(clock.today(), divisions=False).values_list("name", flat=True))
    sections = [row.path for row in programme.sections.all()]
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    page = book.add_worksheet("Nhiệm vụ")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    page.write_row(0, 0, HEAD)
    first = dt.datetime.combine(clock.today(), dt.time()) + dt.timedelta(days=10)
    for number in range(1, rows + 1):
        lead = bodies[number % len(bodies)]
        page.write_row(
            number,
            0,
            (
                number,
                f"Hoàn thiện cơ sở dữ liệu dùng chung số {number} của {lead}, {wave}",
                "Báo cáo kết quả và cơ sở dữ liệu đưa vào khai thác",
                sections[number % len(sections)] if sections else "",
                "Sở Khoa hoc Công ngệ" if number % 40 == 0 else lead,
                f"{bodies[(number + 7) % len(bodies)]}; {bodies[(number + 19) % len(bodies)]}",
            ),
        )
        if number % 40 == 20:
            page.write_string(number, 6, "khi có hướng dẫn")
        else:
            page.write_datetime(number, 6, first + dt.timedelta(days=number % 300), day)
        page.write_row(number, 7, ("UBND tỉnh", "Theo dõi hằng tháng"))
    book.close()
    return out.getvalue()


def run_floor(raw: bytes) -> None:
    """Read all cells with openpyxl and copy them into a plain table."""
    from django.db import connection, transaction
    from openpyxl import load_workbook

    names = ", ".join(f"c{place} text" for place in range(len(HEAD)))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE floor_rows ({names}) ON COMMIT DROP")
        book = load_workbook(io.BytesIO(raw), read_only=True)
        with cursor.copy("COPY floor_rows FROM STDIN") as copy:
            for row in book.worksheets[0].iter_rows(values_only=True):
                copy.write_row(row)
        cursor.execute("SELECT count(*), count(c0), count(c1), count(c6) FROM floor_rows")
        if set(cursor.fetchone()) != {ROWS + 1}:
            raise RuntimeError("the floor left rows or cells out")


# What the last import wrote, under ids and codes of its own; bodies before tasks, so that each
# search entry is made once.
SHIFT = 10_000_000
WRITTEN = "SELECT task_id FROM imports_importrow WHERE sheet_import_id = %s AND outcome = 'done'"
SHIFTED = {
    "tasks_assignment": ("id", "task_id"),
    "tasks_task": ("id",),
    "audit_auditevent": ("id",),
}
CHOSEN = {
    "tasks_assignment": f"task_id IN ({WRITTEN})",
    "tasks_task": f"id IN ({WRITTEN})",
    "audit_auditevent": "action = 'task.create' AND object_type = 'tasks.task' "
    f"AND object_id::bigint IN ({WRITTEN})",
}


def run_real_floor(raw: bytes) -> float:
    """The seconds of the pass and of COPY of what the last import wrote, checked and taken back."""
    from django.db import connection, transaction
    from openpyxl import load_workbook

    from tiendo.imports.models import ImportState, SheetImport

    last = SheetImport.objects.filter(state=ImportState.DONE).latest("pk")
    with transaction.atomic(), connection.cursor() as cursor:
        written = [(table, *copied_out(cursor, table, last.pk)) for table in CHOSEN]
        start = time.perf_counter()
        for _row in load_workbook(io.BytesIO(raw), read_only=True).worksheets[0].values:
            pass
        for table, columns, content in written:
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                copy.write(content)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        taken = time.perf_counter() - start
        transaction.set_rollback(True)
    return taken


def copied_out(cursor: Any, table: str, pk: int) -> tuple[str, bytes]:
    """The columns of a table that are written, and its rows of one import as COPY takes them."""
    cursor.execute(
        "SELECT quote_ident(column_name) FROM information_schema.columns WHERE table_name = %s "
        "AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    columns = [name for (name,) in cursor.fetchall()]
    told = ", ".join(asked(table, name) for name in columns)
    rows = f"SELECT {told} FROM {table} WHERE {CHOSEN[table]}"  # noqa: S608 - no words of others
    with cursor.copy(f"COPY ({rows}) TO STDOUT", [pk]) as copy:
        return ", ".join(columns), b"".join(bytes(block) for block in copy)


def asked(table: str, name: str) -> str:
    """A column as it is copied out."""
    if name in SHIFTED[table]:
        return f"{name} + {SHIFT}"
    return "'x' || code" if (table, name) == ("tasks_task", "code") else name


def run_import(programme: Any, by: Any, number: int) -> tuple[float, float, float]:
    """The seconds of reading, checking and writing a file of its own."""
    from tiendo.imports.bringing import run_import as bring_in
    from tiendo.imports.models import ImportState, SheetImport
    from tiendo.imports.running import start_import

    raw = workbook(programme, ROWS, f"đợt {number + 1}")
    made: list[Any] = []
    read = timed(lambda: made.append(read_in(programme, by, raw)))
    row = made[0]
    check = timed(lambda: check_all(row))
    start_import(row=SheetImport.objects.get(pk=row.pk), by=by, only_good=True)
    write = timed(lambda: bring_in(row.pk))
    row.refresh_from_db()
    wrong = ROWS // 20
    if (row.state, row.done, row.counts.get("wrong")) != (ImportState.DONE, ROWS - wrong, wrong):
        raise RuntimeError(f"{row.state}: {row.done} of {row.counts}, {row.error}")
    return read, check, write


def read_in(programme: Any, by: Any, raw: bytes) -> Any:
    """The file read, its columns as they were proposed."""
    from tiendo.imports.models import ImportKind
    from tiendo.imports.reading import read_file

    kind = ImportKind.TASKS
    return read_file(kind=kind, programme=programme, file_name="nv.xlsx", raw=raw, by=by)


def check_all(row: Any) -> None:
    """Every row checked and kept, as the job does it."""
    from tiendo.imports.checking.running import check_rows
    from tiendo.imports.models import ImportState, SheetImport

    SheetImport.objects.filter(pk=row.pk).update(state=ImportState.CHECKING)
    check_rows(row.pk)


def memory(programme: Any, by: Any, rows: int) -> int:
    """The most bytes that reading and checking hold at once, beside the file itself."""
    raw = workbook(programme, rows, f"{rows} dòng")
    tracemalloc.start()
    try:
        check_all(read_in(programme, by, raw))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def tell_many(programme: Any, by: Any) -> None:
    """The whole way of a long file through its job."""
    from tiendo.imports.bringing import run_import as bring_in
    from tiendo.imports.models import SheetImport
    from tiendo.imports.running import start_import

    raw = workbook(programme, MANY, "đợt dài")
    start = time.perf_counter()
    row = read_in(programme, by, raw)
    check_all(row)
    start_import(row=SheetImport.objects.get(pk=row.pk), by=by, only_good=True)
    bring_in(row.pk)
    row.refresh_from_db()
    taken = time.perf_counter() - start
    print(f"{MANY} rows through the job: {row.done} tasks in {taken:.1f} s")


def timed(act: Callable[[], object]) -> float:
    """The seconds that something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
