"""`bench import-observations`: 100,000 figures of a CSV file, one in twenty wrong in some cell.

The value is the whole way of the rows: the file read, every figure checked against the dictionary,
the bodies, the periods and the rules with its errors named, the good ones kept as observations, as
the values of pages and in the trail. The floor is a pass of Python's csv plus COPY of the same
rows into a plain table. Each part is told apart.

Told beside is a second floor, of the same work for the database: the pass plus COPY of the
observations and values that an import wrote into their very tables, with indexes and constraints.
"""

import csv
import datetime as dt
import io
import secrets
import time
from collections.abc import Callable
from typing import Any

NEEDS_DATABASE = True
FILLS_DATABASE = True
INDICATORS = 100
PERIODS = 10
ROWS = 100_000
REPEATS = 2
HEAD = ("Mã chỉ tiêu", "Cơ quan", "Kỳ", "Giá trị", "Số liệu đến ngày", "Lý do", "Ghi chú")


def main() -> dict[str, object]:
    """The seconds of an import, its floor and the ratio."""
    by, body, indicators, bodies = ground()
    raw = lines(indicators, bodies)
    floor = min(timed(lambda: run_floor(raw)) for _ in range(3))
    written: list[tuple[str, bytes]] = []
    parts = min((run_import(by, body, raw, written) for _ in range(REPEATS)), key=sum)
    read, check, write = parts
    real = min(run_real_floor(raw, written) for _ in range(REPEATS))
    print(f"floor {floor:.2f} s; read {read:.2f} s, check {check:.2f} s, write {write:.2f} s")
    print(
        f"beside the pass and COPY of the observations and values into their own tables, with "
        f"indexes and constraints: {real:.2f} s, ratio {sum(parts) / real:.2f}"
    )
    value = sum(parts)
    return {
        "name": "import-observations",
        "value": round(value, 3),
        "floor": round(floor, 3),
        "ratio": round(value / floor, 2),
        "unit": "s",
    }


def ground() -> tuple[Any, Any, list[str], list[str]]:
    """A province, its coordinator, monthly indicators with a rule each, and its bodies."""
    from tiendo.accounts.models import User
    from tiendo.accounts.queries import load_actor
    from tiendo.demo.generator import Size, lay_ground
    from tiendo.domain import clock
    from tiendo.indicators.actions import Definition, define_indicator
    from tiendo.indicators.models import CheckRule, Direction
    from tiendo.indicators.models.dictionary import Frequency
    from tiendo.organisations.models import Organisation
    from tiendo.organisations.queries import organisations_on

    today = clock.today()
    begins_on = today - dt.timedelta(days=900)
    size = Size(tasks=1, bodies=100, officers=1)
    lay_ground(size=size, password=secrets.token_urlsafe(), begins_on=begins_on)
    user = User.objects.get(username="dieuphoi")
    by = load_actor(user, today)
    body = Organisation.objects.get(slug="so-khoa-hoc-va-cong-nghe")
    definition = Definition(
        name="Số hồ sơ trực tuyến",
        unit="hồ sơ",
        direction=Direction.HIGHER,
        frequency=Frequency.MONTHLY,
    )
    for number in range(INDICATORS):
        indicator = define_indicator(
            by=by, code=f"DC.{number:03d}", owner=body, definition=definition, since=begins_on
        )
        CheckRule.objects.create(
            indicator=indicator,
            kind="range",
            severity="block",
            low=0,
            high=10**9,
            validity=(begins_on, None),
            source="bench",
            set_by=user,
            set_at=clock.now(),
        )
    bodies = organisations_on(today, divisions=False).values_list("name", flat=True)
    return by, body, [f"DC.{number:03d}" for number in range(INDICATORS)], list(bodies[:100])


def lines(indicators: list[str], bodies: list[str]) -> bytes:
    """The file: one row in twenty has a foreign number, or names no indicator."""
    from tiendo.domain import clock
    from tiendo.domain.periods import ONE_DAY, Cadence, period_around, period_label

    period = period_around(Cadence.MONTHLY, clock.today())
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEAD)
    number = 0
    for _period in range(PERIODS):
        period = period_around(Cadence.MONTHLY, period.start - ONE_DAY)
        words = period_label(Cadence.MONTHLY, period)
        for code in indicators:
            for body in bodies:
                number += 1
                value = (
                    "1,234.5" if number % 40 == 0 else f"{1 + number % 976}.{number % 1000:03d},5"
                )
                named = "DC.KHONG" if number % 40 == 20 else code
                row = (named, body, words, value, "", "Nhập bổ sung", f"Biểu {number % 12}")
                writer.writerow(row)
    if number != ROWS:
        raise RuntimeError(f"{number} rows")
    return out.getvalue().encode()


def run_floor(raw: bytes) -> None:
    """Read all cells with Python's csv and copy them into a plain table."""
    from django.db import connection, transaction

    names = ", ".join(f"c{place} text" for place in range(len(HEAD)))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE floor_rows ({names}) ON COMMIT DROP")
        with cursor.copy("COPY floor_rows FROM STDIN") as copy:
            for row in csv.reader(io.StringIO(raw.decode()), delimiter=";"):
                copy.write_row(row)
        cursor.execute("SELECT count(*) FROM floor_rows")
        if cursor.fetchone() != (ROWS + 1,):
            raise RuntimeError("the floor left rows out")


def run_import(
    by: Any, body: Any, raw: bytes, written: list[tuple[str, bytes]]
) -> tuple[float, float, float]:
    """The seconds of reading, checking and writing; all is taken back, what was written is told."""
    from django.db import connection, transaction

    from tiendo.indicators.files.bringing import bring_file, check_file
    from tiendo.indicators.files.reading import read_file
    from tiendo.indicators.files.running import start_file
    from tiendo.indicators.models import FigureFile, FileState

    with transaction.atomic():
        made: list[Any] = []
        read = timed(
            lambda: made.append(
                read_file(organisation=body, period=None, file_name="sl.csv", raw=raw, by=by)
            )
        )
        file = made[0]
        FigureFile.objects.filter(pk=file.pk).update(state=FileState.CHECKING)
        check = timed(lambda: check_file(file.pk))
        start_file(file=FigureFile.objects.get(pk=file.pk), by=by, only_good=True)

        def write_all() -> None:
            bring_file(file.pk)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        write = timed(write_all)
        file.refresh_from_db()
        if (file.state, file.done) != (FileState.DONE, ROWS - ROWS // 20):
            raise RuntimeError(f"{file.state}: {file.done} of {file.counts}, {file.error}")
        written[:] = [(table, copied_out(table)) for table in TABLES]
        transaction.set_rollback(True)
    return read, check, write


TABLES = ("indicators_observation", "indicators_indicatorvalue")


def copied_out(table: str) -> bytes:
    """The rows of a table as COPY takes them."""
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
        return b"".join(bytes(block) for block in copy)


def run_real_floor(raw: bytes, written: list[tuple[str, bytes]]) -> float:
    """The seconds of the pass and of COPY of what an import wrote, checked and taken back."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        start = time.perf_counter()
        for _row in csv.reader(io.StringIO(raw.decode()), delimiter=";"):
            pass
        for table, content in written:
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                copy.write(content)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        taken = time.perf_counter() - start
        transaction.set_rollback(True)
    return taken


def timed(act: Callable[[], object]) -> float:
    """The seconds that something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
