"""Background jobs of the documents app."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from tiendo.documents.page_images import drop_old_pages
from tiendo.documents.reading_queue import READ_JOB, resume_silent
from tiendo.documents.reading_work import run_reading
from tiendo.documents.storage import sweep_orphans

log = logging.getLogger(__name__)


@app.task(name=READ_JOB, queue="default")
def read_later(reading_id: int) -> None:
    """Read an upload or a kept file in the background."""
    run_reading(reading_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="documents.resume_readings", queueing_lock="documents.resume_readings")
def resume(timestamp: int) -> None:
    """Queue the readings again whose worker died, every ten minutes: somebody waits for them."""
    resumed = resume_silent()
    if resumed:
        log.warning("readings resumed: %d", resumed)


# Cron times are UTC: twenty past two at night in Asia/Ho_Chi_Minh.
@app.periodic(cron="20 19 * * *")
@app.task(name="documents.sweep_orphans", queue="default", queueing_lock="documents.sweep_orphans")
def sweep(timestamp: int) -> None:
    """Delete files whose row never came, and old pictures of pages, each night."""
    log.info("orphan files swept: %d", sweep_orphans())
    log.info("old pictures of pages dropped: %d", drop_old_pages())
