"""Documents of the register behind figures, and whether their entries were mended since."""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.accounts.actor import Actor
from tiendo.audit.models import AuditEvent
from tiendo.documents.models import Document
from tiendo.reporting.lineage.clauses import document_words
from tiendo.reporting.lineage.records import Deed, Record, RecordState, in_order
from tiendo.reporting.models import Figure

DOCUMENT = "documents.document"


def trace_documents(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Documents; changed where their header was mended after the report was compiled.

    Cost: three queries.
    """
    if not actor.may("document.view"):
        return in_order(DOCUMENT, Document, ids, {})
    rows = Document.objects.filter(pk__in=ids).select_related("created_by", "issuer")
    mended = set(
        AuditEvent.objects.filter(
            object_type=DOCUMENT,
            object_id__in=[str(pk) for pk in ids],
            action="document.header_edited",
            occurred_at__gt=figure.report.known_at,
        ).values_list("object_id", flat=True)
    )
    told = {
        row.pk: Record(
            record_id=row.pk,
            record_type=DOCUMENT,
            state=RecordState.CHANGED if str(row.pk) in mended else RecordState.SAME,
            code=row.number_raw or row.number,
            title=document_words(row),
            lead=row.issuer_text or (row.issuer.name if row.issuer else ""),
            note=row.title,
            page=("document", (row.pk,)),
            entered=Deed(str(row.created_by), row.created_at),
        )
        for row in rows
    }
    return in_order(DOCUMENT, Document, ids, told)
