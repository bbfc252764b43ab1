"""Background jobs of accounts. One whose worker died is queued again by ``config.jobs``."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tiendo.accounts.importing.running import IMPORT_JOB, run_import


@app.task(name=IMPORT_JOB, queue="default")
def import_accounts(import_id: int) -> None:
    """Bring in the rows of a workbook of accounts."""
    run_import(import_id)
