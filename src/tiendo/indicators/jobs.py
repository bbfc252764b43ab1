"""What runs by itself each night: values are compared with what they come from."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from tiendo.indicators.audits import audit_values

logger = logging.getLogger(__name__)


# Cron times are UTC: twenty to four at night in Asia/Ho_Chi_Minh, before the facts are written.
@app.periodic(cron="40 20 * * *")
@app.task(name="indicators.audit_values", queueing_lock="indicators.audit_values")
def audit_values_nightly(timestamp: int) -> None:
    """Compare every value with what it comes from and mend what differs, loudly."""
    audit = audit_values()
    if audit.differing:
        told = {"changed": audit.changed, "added": audit.added, "dropped": audit.dropped}
        logger.error("values differed and were made anew", extra=told)
