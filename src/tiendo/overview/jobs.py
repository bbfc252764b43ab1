"""Background jobs of the overview app."""

from __future__ import annotations

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tiendo.overview.exports import (
    EXPORT_JOB,
    SILENT_FOR,
    drop_expired,
    make_export,
)
from tiendo.reporting.making import FileUnderWay

log = logging.getLogger(__name__)


@app.task(
    name=EXPORT_JOB,
    queue="default",
    retry=RetryStrategy(
        max_attempts=10, wait=int(SILENT_FOR.total_seconds()), retry_exceptions={FileUnderWay}
    ),
)
def make_export_later(export_id: int) -> None:
    """Write an export; ``config.jobs`` queues it again where its worker died."""
    make_export(export_id)


# Cron times are UTC: a quarter to three at night in Asia/Ho_Chi_Minh.
@app.periodic(cron="45 19 * * *")
@app.task(name="overview.drop_exports", queueing_lock="overview.drop_exports")
def drop_exports_nightly(timestamp: int) -> None:
    """Delete the files of exports past their day."""
    log.info("exports dropped: %d", drop_expired())
