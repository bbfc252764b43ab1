"""Background jobs of the inspections app."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from tiendo.inspections.packs import PACK_JOB, drop_expired, make_pack, resume_silent

log = logging.getLogger(__name__)


@app.task(name=PACK_JOB, queue="default")
def make_pack_later(pack_id: int) -> None:
    """Make an evidence pack in the background."""
    make_pack(pack_id)


# Cron times are UTC: ten to three at night in Asia/Ho_Chi_Minh.
@app.periodic(cron="50 19 * * *")
@app.task(name="inspections.drop_packs", queueing_lock="inspections.drop_packs")
def drop_packs_nightly(timestamp: int) -> None:
    """Queue packs again whose worker died, and delete the files of packs past their day."""
    log.info("packs resumed: %d", resume_silent())
    log.info("packs dropped: %d", drop_expired())
