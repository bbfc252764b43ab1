"""What runs by itself each night: entries are compared with the records they are made from."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from tiendo.search.rebuilding import audit_entries

logger = logging.getLogger(__name__)


# Cron times are UTC: twenty past two at night in Asia/Ho_Chi_Minh.
@app.periodic(cron="20 19 * * *")
@app.task(name="search.audit_entries", queueing_lock="search.audit_entries")
def audit_entries_nightly(timestamp: int) -> None:
    """Compare every entry with its record and mend what differs, loudly."""
    mended = audit_entries()
    if mended:
        logger.error("search entries differed and were made anew", extra={"count": mended})
