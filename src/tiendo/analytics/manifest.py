"""What a folder of facts holds, file by file, so that a cut-off or altered one is found."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tiendo.analytics.errors import AnalyticsError, FactsDamaged

# The structure of the tables that this software writes and reads.
SCHEMA_VERSION = 2
MANIFEST = "manifest.json"
MANIFEST_HASH = "manifest.sha256"
# Files found whole, by size, moment of change and hash: each is hashed once a process.
_FOUND_WHOLE: dict[Path, tuple[int, int, str]] = {}


@dataclass(frozen=True, slots=True)
class FactFile:
    """A file by its path in the folder."""

    path: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TableFacts:
    """The files of a table, and how far its source was read: rows and the last id."""

    files: tuple[FactFile, ...]
    source_rows: int
    source_last_id: int | None

    @property
    def rows(self) -> int:
        """The rows of all its files."""
        return sum(file.rows for file in self.files)


@dataclass(frozen=True, slots=True)
class Manifest:
    """All tables as of one snapshot of the database, taken at ``made_at``."""

    schema_version: int
    made_at: dt.datetime
    snapshot: str
    tables: Mapping[str, TableFacts]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    @property
    def bytes(self) -> int:
        """The bytes of all files."""
        return sum(file.bytes for table in self.tables.values() for file in table.files)


def describe_file(folder: Path, path: str, rows: int) -> FactFile:
    """A written file as the manifest tells it, brought to the disk."""
    with (folder / path).open("rb") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return FactFile(path, rows, file.tell(), digest)


def write_manifest(folder: Path, manifest: Manifest) -> str:
    """Write it with its own hash beside it; returns the hash."""
    told = asdict(manifest) | {"made_at": manifest.made_at.isoformat()}
    content = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
    digest = hashlib.sha256(content).hexdigest()
    for name, data in ((MANIFEST, content), (MANIFEST_HASH, f"{digest}  {MANIFEST}\n".encode())):
        with (folder / name).open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    return digest


def read_manifest(folder: Path, schema_version: int) -> Manifest:
    """The manifest of a folder.

    Errors: AnalyticsError where there is none; FactsDamaged where it is not the one written, or
    another version of the schema.
    """
    if not folder.is_dir():
        raise AnalyticsError("facts.none", folder=str(folder))
    try:
        content = (folder / MANIFEST).read_bytes()
        wanted = (folder / MANIFEST_HASH).read_text(encoding="ascii").split()[0]
    except (OSError, ValueError, IndexError) as error:
        raise FactsDamaged("facts.manifest", file=str(folder / MANIFEST)) from error
    if hashlib.sha256(content).hexdigest() != wanted:
        raise FactsDamaged("facts.manifest", file=str(folder / MANIFEST))
    told = json.loads(content)
    if told["schema_version"] != schema_version:
        raise FactsDamaged("facts.version", found=told["schema_version"], wanted=schema_version)
    return _manifest_of(told)


def _manifest_of(told: Mapping[str, Any]) -> Manifest:
    tables = {
        name: TableFacts(
            tuple(FactFile(**file) for file in table["files"]),
            table["source_rows"],
            table["source_last_id"],
        )
        for name, table in told["tables"].items()
    }
    made_at = dt.datetime.fromisoformat(told["made_at"])
    return Manifest(told["schema_version"], made_at, told["snapshot"], tables)


def check_files(folder: Path, files: Sequence[FactFile]) -> None:
    """Refuse files of a folder of which one is missing, cut off or altered.

    Errors: FactsDamaged. Cost: each file is hashed once a process, again when it changed.
    """
    for file in files:
        path = folder / file.path
        mark = _check_size(path, file)
        if _FOUND_WHOLE.get(path) == (*mark, file.sha256):
            continue
        with path.open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != file.sha256:
                raise FactsDamaged("facts.file_changed", file=str(path))
        _FOUND_WHOLE[path] = (*mark, file.sha256)


def check_sizes(folder: Path, files: Sequence[FactFile]) -> Iterator[FactsDamaged]:
    """What is wrong with the sizes of files, one after the other; no content is read."""
    for file in files:
        try:
            _check_size(folder / file.path, file)
        except FactsDamaged as damaged:
            yield damaged


def _check_size(path: Path, file: FactFile) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise FactsDamaged("facts.file_missing", file=str(path)) from error
    if found.st_size != file.bytes:
        raise FactsDamaged(
            "facts.file_size", file=str(path), found=found.st_size, wanted=file.bytes
        )
    return found.st_size, found.st_mtime_ns
