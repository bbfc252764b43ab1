"""Where the facts lie: one folder for each writing, named by its moment; the last two are kept."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path

from tiendo.analytics.errors import AnalyticsError

KEPT = 2
_PREFIX = "facts-"
_DRAFT = ".making-"


def draft_folder(root: Path, moment: dt.datetime) -> Path:
    """A new empty folder to write into; what a killed writer left behind goes."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in root.glob(f"{_DRAFT}*"):
        shutil.rmtree(left)
    folder = root / f"{_DRAFT}{_stamp(moment)}"
    folder.mkdir(mode=0o700)
    return folder


def put_in_place(draft: Path) -> Path:
    """Make a written folder the latest by one rename, and drop those before the last two."""
    place = draft.with_name(_PREFIX + draft.name.removeprefix(_DRAFT))
    draft.rename(place)
    _sync(place.parent)
    for old in sorted(place.parent.glob(f"{_PREFIX}*"))[:-KEPT]:
        shutil.rmtree(old)
    return place


def latest_folder(root: Path) -> Path:
    """The facts written last. Errors: AnalyticsError where none were."""
    folders = sorted(root.glob(f"{_PREFIX}*"))
    if not folders:
        raise AnalyticsError("facts.none", folder=str(root))
    return folders[-1]


def _stamp(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%S%fZ")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
