"""Background jobs of reporting. One whose worker died is queued again by ``config.jobs``."""

from __future__ import annotations

from procrastinate.contrib.django import app

from tiendo.reporting.urging.writing import URGING_JOB, write_waiting


@app.task(name=URGING_JOB, queue="default")
def write_urging(round_id: int, version: int, user_id: int) -> None:
    """Write the urging letters of a round that still wait."""
    write_waiting(round_id, version, user_id)
