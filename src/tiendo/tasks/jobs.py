"""What runs by itself each night: coming occurrences are laid, status spans are checked."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from tiendo.tasks.actions import open_occurrences
from tiendo.tasks.spans import audit_spans

logger = logging.getLogger(__name__)


# Cron times are UTC: five and thirty-five past midnight in Asia/Ho_Chi_Minh.
@app.periodic(cron="5 17 * * *")
@app.task(name="tasks.open_occurrences", queueing_lock="tasks.open_occurrences")
def open_occurrences_nightly(timestamp: int) -> None:
    """Lay the occurrences the horizon has reached. Running it twice changes nothing."""
    logger.info("occurrences laid", extra={"count": open_occurrences()})


@app.periodic(cron="35 17 * * *")
@app.task(name="tasks.audit_spans", queueing_lock="tasks.audit_spans")
def audit_spans_nightly(timestamp: int) -> None:
    """Compare every status span with the histories and mend what differs, loudly."""
    mended = audit_spans()
    if mended:
        logger.error("status spans differed and were rebuilt", extra={"task_ids": list(mended)})
