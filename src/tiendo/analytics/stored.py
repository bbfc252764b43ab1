"""The analyses that pages show: computed after the facts were written, kept as rows."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pyarrow as pa
from django.conf import settings
from django.db import transaction

from tiendo.analytics import expressions
from tiendo.analytics.engines import Engine, Facts, chosen_engine, open_facts, run
from tiendo.analytics.errors import AnalyticsError
from tiendo.analytics.expressions import Analysis
from tiendo.analytics.models import StoredAnalysis, StoredRow
from tiendo.domain import clock

log = logging.getLogger(__name__)
QUARTERS = 8
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Kept:
    """An analysis whose result is kept. ``build`` makes it as of a day; ``key`` is the column that
    its rows are looked for by."""

    build: Callable[[dt.date], Analysis]
    key: str


ANALYSES: Mapping[str, Kept] = {
    "so-lieu": Kept(
        lambda day: expressions.spread_by_indicator_and_period(on=day, least=2), "indicator"
    ),
    "nhiem-vu": Kept(
        lambda day: expressions.work_by_quarter(expressions.quarter_ends(day, QUARTERS)), "body"
    ),
    "cap-nhat": Kept(lambda day: expressions.updates_by_body_and_month(), "body"),
    "ngan-sach": Kept(
        lambda day: expressions.budget_by("source", "nature", "area", on=day, with_sums=True),
        "source",
    ),
}


def compute_stored(engine: Engine | None = None, root: Path | None = None) -> int:
    """Compute every analysis from the latest facts and keep its rows; how many could not be.

    One that cannot keeps its rows of before and says why. Cost: each analysis once; memory for one
    result.
    """
    chosen, failed = engine or chosen_engine(), 0
    for name in ANALYSES:
        try:
            _compute(name, open_facts(root or settings.FACTS_ROOT), chosen)
        except AnalyticsError as error:
            failed += 1
            log.error("analysis not computed", extra={"analysis": name, "code": error.code})
            StoredAnalysis.objects.update_or_create(
                name=name, defaults={"tried_at": clock.now(), "problem": str(error)}
            )
    return failed


def _compute(name: str, facts: Facts, engine: Engine) -> None:
    kept, made_at = ANALYSES[name], facts.manifest.made_at
    begun = time.monotonic()
    rows = run(kept.build(clock.local_day(made_at)), facts, engine)
    taken = int((time.monotonic() - begun) * 1000)
    with transaction.atomic():
        analysis, _made = StoredAnalysis.objects.update_or_create(
            name=name,
            defaults={
                "tried_at": clock.now(),
                "computed_at": clock.now(),
                "facts_as_of": made_at,
                "engine": engine.name,
                "milliseconds": taken,
                "rows_count": rows.num_rows,
                "problem": "",
            },
        )
        StoredRow.objects.filter(analysis=analysis).delete()
        made = _rows(analysis, rows, kept.key)
        while batch := list(islice(made, _AT_ONCE)):
            StoredRow.objects.bulk_create(batch)


def _rows(analysis: StoredAnalysis, rows: pa.Table, key: str) -> Iterator[StoredRow]:
    order = 0
    for batch in rows.to_batches(max_chunksize=_AT_ONCE):
        for row in batch.to_pylist():
            cells = {name: _plain(value) for name, value in row.items()}
            yield StoredRow(analysis=analysis, order=order, key=row[key] or "", cells=cells)
            order += 1


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, dt.date) else value
