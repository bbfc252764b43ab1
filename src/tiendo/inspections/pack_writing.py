"""Writing a pack as a ZIP, file by file to disk: memory stays flat whatever the files weigh."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tiendo.accounts.actor import Actor
from tiendo.documents.storage import open_kept
from tiendo.domain import clock
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import EvidencePack
from tiendo.inspections.pack_content import (
    PackedFile,
    events_for,
    evidence_of,
    packed_files,
    seal_lines,
    tasks_of,
    trail_lines,
)
from tiendo.inspections.pack_sheet import task_sheet
from tiendo.tasks.models import Evidence, EvidenceKind, ProgressUpdate, Task

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
FORMAT = "tiendo-evidence-pack/1"
_PIECE = 2**20
# The time written for every entry: the moment of making stands in the manifest.
_STAMP = (2000, 1, 1, 0, 0, 0)
_TASK_HEADS = (
    "ma", "noi_dung", "chu_tri", "han", "trang_thai", "san_pham", "ngay_hoan_thanh",
)  # fmt: skip
_UPDATE_HEADS = ("ma", "ngay", "co_quan", "nguoi", "noi_dung", "ty_le", "vuong_mac", "kien_nghi")
_DOCUMENT_HEADS = ("ma", "so_van_ban", "ngay_van_ban", "ghi_chu", "nguoi", "luc")
Tell = Callable[[int, int], None]


class PackWriter:
    """Writes entries one after the other and keeps the hash of each."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self.sums: dict[str, tuple[str, int]] = {}

    def write(self, path: str, pieces: Iterable[bytes]) -> str:
        """Write an entry piece by piece; returns its hash."""
        total, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(path, _STAMP)
        info.external_attr = 0o600 << 16
        with self._package.open(info, "w", force_zip64=True) as entry:
            for piece in pieces:
                entry.write(piece)
                total.update(piece)
                size += len(piece)
        self.sums[path] = (total.hexdigest(), size)
        return total.hexdigest()

    def write_text(self, path: str, lines: Iterable[str]) -> str:
        """Write an entry of text in UTF-8."""
        return self.write(path, (line.encode() for line in lines))


def write_pack(pack: EvidencePack, actor: Actor, target: Path, tell: Tell) -> None:
    """Write the pack to a path.

    Errors: InspectionError pack_of_nothing, file_missing, file_changed.
    """
    tasks = list(tasks_of(pack, actor))
    if not tasks:
        raise InspectionError("pack_of_nothing")
    evidence = evidence_of(tasks, pack.as_of)
    total = evidence.filter(kind=EvidenceKind.FILE).count()
    tell(0, total)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        writer = PackWriter(package)
        entries = [
            _write_file(writer, packed, tell, at, total)
            for at, packed in enumerate(packed_files(evidence.iterator(500)), start=1)
        ]
        _write_records(writer, pack, tasks)
        _write_trail(writer, pack, tasks)
        manifest = _manifest(pack, tasks, entries, writer.sums)
        writer.write_text(MANIFEST, [json.dumps(manifest, ensure_ascii=False, indent=1)])
        lines = [f"{digest}  {path}\n" for path, (digest, _size) in sorted(writer.sums.items())]
        writer.write_text(SUMS, lines)


def _write_file(
    writer: PackWriter, packed: PackedFile, tell: Tell, at: int, total: int
) -> Mapping[str, Any]:
    """Copy one file; what is read must be what was kept."""
    row = packed.evidence
    stored = row.stored_file
    if stored is None:
        raise InspectionError("file_missing")
    try:
        with open_kept(stored) as source:
            digest = writer.write(packed.path, iter(lambda: source.read(_PIECE), b""))
    except FileNotFoundError as error:
        raise InspectionError("file_missing") from error
    if digest != stored.sha256:
        raise InspectionError("file_changed")
    tell(at, total)
    return {
        "path": packed.path,
        "sha256": digest,
        "size": stored.size,
        "name": row.original_name,
        "task": row.task.code,
        "evidence": row.pk,
        "added_by": row.added_by_id,
        "added_by_name": str(row.added_by),
        "added_at": row.added_at.isoformat(),
    }


def _write_records(writer: PackWriter, pack: EvidencePack, tasks: list[Task]) -> None:
    """The sheet for people, and the same as tables for machines."""
    updates = (
        ProgressUpdate.objects.filter(task__in=tasks, as_of__lte=pack.as_of)
        .select_related("task", "organisation", "by")
        .order_by("task__order", "recorded_at", "pk")
    )
    documents = evidence_of(tasks, pack.as_of).filter(kind=EvidenceKind.DOCUMENT)
    writer.write_text("phieu-nhiem-vu.html", task_sheet(pack, tasks, updates, documents))
    writer.write_text("nhiem-vu.csv", _csv(_TASK_HEADS, map(_task_row, tasks)))
    rows = map(_update_row, updates.iterator(500))
    writer.write_text("cap-nhat.csv", _csv(_UPDATE_HEADS, rows))
    writer.write_text("van-ban.csv", _csv(_DOCUMENT_HEADS, map(_document_row, documents)))


def _write_trail(writer: PackWriter, pack: EvidencePack, tasks: list[Task]) -> None:
    events = events_for(tasks, pack.as_of)
    writer.write_text("nhat-ky.jsonl", trail_lines(events))
    writer.write_text("niem-phong.txt", seal_lines(events))


def _manifest(
    pack: EvidencePack,
    tasks: list[Task],
    entries: list[Mapping[str, Any]],
    sums: Mapping[str, tuple[str, int]],
) -> dict[str, Any]:
    evidence_paths = {entry["path"] for entry in entries}
    return {
        "format": FORMAT,
        "pack": pack.pk,
        "as_of": pack.as_of.isoformat(),
        "made_at": clock.now().isoformat(),
        "asked_by": pack.asked_by_id,
        "task": pack.task_id,
        "body": pack.body_id,
        "programme": pack.programme_id,
        "tasks": [task.code for task in tasks],
        "evidence": entries,
        "records": [
            {"path": path, "sha256": digest, "size": size}
            for path, (digest, size) in sums.items()
            if path not in evidence_paths
        ],
    }


def _csv(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    """Lines of a table that spreadsheets open; a cell never begins a formula there."""
    yield "\ufeff"
    for row in (heads, *rows):
        line = io.StringIO()
        csv.writer(line).writerow([_cell(value) for value in row])
        yield line.getvalue()


def _cell(value: object) -> str:
    words = "" if value is None else str(value)
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t", "\r") else words


def _task_row(task: Task) -> tuple[object, ...]:
    return (
        task.code,
        task.title,
        getattr(task, "lead_name", ""),
        getattr(task, "due_on", None),
        getattr(task, "status", ""),
        task.product,
        task.done_on,
    )


def _update_row(update: ProgressUpdate) -> tuple[object, ...]:
    return (
        update.task.code,
        update.as_of,
        update.organisation.name,
        update.by,
        update.done,
        update.percent,
        update.difficulty,
        update.proposal,
    )


def _document_row(row: Evidence) -> tuple[object, ...]:
    return (
        row.task.code,
        row.document_number,
        row.document_date,
        row.note,
        row.added_by,
        row.added_at.isoformat(),
    )
