"""Background jobs of the documents app."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from tiendo.documents.storage import sweep_orphans

log = logging.getLogger(__name__)


# Cron times are UTC: twenty past two at night in Asia/Ho_Chi_Minh.
@app.periodic(cron="20 19 * * *")
@app.task(name="documents.sweep_orphans", queue="default", queueing_lock="documents.sweep_orphans")
def sweep(timestamp: int) -> None:
    """Delete files whose row never came, each night."""
    log.info("orphan files swept: %d", sweep_orphans())
