"""How the worker makes a file: begun by one at a time, written aside, kept once whole, let go."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from tiendo.domain import clock
from tiendo.reporting.made_files import OPEN, MadeFile, MadeState

Made = TypeVar("Made", bound=MadeFile)


class FileUnderWay(Exception):
    """Somebody wrote at the file a moment ago; its job comes again to see whether that lasts."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file as it was put into its folder."""

    name: str
    sha256: str
    size: int


@transaction.atomic
def begin(files: QuerySet[Made], pk: int, silent_for: dt.timedelta) -> Made | None:
    """Take a file up, anew where its worker was not heard of for so long; None where it has ended.

    Errors: FileUnderWay.
    """
    made = files.select_for_update(of=("self",)).get(pk=pk)
    if not made.is_open:
        return None
    if made.beat_at is not None and made.beat_at > clock.now() - silent_for:
        raise FileUnderWay
    made.state, made.beat_at, made.done = MadeState.RUNNING, clock.now(), 0
    made.save(update_fields=["state", "beat_at", "done"])
    return made


def write_whole(folder: Path, name: str, write: Callable[[Path], object]) -> Written:
    """Have a file written aside and put in its place; one that was not finished leaves nothing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = folder / f"{name}.part"
    try:
        write(partial)
        partial.chmod(0o600)
        with partial.open("rb") as made:
            digest = hashlib.file_digest(made, "sha256").hexdigest()
        size = partial.stat().st_size
        os.replace(partial, folder / name)
    finally:
        partial.unlink(missing_ok=True)
    return Written(name, digest, size)


def mark_done(made: MadeFile, written: Written, kept_days: int) -> None:
    """Say that the file is there, and until when."""
    made.state, made.ended_at = MadeState.DONE, clock.now()
    made.path, made.sha256, made.size = written.name, written.sha256, written.size
    made.expires_on = clock.today() + dt.timedelta(days=kept_days)


def mark_failed(made: MadeFile, why: str) -> None:
    """Say that there will be no file, and why in the words of its asker."""
    made.state, made.ended_at, made.error = MadeState.FAILED, clock.now(), why


def kept_path(folder: Path, made: MadeFile) -> Path | None:
    """The file while it is kept."""
    path = folder / made.path
    return path if made.path and path.is_file() else None


def drop_past(files: QuerySet[Made], folder: Path, today: dt.date) -> int:
    """Delete the files past their day; the rows and hashes stay. The number deleted."""
    dropped = 0
    for made in files.filter(expires_on__lt=today).exclude(path=""):
        (folder / made.path).unlink(missing_ok=True)
        dropped += files.filter(pk=made.pk).update(path="")
    return dropped + sweep(files, folder)


def sweep(files: QuerySet[Made], folder: Path) -> int:
    """Delete what a worker left that was killed over a file nobody waits for. How many.

    A file is named by its row's id and a dash.
    """
    if not folder.is_dir():
        return 0
    # Listed before the rows are read: what is begun meanwhile is not in the list.
    listed = list(folder.iterdir())
    waited_for = {str(pk) for pk in files.filter(state__in=OPEN).values_list("pk", flat=True)}
    kept = set(files.exclude(path="").values_list("path", flat=True))
    left = [
        path
        for path in listed
        if path.name not in kept and path.name.partition("-")[0] not in waited_for
    ]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
