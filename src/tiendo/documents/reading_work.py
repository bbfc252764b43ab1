"""What the worker does with a reading: an upload is judged, a kept file is read again."""

from __future__ import annotations

import logging

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.queries import load_actor
from tiendo.documents.errors import DocumentError
from tiendo.documents.models import Reading
from tiendo.documents.reading_queue import ReadingStopped, begin, fail_reading
from tiendo.documents.rereading import read_kept
from tiendo.documents.uploads import read_queued
from tiendo.domain import clock
from vanban.errors import UnreadableFile

log = logging.getLogger(__name__)


def run_reading(reading_id: int) -> None:
    """Do a reading that is still wanted, and write how it ended. Safe to repeat.

    A failure nobody foresaw is written too, with words for the person who waits, and raised for
    the log of the worker.
    """
    reading = begin(reading_id)
    if reading is None:
        return
    try:
        _read(reading, load_actor(reading.asked_by, clock.today()))
    except ReadingStopped:
        log.info("reading stopped", extra={"reading": reading_id})
    except (DocumentError, UnreadableFile) as refused:
        fail_reading(reading_id, refused.code, refused.params)
    except PermissionRefused:
        fail_reading(reading_id, "no_longer_permitted")
    except Exception:
        fail_reading(reading_id, "reading_broke_off")
        raise


def _read(reading: Reading, by: Actor) -> None:
    """A file once registered is read again, also where the job was of its upload."""
    if reading.rendition is not None:
        read_kept(by=by, reading=reading)
    else:
        read_queued(by=by, reading=reading)
