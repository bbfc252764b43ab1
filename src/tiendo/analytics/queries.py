"""What is known of the facts and of what was computed from them, without opening them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from tiendo.analytics.errors import AnalyticsError
from tiendo.analytics.folders import latest_folder
from tiendo.analytics.manifest import SCHEMA_VERSION, check_sizes, read_manifest
from tiendo.analytics.models import FactsRun, FactsState, StoredAnalysis, StoredRow
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on


@dataclass(frozen=True, slots=True)
class Freshness:
    """How old the facts are. Missing: ``as_of`` is null where none were ever written, ``problem``
    is empty unless the last attempt failed."""

    as_of: dt.datetime | None
    problem: str


def freshness() -> Freshness:
    """The moment the facts stand for, and whether a later attempt failed. Cost: two queries."""
    ended = FactsRun.objects.exclude(state=FactsState.RUNNING)
    done = ended.filter(state=FactsState.DONE).values_list("started_at", flat=True).first()
    last = ended.first()
    return Freshness(done, last.problem if last is not None else "")


def is_stale(moment: dt.datetime | None) -> bool:
    """Whether facts of a moment are older than a nightly writing leaves them; never written is."""
    if moment is None:
        return True
    hours = parameter_on("facts_stale_hours", clock.today())
    return clock.now() - moment > dt.timedelta(hours=int(hours))


def damages(root: Path | None = None) -> tuple[str, ...]:
    """What is wrong with the latest facts on the disk, in words, each with what to do; nothing
    where every file has the size that was written.

    Cost: no query; one look at each file, whose content ``./tiendo analytics check`` reads.
    """
    try:
        folder = latest_folder(root or settings.FACTS_ROOT)
        manifest = read_manifest(folder, SCHEMA_VERSION)
    except AnalyticsError as error:
        return (str(error),)
    files = [file for table in manifest.tables.values() for file in table.files]
    return tuple(str(error) for error in check_sizes(folder, files))


def stored_analysis(name: str) -> StoredAnalysis | None:
    """The result of an analysis; None where it was never tried. Cost: one query."""
    return StoredAnalysis.objects.filter(name=name).first()


def stored_rows(name: str) -> QuerySet[StoredRow]:
    """The rows of the last result of an analysis, in order. Cost: one query."""
    return StoredRow.objects.filter(analysis__name=name).order_by("order")
