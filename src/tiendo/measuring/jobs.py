"""Figures taken from registers follow what they are taken from."""

from __future__ import annotations

import logging

from django.db import connection, transaction
from procrastinate.contrib.django import app

from tiendo.indicators.registers import measure_all

log = logging.getLogger(__name__)
_TAKE = "DELETE FROM measuring_change RETURNING source"


# The database defers it in the transaction of a change: migration 0001.
@app.task(name="measuring.measure", lock="measuring.measure")
def measure_changed() -> None:
    """Measure what changed since the last time; nothing where an earlier job did."""
    measure_changes()


@transaction.atomic
def measure_changes() -> int:
    """Measure the figures of the registers that changed; how many of them did."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE)
        sources = frozenset(source for (source,) in cursor.fetchall())
    return measure_all(sources) if sources else 0


# Cron times are UTC: ten past midnight in Asia/Ho_Chi_Minh, when a day has passed by itself.
@app.periodic(cron="10 17 * * *")
@app.task(name="measuring.measure_nightly", queueing_lock="measuring.measure_nightly")
def measure_nightly(timestamp: int) -> None:
    """Measure every figure taken from a register."""
    with transaction.atomic():
        log.info("figures of registers measured", extra={"count": measure_all()})
