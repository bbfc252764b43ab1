"""`bench observations`: observations by indicator × period through our expression and through
DuckDB's own SQL, in turns over the same files.

2,000 indicators × 4,000 bodies × 60 months, of which as many cells are filled as ``--rows N`` says
(50,000,000 unless told otherwise). The files are laid once under build/ and used again.
"""

import datetime as dt
import shutil
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa

from benchmarks._memory import peak_mib, reset_peak
from tiendo.analytics import DuckDB, Facts, expressions, open_facts, run
from tiendo.analytics.manifest import (
    SCHEMA_VERSION,
    Manifest,
    TableFacts,
    describe_file,
    write_manifest,
)
from tiendo.analytics.tables import fact_tables

TAKES_OPTIONS = True
FOLDER = Path(__file__).parents[1] / "build" / "bench-observations"
INDICATORS, BODIES, YEARS, MONTHS = 2_000, 4_000, 5, 12
ROWS = 50_000_000
MEMORY = "16GB"
RUNS = 5
FEW_RUNS, MANY_ROWS = 3, 100_000_000
BAR = 1.3
# A cell's number is spread evenly over all cells, so that no two rows are one.
ROW = """
SELECT 'I' || lpad((cell // {per_indicator})::text, 4, '0') AS indicator,
       'co-quan-' || (cell % {bodies}) AS body, {year}::int AS year,
       make_date({year}, (month + 1)::int, 1) AS period_start,
       last_day(make_date({year}, (month + 1)::int, 1)) AS period_end, '' AS breakdown,
       CASE WHEN hash(cell) % 20 = 0 THEN 'no_data' ELSE 'value' END AS state,
       CASE WHEN hash(cell) % 20 = 0 THEN NULL
            ELSE (hash(cell + 7) % 100000000)::decimal(28, 6) / 1000 END::decimal(28, 6) AS value,
       'exact' AS qualifier, 'confirmed' AS quality, 'sheet' AS entry,
       last_day(make_date({year}, (month + 1)::int, 1)) AS as_of, 1::int AS revision,
       make_timestamptz({year}, (month + 1)::int, 28, 5, 0, 0, 'UTC') AS known_from,
       NULL::timestamptz AS known_to, NULL::timestamptz AS confirmed_at,
       NULL::timestamptz AS published_at
FROM (SELECT cell, cell // {bodies} % 12 AS month
      FROM (SELECT number * {cells} // {rows} AS cell FROM range({rows}) t(number)))
"""
FLOOR = """
SELECT indicator, period_start, period_end, sum(value) AS total, min(value) AS lowest,
       max(value) AS highest, count(*) AS counted,
       count(*) FILTER (state = 'value') AS measured,
       count(*) FILTER (state = 'no_data') AS no_data,
       count(*) FILTER (state = 'undefined') AS undefined,
       count(*) FILTER (state = 'not_due') AS not_due
FROM read_parquet($files, hive_partitioning = false)
WHERE known_to IS NULL AND breakdown = ''
GROUP BY ALL ORDER BY indicator, period_start, period_end
"""


def main(options: Sequence[str]) -> dict[str, object]:
    """Seconds of ours and of the engine's own SQL, medians of runs in turns."""
    rows = read_rows(options)
    facts = prepare(rows)
    analysis = expressions.values_by_indicator_and_period(expressions.observations_known())
    files = facts.files("observations")
    reset_peak()
    ours, theirs = in_turns(
        lambda: run(analysis, facts, DuckDB({"memory_limit": MEMORY})),
        lambda: floor(files),
        FEW_RUNS if rows >= MANY_ROWS else RUNS,
    )
    print(f"{rows:,} rows, {facts.manifest.bytes / 1e6:,.0f} MB; most memory {peak_mib():,.0f} MiB")
    print(f"ours {ours:.3f} s, DuckDB's own SQL {theirs:.3f} s (bar: {BAR})")
    return {
        "name": "observations",
        "value": round(ours, 3),
        "floor": round(theirs, 3),
        "ratio": round(ours / theirs, 3),
        "unit": "s",
    }


def read_rows(options: Sequence[str]) -> int:
    """How many rows are asked for."""
    match list(options):
        case []:
            return ROWS
        case ["--rows", number]:
            return int(number)
    raise SystemExit("bench observations [--rows N]")


def in_turns(
    ours: Callable[[], pa.Table], theirs: Callable[[], pa.Table], runs: int
) -> tuple[float, float]:
    """The medians, after a first run of each whose rows must agree."""
    check(ours(), theirs())
    times: tuple[list[float], list[float]] = ([], [])
    for _run in range(runs):
        for compute, taken in zip((ours, theirs), times, strict=True):
            start = time.monotonic()
            compute()
            taken.append(time.monotonic() - start)
    print("ours", *(f"{each:.2f}" for each in times[0]))
    print("DuckDB's own", *(f"{each:.2f}" for each in times[1]))
    return statistics.median(times[0]), statistics.median(times[1])


def check(ours: pa.Table, theirs: pa.Table) -> None:
    """Refuse to measure what does not say the same."""
    same = ours.select(theirs.column_names)
    if not same.equals(theirs.cast(same.schema)):
        raise RuntimeError("the expression and the engine's own SQL give other rows")


def floor(files: Sequence[str]) -> pa.Table:
    """The engine's own SQL over the same files, in a connection of its own."""
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        return connection.execute(FLOOR, {"files": list(files)}).to_arrow_table()


def prepare(rows: int) -> Facts:
    """The facts of so many rows, laid anew unless they are there."""
    folder = FOLDER / f"facts-{rows}-schema-{SCHEMA_VERSION}"
    if not folder.exists():
        start = time.monotonic()
        draft = FOLDER / "making"
        shutil.rmtree(draft, ignore_errors=True)
        lay(draft, rows)
        draft.rename(folder)
        print(f"laid {rows:,} rows in {time.monotonic() - start:.0f} s")
    return open_facts(folder)


def lay(folder: Path, rows: int) -> None:
    """Write the files of each year and their manifest."""
    files = []
    with duckdb.connect(config={"memory_limit": MEMORY}) as connection:
        connection.execute("SET preserve_insertion_order = true")
        for at in range(YEARS):
            path = f"observations/year={2021 + at}/part-0.parquet"
            (folder / path).parent.mkdir(parents=True)
            write_year(connection, folder / path, 2021 + at, rows // YEARS)
            files.append(describe_file(folder, path, rows // YEARS))
    made_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    table = TableFacts(tuple(files), rows, rows)
    write_manifest(folder, Manifest(SCHEMA_VERSION, made_at, "", {"observations": table}))


def write_year(connection: duckdb.DuckDBPyConnection, path: Path, year: int, rows: int) -> None:
    """A year's rows, sorted by indicator, month and body as the product writes them."""
    query = ROW.format(
        year=year,
        rows=rows,
        bodies=BODIES,
        per_indicator=BODIES * MONTHS,
        cells=INDICATORS * BODIES * MONTHS,
    )
    copy = f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"
    connection.execute(copy)
    found = ibis.Schema.from_pyarrow(fact_tables()["observations"].schema)
    if ibis.duckdb.connect().read_parquet(path, hive_partitioning=False).schema() != found:
        raise RuntimeError("the rows laid for measuring have other columns than the facts")
