"""Background jobs of the inspections app."""

from __future__ import annotations

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tiendo.inspections.packs import (
    PACK_JOB,
    SILENT_FOR,
    drop_expired,
    make_pack,
)
from tiendo.reporting.making import FileUnderWay

log = logging.getLogger(__name__)


@app.task(
    name=PACK_JOB,
    queue="default",
    retry=RetryStrategy(
        max_attempts=10, wait=int(SILENT_FOR.total_seconds()), retry_exceptions={FileUnderWay}
    ),
)
def make_pack_later(pack_id: int) -> None:
    """Make an evidence pack; ``config.jobs`` queues it again where its worker died."""
    make_pack(pack_id)


# Cron times are UTC: ten to three at night in Asia/Ho_Chi_Minh.
@app.periodic(cron="50 19 * * *")
@app.task(name="inspections.drop_packs", queueing_lock="inspections.drop_packs")
def drop_packs_nightly(timestamp: int) -> None:
    """Delete the files of packs past their day."""
    log.info("packs dropped: %d", drop_expired())
