"""Background jobs of accounts."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from tiendo.accounts.importing.running import IMPORT_JOB, resume_silent, run_import

log = logging.getLogger(__name__)


@app.task(name=IMPORT_JOB, queue="default")
def import_accounts(import_id: int) -> None:
    """Bring in the rows of a workbook of accounts."""
    run_import(import_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="accounts.resume_imports", queueing_lock="accounts.resume_imports")
def resume(timestamp: int) -> None:
    """Go on with the imports whose worker died, by day too: somebody waits for them."""
    resumed = resume_silent()
    if resumed:
        log.warning("imports of accounts resumed: %d", resumed)
