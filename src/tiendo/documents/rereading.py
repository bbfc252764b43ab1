"""Reading kept files again with a better reader: a new text version, the old one stays."""

from __future__ import annotations

from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

import vanban
from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, record
from tiendo.documents.known import known_documents
from tiendo.documents.links import link_citations
from tiendo.documents.models import Reading, ReadingState, Rendition, TextVersion
from tiendo.documents.passages import reanchor_passages
from tiendo.documents.reading_queue import (
    ReadingStopped,
    end,
    queue_rendition,
    require_wanted,
    tell_progress,
)
from tiendo.documents.readings import PARSER, keep_reading
from tiendo.documents.storage import open_kept
from vanban.models import ParsedDocument
from vanban.readers.progress import Progress


def ask_reading(*, by: Actor, rendition: Rendition) -> Reading:
    """Have a kept file read again in the background with the present reader and parser.

    The reading under way where there is one already. Errors: PermissionRefused.
    """
    author = by.require("document.upload")
    with transaction.atomic():
        Rendition.objects.select_for_update().get(pk=rendition.pk)
        return queue_rendition(author=author, user_id=by.user_id, rendition=rendition)


def ask_all_readings(*, by: Actor) -> int:
    """Have every file read again whose text an older parser made, or that has none; the number.

    Errors: PermissionRefused.
    """
    author = by.require("draft.review")
    with transaction.atomic():
        stale = list(stale_renditions().select_for_update(of=("self",)))
        for rendition in stale:
            queue_rendition(author=author, user_id=by.user_id, rendition=rendition)
    return len(stale)


def stale_renditions() -> QuerySet[Rendition]:
    """The files without a text by the present parser, and without a reading under way."""
    present = TextVersion.objects.filter(rendition=OuterRef("pk"), parser=PARSER)
    under_way = Reading.objects.filter(rendition=OuterRef("pk"), ended_at=None)
    return (
        Rendition.objects.filter(~Exists(present), ~Exists(under_way))
        .select_related("document")
        .order_by("pk")
    )


def read_kept(*, by: Actor, reading: Reading) -> TextVersion:
    """Read a kept file for a reading in the background.

    Errors: PermissionRefused; ReadingStopped; vanban's UnreadableFile.
    """
    if reading.rendition is None:
        raise ReadingStopped
    return read_again(by=by, rendition=reading.rendition, reading=reading)


def read_again(*, by: Actor, rendition: Rendition, reading: Reading | None = None) -> TextVersion:
    """Read a rendition with the present reader and parser.

    Passages of its earlier texts are made anew in the new one by their quotes; records keep citing
    the old ones, which are never rewritten. The same reader and parser give the text there is.
    Errors: PermissionRefused; ReadingStopped; vanban's UnreadableFile.
    """
    author = by.require("document.upload")
    parsed = _parse(rendition, None if reading is None else partial(tell_progress, reading))
    with transaction.atomic():
        wanted = require_wanted(reading)
        new = _keep(author, rendition, parsed)
        if wanted is not None:
            end(wanted, ReadingState.DONE, text=new)
    return new


def _parse(rendition: Rendition, progress: Progress | None) -> ParsedDocument:
    with open_kept(rendition.stored_file) as file:
        text = vanban.read(file.read(), rendition.original_name, progress=progress)
    return vanban.parse(text, known_documents(but=rendition.document))


def _keep(author: Author, rendition: Rendition, parsed: ParsedDocument) -> TextVersion:
    old = rendition.texts.order_by("-created_at", "-pk").first()
    new = keep_reading(rendition, parsed)
    if new == old:
        return new
    moved = reanchor_passages(old, new) if old is not None else 0
    link_citations(rendition.document, new, parsed)
    after = {"text": new.pk, "passages": moved}
    record(by=author, action="document.read_again", target=rendition, after=dict(after))
    return new
