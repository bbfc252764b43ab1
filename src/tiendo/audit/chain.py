"""How the chain is computed: digests of events, roots of batches, lines of exported roots."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tiendo.audit.models import SealBatch

GENESIS = "0" * 64
# Longer than any line of the exported roots.
_LINE_BYTES = 256


@dataclass(frozen=True, slots=True)
class ExportedRoot:
    """One line of the exported roots: the number of a batch, its events and its root."""

    number: int
    event_count: int
    root: str

    def __str__(self) -> str:
        return f"{self.number} {self.event_count} {self.root}"


def digest_of(canonical: bytes) -> str:
    """The hash of an event's canonical bytes."""
    return hashlib.sha256(canonical).hexdigest()


def root_of(previous_root: str, digests: Iterable[str]) -> str:
    """The root of a batch: the hash of the root before and the digests in their order."""
    total = hashlib.sha256(previous_root.encode())
    for digest in digests:
        total.update(digest.encode())
    return total.hexdigest()


def seal_file() -> Path:
    """Where the roots are exported, one line a batch, outside the database."""
    return Path(settings.DATA_DIR) / "seals" / "roots.txt"


def read_exported() -> tuple[ExportedRoot, ...]:
    """The exported roots in the order they were written; none where nothing was exported.

    Errors: ValueError for a line that is none.
    """
    path = seal_file()
    if not path.exists():
        return ()
    return tuple(_parse(line) for line in path.read_text(encoding="ascii").splitlines() if line)


def _parse(line: str) -> ExportedRoot:
    number, event_count, root = line.split()
    return ExportedRoot(int(number), int(event_count), root)


def export_roots() -> int:
    """Append the roots not yet exported; returns how many. A crash in between loses none."""
    path = seal_file()
    batches = SealBatch.objects.filter(number__gt=_last_exported(path)).order_by("number")
    lines = [str(ExportedRoot(row.number, row.event_count, row.root)) for row in batches]
    if lines:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            file.write("".join(line + "\n" for line in lines))
    return len(lines)


def _last_exported(path: Path) -> int:
    """The number of the last exported root; only the end of the file is read."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _LINE_BYTES, 0))
        lines = file.read().decode("ascii").splitlines()
    return _parse(lines[-1]).number if lines else 0
