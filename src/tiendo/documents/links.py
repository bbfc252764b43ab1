"""Which documents cite which: links from citations, made whole when the cited one arrives."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from tiendo.documents.models import Document, DocumentLink, TextVersion
from tiendo.documents.passages import Wanted, make_passages
from tiendo.domain.collation import fold
from vanban.models import Citation, ParsedDocument


def link_citations(document: Document, version: TextVersion, parsed: ParsedDocument) -> None:
    """Make a passage and a link for each citation; the cited document is null while not in stock.

    Cost: constant number of queries.
    """
    citations = [c for c in parsed.citations if c.number and c.number != document.number]
    wanted = [Wanted(c.span, c.part) for c in citations]
    passages = make_passages(version, parsed.text, wanted)
    stock = documents_by_number(c.number for c in citations)
    links = [
        DocumentLink(
            citing=document,
            cited=pick_cited(stock.get(c.number, ()), c),
            number=c.number[:60],
            cited_on=c.date,
            relation=c.relation.value,
            passage=passages[(c.span.start, c.span.end)],
        )
        for c in citations
        if (c.span.start, c.span.end) in passages
    ]
    DocumentLink.objects.bulk_create(links, ignore_conflicts=True, batch_size=500)


def documents_by_number(numbers: Iterable[str]) -> Mapping[str, Sequence[Document]]:
    """The documents in stock by canonical symbol, in one query."""
    found: dict[str, list[Document]] = defaultdict(list)
    for document in Document.objects.filter(number__in=set(numbers)).select_related("issuer"):
        found[document.number].append(document)
    return found


def pick_cited(candidates: Sequence[Document], citation: Citation) -> Document | None:
    """The one document a citation can mean: same symbol, no other date, no other issuer.

    Missing: None where several remain, as the symbol alone does not tell them apart.
    """
    fitting = [document for document in candidates if _fits(document, citation)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(document: Document, citation: Citation) -> bool:
    if citation.date and document.issued_on and citation.date != document.issued_on:
        return False
    if not citation.issuer or citation.date:
        return True
    names = {document.issuer_text, *(_names(document))}
    cited = fold(citation.issuer)
    return any(cited in fold(name) or fold(name) in cited for name in names if name)


def _names(document: Document) -> tuple[str, ...]:
    if document.issuer is None:
        return ()
    return document.issuer.name, document.issuer.short_name


def relink_to(document: Document) -> int:
    """Point the waiting links that mean this document to it; the number of links.

    A link without a date waits on where other documents in stock bear the same symbol.
    """
    if not document.number:
        return 0
    waiting = DocumentLink.objects.filter(cited=None, number=document.number)
    waiting = waiting.exclude(citing=document)
    others = Document.objects.filter(number=document.number).exclude(pk=document.pk)
    return waiting.filter(_meant(document.issued_on, is_only=not others.exists())).update(
        cited=document
    )


def unlink_from(document: Document) -> int:
    """Let go of links that no longer mean this document after its header was mended."""
    wrong = ~Q(number=document.number)
    if document.issued_on is not None:
        wrong |= Q(cited_on__isnull=False) & ~Q(cited_on=document.issued_on)
    return DocumentLink.objects.filter(wrong, cited=document).update(cited=None)


def _meant(issued_on: dt.date | None, *, is_only: bool) -> Q:
    dated = Q(cited_on=issued_on) if issued_on else Q(pk__in=[])
    return dated | Q(cited_on=None) if is_only else dated
