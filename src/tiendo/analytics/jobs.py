"""Background jobs of the analytics app."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

log = logging.getLogger(__name__)


# Cron times are UTC: twenty past four at night in Asia/Ho_Chi_Minh, after the nightly audits.
@app.periodic(cron="20 21 * * *")
@app.task(name="analytics.write_facts", queueing_lock="analytics.write_facts")
def write_facts_nightly(timestamp: int) -> None:
    """Write the facts that analysis reads, then compute what pages show of them.

    Where they could not be written, what pages show stays as it was, and the job fails.
    """
    # Only the worker that writes needs the libraries of columns and files in its memory.
    from tiendo.analytics.facts import write_facts
    from tiendo.analytics.stored import compute_stored

    run = write_facts()
    log.info("facts written: %d rows in %s", run.rows_count, run.folder)
    compute_stored()
