"""Evidence as pages show it: a picture where there is one, and where else it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.documents.page_images import has_pages
from tiendo.tasks.models import Evidence, EvidenceKind
from tiendo.tasks.queries.duplicates import Duplicate
from tiendo.workspace.templatetags.vn import vn_date

THUMB_WIDTH = 480
_NAMED = 3


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """One piece of evidence: its words, its page, its picture, where else it stands.

    Missing: ``thumb`` is empty for what cannot be drawn, ``also`` where it stands nowhere else.
    """

    pk: int
    name: str
    note: str
    url: str
    thumb: str
    icon: str
    also: str
    withdrawn: str


def cards_of(rows: Iterable[Evidence], duplicates: Mapping[int, Duplicate]) -> list[EvidenceCard]:
    """The cards of evidence, in its order. Rows come with their stored files. No query."""
    return [card_of(row, duplicates.get(row.pk)) for row in rows]


def card_of(row: Evidence, duplicate: Duplicate | None) -> EvidenceCard:
    """The card of one piece of evidence."""
    is_file = row.kind == EvidenceKind.FILE
    stored = row.stored_file if is_file else None
    is_drawn = stored is not None and has_pages(stored.media_type)
    return EvidenceCard(
        pk=row.pk,
        name=evidence_name(row),
        note=row.note,
        url=reverse("evidence", args=[row.pk]),
        thumb=reverse("evidence-page", args=[row.pk, 1, THUMB_WIDTH]) if is_drawn else "",
        icon="paperclip" if is_file else "file-certificate",
        also=also_words(duplicate) if duplicate else "",
        withdrawn=row.withdrawn_reason,
    )


def evidence_name(row: Evidence) -> str:
    """The name of a file; the number and the date of a document."""
    if row.kind == EvidenceKind.FILE:
        return row.original_name or _("Tệp")
    day = f" ({vn_date(row.document_date)})" if row.document_date else ""
    return f"{row.document_number}{day}"


def also_words(duplicate: Duplicate) -> str:
    """ "cũng là minh chứng của NV-12, Sở Nội vụ": tasks one may see by name, the others counted."""
    named = [_task_words(task) for task in duplicate.tasks[:_NAMED]]
    more = len(duplicate.tasks) - len(named) + duplicate.hidden
    rest = ngettext("%(count)d nhiệm vụ khác", "%(count)d nhiệm vụ khác", more) % {"count": more}
    listed = "; ".join([*named, *([rest] if more else [])])
    return _("cũng là minh chứng của %(tasks)s") % {"tasks": listed}


def _task_words(task: object) -> str:
    code, lead = getattr(task, "code", ""), getattr(task, "lead_name", None)
    return f"{code}, {lead}" if lead else str(code)
