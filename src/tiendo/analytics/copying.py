"""Rows of PostgreSQL into Parquet files, batch by batch: memory stays flat however many."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from tiendo.analytics.manifest import FactFile, describe_file
from tiendo.analytics.tables import YEAR, FactTable

# Rows held before they are written as one row group.
GROUP_ROWS = 500_000
_BLOCK_BYTES = 4 * 1024 * 1024
_COMPRESSION = "zstd"


class _CopiedBytes(io.RawIOBase):
    """What COPY sends, as a file to read from."""

    def __init__(self, copy: Any) -> None:
        super().__init__()
        self._copy = copy
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as one message of the server goes; 0 at the end."""
        if not self._rest:
            self._rest = memoryview(self._copy.read())
        taken = min(len(buffer), len(self._rest))
        buffer[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken


def copy_table(cursor: Any, table: FactTable, folder: Path) -> tuple[FactFile, ...]:
    """Write the rows of a table into its files under a folder: one, or one for each year.

    Cost: one COPY of the table's query; memory for one row group.
    """
    statement = f"COPY ({table.query}) TO STDOUT (FORMAT csv, HEADER)"
    with cursor.copy(statement) as copy:
        stream = io.BufferedReader(_CopiedBytes(copy), _BLOCK_BYTES)
        return _write(_batches(stream, table.schema), table, folder)


def _batches(stream: IO[bytes], schema: pa.Schema) -> Iterator[pa.Table]:
    """Tables of at most about a row group; an unquoted nothing is null, ``""`` an empty text."""
    reader = csv.open_csv(
        stream,
        read_options=csv.ReadOptions(block_size=_BLOCK_BYTES, use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=schema,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["t"],
            false_values=["f"],
        ),
    )
    held: list[pa.RecordBatch] = []
    for batch in reader:
        held.append(batch)
        if sum(each.num_rows for each in held) >= GROUP_ROWS:
            yield pa.Table.from_batches(held, schema)
            held = []
    if held:
        yield pa.Table.from_batches(held, schema)


def _write(batches: Iterator[pa.Table], table: FactTable, folder: Path) -> tuple[FactFile, ...]:
    files: list[FactFile] = []
    path, writer, rows = "", None, 0
    for part_path, part in _parts(batches, table):
        if part_path != path:
            files += _close(writer, folder, path, rows)
            path, rows = part_path, 0
            writer = _open(folder / path, table.schema)
        assert writer is not None  # noqa: S101 - opened with the first path
        writer.write_table(part, row_group_size=GROUP_ROWS)
        rows += part.num_rows
    files += _close(writer, folder, path, rows)
    return tuple(files or _empty_file(table, folder))


def _parts(batches: Iterator[pa.Table], table: FactTable) -> Iterator[tuple[str, pa.Table]]:
    """Pieces with the file each belongs in; rows come sorted by year."""
    for batch in batches:
        if not table.has_years:
            yield f"{table.name}/part-0.parquet", batch
            continue
        for year in pc.unique(batch[YEAR]).to_pylist():
            yield _year_path(table, year), batch.filter(pc.equal(batch[YEAR], year))


def _year_path(table: FactTable, year: int) -> str:
    return f"{table.name}/{YEAR}={year}/part-0.parquet"


def _open(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    path.parent.mkdir(parents=True, exist_ok=True)
    return pq.ParquetWriter(path, schema, compression=_COMPRESSION)


def _close(
    writer: pq.ParquetWriter | None, folder: Path, path: str, rows: int
) -> tuple[FactFile, ...]:
    if writer is None:
        return ()
    writer.close()
    return (describe_file(folder, path, rows),)


def _empty_file(table: FactTable, folder: Path) -> tuple[FactFile, ...]:
    """A table without rows still says which columns it has."""
    path = f"{table.name}/part-0.parquet"
    return _close(_open(folder / path, table.schema), folder, path, 0)
