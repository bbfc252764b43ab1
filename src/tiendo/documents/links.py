"""Which documents cite which: links from citations, made whole when the cited one arrives."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Q

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.documents.errors import DocumentError
from tiendo.documents.models import Document, DocumentLink, TextVersion
from tiendo.documents.passages import BATCH, Wanted, make_passages
from tiendo.domain import clock
from tiendo.domain.collation import fold
from vanban.models import Citation, ParsedDocument


def link_citations(document: Document, version: TextVersion, parsed: ParsedDocument) -> None:
    """Make a passage and a link for each citation; the cited document is null while not in stock.

    One candidate in the register is the cited document; several are kept for a person to choose.
    Cost: constant number of queries.
    """
    citations = [c for c in parsed.citations if _is_of_another(c, document)]
    dates = {c.span: c.date for c in citations}
    wanted = [Wanted(c.span, c.part) for c in citations]
    passages = make_passages(version, parsed.text, wanted)
    links = [
        DocumentLink(
            citing=document,
            number=c.number[:60],
            name=(c.name or "")[:250],
            issuer_text=(c.issuer or "")[:250],
            cited_on=c.date or (dates.get(c.antecedent) if c.antecedent else None),
            relation=c.relation.value,
            passage=passages[(c.span.start, c.span.end)],
            candidates=[int(key) for key in c.candidates if key.isdecimal()],
        )
        for c in citations
        if (c.span.start, c.span.end) in passages
    ]
    _resolve(links)
    DocumentLink.objects.bulk_create(links, ignore_conflicts=True, batch_size=BATCH)


def _is_of_another(citation: Citation, document: Document) -> bool:
    if citation.is_self or not (citation.number or citation.name):
        return False
    return not citation.number or citation.number != document.number


def documents_by_number(numbers: Iterable[str]) -> Mapping[str, Sequence[Document]]:
    """The documents in stock by canonical symbol, in one query."""
    found: dict[str, list[Document]] = defaultdict(list)
    for document in Document.objects.filter(number__in=set(numbers)).select_related("issuer"):
        found[document.number].append(document)
    return found


def relink_to(document: Document) -> int:
    """Point the waiting links that mean this document to it; the number that mean it or might.

    A link that fits several documents in stock keeps them as candidates.
    """
    meant = Q(pk__in=[])
    if document.number:
        meant |= Q(number=document.number)
    for name in _titles(document):
        meant |= Q(number="", name__iexact=name)
    waiting = DocumentLink.objects.filter(meant, cited=None).exclude(citing=document)
    return _resolve_again(list(waiting.select_related("citing")))


def unlink_from(document: Document) -> int:
    """Let go of links that no longer mean this document after its header was mended."""
    wrong = ~Q(number=document.number) & ~Q(number="")
    if document.issued_on is not None:
        wrong |= Q(cited_on__isnull=False) & ~Q(cited_on=document.issued_on)
    let_go = DocumentLink.objects.filter(wrong, cited=document)
    count = let_go.update(cited=None, chosen_by=None, chosen_at=None)
    unsure = DocumentLink.objects.filter(cited=None, candidates__contains=[document.pk])
    _resolve_again(list(unsure.select_related("citing")))
    return count


def choose_cited(*, by: Actor, link: DocumentLink, document: Document) -> int:
    """Say which candidate a citation means, also where the same words cite it again; the number.

    Errors: PermissionRefused; DocumentError (no_candidate) for a document that does not fit.
    """
    author = by.require("document.upload")
    with transaction.atomic():
        current = DocumentLink.objects.select_for_update().get(pk=link.pk)
        if document.pk not in current.candidates:
            raise DocumentError("no_candidate")
        alike = DocumentLink.objects.filter(
            citing=current.citing_id,
            number=current.number,
            name=current.name,
            cited_on=current.cited_on,
            candidates=current.candidates,
        )
        count = alike.update(cited=document, chosen_by_id=by.user_id, chosen_at=clock.now())
        after: State = {"document": document.pk, "number": current.number or current.name}
        record(by=author, action="document.citation_chosen", target=current.citing, after=after)
    return count


# Which documents a link can mean


def _resolve_again(links: Sequence[DocumentLink]) -> int:
    for link in links:
        link.candidates = []
    _resolve(links)
    DocumentLink.objects.bulk_update(links, ["cited", "candidates"], batch_size=500)
    return sum(link.cited_id is not None or bool(link.candidates) for link in links)


def _resolve(links: Sequence[DocumentLink]) -> None:
    """Give each link its one document or its several candidates. Cost: one query or two."""
    known = {key for link in links for key in link.candidates}
    stock = _Stock(links, known)
    for link in links:
        fitting = stock.fitting(link)
        link.cited = fitting[0] if len(fitting) == 1 else None
        link.candidates = [document.pk for document in fitting] if len(fitting) > 1 else []


class _Stock:
    """The documents in stock that some of the links could mean."""

    def __init__(self, links: Iterable[DocumentLink], known: Iterable[int]) -> None:
        listed = list(links)
        asked = Q(number__in={link.number for link in listed if link.number}) | Q(pk__in=known)
        for name in {link.name for link in listed if link.name and not link.number}:
            asked |= Q(title__iexact=name) | Q(title__iexact=_without_type(name))
        found = list(Document.objects.filter(asked).select_related("issuer").order_by("pk"))
        self._by_key: Mapping[int, Document] = {document.pk: document for document in found}
        self._by_number: dict[str, list[Document]] = defaultdict(list)
        self._by_title: dict[str, list[Document]] = defaultdict(list)
        for document in found:
            self._by_number[document.number].append(document)
            for title in _titles(document):
                self._by_title[fold(title)].append(document)

    def fitting(self, link: DocumentLink) -> Sequence[Document]:
        """The candidates vanban found, else those with the symbol or the name of the link."""
        found = [self._by_key[key] for key in link.candidates if key in self._by_key]
        if found:
            return found
        if not link.number:
            return self._by_title.get(fold(link.name), ())
        return [
            document for document in self._by_number.get(link.number, ()) if _fits(document, link)
        ]


def _titles(document: Document) -> tuple[str, ...]:
    """How a document may be cited by name: "Luật Dữ liệu" is type and title of one."""
    if not document.title:
        return ()
    return document.title, f"{document.type_name} {document.title}".strip()


def _without_type(name: str) -> str:
    return name.partition(" ")[2] or name


def _fits(document: Document, link: DocumentLink) -> bool:
    """Same symbol given: no other date, no other issuer, not issued after the citing document."""
    cited_on: dt.date | None = link.cited_on
    issued, bound = document.issued_on, link.citing.issued_on
    if issued and ((cited_on and cited_on != issued) or (bound and issued > bound)):
        return False
    if not link.issuer_text or cited_on:
        return True
    names = {document.issuer_text, *_names(document)}
    cited = fold(link.issuer_text)
    return any(cited in fold(name) or fold(name) in cited for name in names if name)


def _names(document: Document) -> tuple[str, ...]:
    if document.issuer is None:
        return ()
    return document.issuer.name, document.issuer.short_name
