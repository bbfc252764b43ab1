"""Reading a kept file again with a better reader: a new text version, the old one stays."""

from __future__ import annotations

from django.db import transaction

import vanban
from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.documents.links import link_citations
from tiendo.documents.models import Rendition, TextVersion
from tiendo.documents.passages import reanchor_passages
from tiendo.documents.readings import keep_reading
from tiendo.documents.storage import open_kept


def read_again(*, by: Actor, rendition: Rendition) -> TextVersion:
    """Read a rendition with the present reader and parser.

    Passages of its last text are made anew in the new one by their quotes; records keep citing the
    old ones, which are never rewritten. The same reader and parser give the text there is.
    Errors: PermissionRefused; vanban's UnreadableFile.
    """
    author = by.require("document.upload")
    with open_kept(rendition.stored_file) as file:
        text = vanban.read(file.read(), rendition.original_name)
    parsed = vanban.parse(text)
    with transaction.atomic():
        old = rendition.texts.order_by("-created_at", "-pk").first()
        new = keep_reading(rendition, parsed)
        if old is None or new == old:
            return new
        moved = reanchor_passages(old, new)
        link_citations(rendition.document, new, parsed)
        after = {"text": new.pk, "passages": moved, "passages_before": old.passages.count()}
        record(by=author, action="document.read_again", target=rendition, after=dict(after))
    return new
