"""Checking a pack without the system it came from: hashes, manifest, trail, seals, roots."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tiendo.audit.chain import digest_of, root_of
from tiendo.inspections.pack_writing import MANIFEST, SUMS

TRAIL, SEALS = "nhat-ky.jsonl", "niem-phong.txt"
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One thing that does not hold; ``where`` is an entry, an event or a batch."""

    code: str
    where: str


@dataclass(frozen=True, slots=True)
class PackReport:
    """What was checked, and what does not hold; ``unsealed`` events waited for their seal."""

    sha256: str
    entries: int
    events: int
    unsealed: int
    batches: int
    roots_compared: int
    problems: tuple[PackProblem, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Batch:
    number: int
    root: str
    digests: tuple[str, ...]
    is_whole: bool


def check_pack(path: Path, roots: Mapping[int, str] | None = None) -> PackReport:
    """Check a pack; ``roots`` are the exported ones by number of batch, kept elsewhere.

    Errors: ValueError for a file that is no pack.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return _check(path, package, roots or {})
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(str(error)) from error


def _check(path: Path, package: zipfile.ZipFile, roots: Mapping[int, str]) -> PackReport:
    sums = _read_sums(package)
    manifest = json.loads(package.read(MANIFEST))
    problems = [*_check_entries(package, sums), *_check_manifest(manifest, sums)]
    batches = {batch.number: batch for batch in _read_batches(package)}
    for batch in batches.values():
        if not batch.is_whole:
            problems.append(PackProblem("root_differs", str(batch.number)))
        if batch.number in roots and roots[batch.number] != batch.root:
            problems.append(PackProblem("export_differs", str(batch.number)))
    events = unsealed = 0
    with package.open(TRAIL) as lines:
        for raw in lines:
            line = json.loads(raw)
            events += 1
            unsealed += line["batch"] is None
            problems += _check_event(line, batches)
    compared = len(batches.keys() & roots.keys())
    digest = _hash(path.open("rb"))
    return PackReport(digest, len(sums), events, unsealed, len(batches), compared, tuple(problems))


def _read_sums(package: zipfile.ZipFile) -> dict[str, str]:
    lines = package.read(SUMS).decode().splitlines()
    return {path: digest for digest, _, path in (line.partition("  ") for line in lines)}


def _check_entries(package: zipfile.ZipFile, sums: Mapping[str, str]) -> Iterator[PackProblem]:
    """Every entry has its sum, every sum its entry."""
    names = package.namelist()
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield PackProblem("entry_twice", name)
    for name in sorted({*names} - sums.keys() - {SUMS}):
        yield PackProblem("entry_added", name)
    for name, digest in sums.items():
        if name not in names:
            yield PackProblem("entry_missing", name)
        elif _hash(package.open(name)) != digest:
            yield PackProblem("entry_changed", name)


def _check_manifest(
    manifest: Mapping[str, list[Mapping[str, str]]], sums: Mapping[str, str]
) -> Iterator[PackProblem]:
    """The manifest names the same files with the same hashes."""
    for entry in (*manifest["evidence"], *manifest["records"]):
        if sums.get(entry["path"]) != entry["sha256"]:
            yield PackProblem("manifest_differs", entry["path"])


def _read_batches(package: zipfile.ZipFile) -> Iterator[_Batch]:
    head: list[str] = []
    digests: list[str] = []
    with package.open(SEALS) as lines:
        for raw in lines:
            words = raw.decode("ascii").split()
            if words[:1] == ["batch"]:
                if head:
                    yield _batch(head, digests)
                head, digests = words, []
            else:
                digests.append(words[0])
    if head:
        yield _batch(head, digests)


def _batch(head: list[str], digests: list[str]) -> _Batch:
    _word, number, count, previous, root = head
    is_whole = len(digests) == int(count) and root_of(previous, digests) == root
    return _Batch(int(number), root, tuple(digests), is_whole)


def _check_event(
    line: Mapping[str, str | int | None], batches: Mapping[int, _Batch]
) -> Iterator[PackProblem]:
    """An event's digest is that of its words, and stands at its place in its batch."""
    where = str(line["event"])
    digest = digest_of(str(line["canonical"]).encode())
    if digest != line["digest"]:
        yield PackProblem("event_changed", where)
    number, position = line["batch"], line["position"]
    if not isinstance(number, int) or not isinstance(position, int):
        return
    batch = batches.get(number)
    if batch is None or position >= len(batch.digests) or batch.digests[position] != digest:
        yield PackProblem("seal_differs", where)


def _hash(file: IO[bytes]) -> str:
    total = hashlib.sha256()
    with file:
        while piece := file.read(_PIECE):
            total.update(piece)
    return total.hexdigest()
