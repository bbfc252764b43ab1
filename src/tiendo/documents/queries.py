"""Reading documents: the list and its search, one document with what hangs on it, downloads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.documents.models import Document, DocumentLink, Rendition, TextVersion
from tiendo.domain.collation import fold

_SYMBOL_MARKS = re.compile(r"[/\-.,;:]+")


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list of documents is narrowed to; empty values narrow nothing."""

    text: str = ""
    type_name: str = ""
    year: int | None = None


def list_documents(actor: Actor, narrowed: DocumentFilter) -> QuerySet[Document]:
    """The registered documents a person may see, newest first.

    Errors: PermissionRefused.
    """
    actor.require("document.view")
    found = Document.objects.select_related("issuer").annotate(
        rendition_count=Count("renditions", distinct=True)
    )
    if narrowed.type_name:
        found = found.filter(type_name=narrowed.type_name)
    if narrowed.year is not None:
        found = found.filter(issued_on__year=narrowed.year)
    return search_documents(found, narrowed.text).order_by("-created_at", "-pk")


def search_documents(documents: QuerySet[Document], text: str) -> QuerySet[Document]:
    """Documents whose symbol, title or issuer holds all the words, however they are spelled.

    "146/KH-UBND", "146 kh ubnd" and "146-kh/ubnd" find the same symbol.
    """
    for word in _SYMBOL_MARKS.sub(" ", fold(text)).split():
        documents = documents.filter(folded__contains=word)
    return documents


def type_names() -> Sequence[str]:
    """The types of document in stock, for a filter."""
    names = Document.objects.exclude(type_name="").values_list("type_name", flat=True)
    return sorted(set(names))


def document_of(actor: Actor, pk: int) -> Document:
    """One document with its renditions and links. Errors: PermissionRefused; DoesNotExist.

    Cost: three queries.
    """
    actor.require("document.view")
    links = DocumentLink.objects.select_related("cited", "passage").order_by("passage__start")
    renditions = Rendition.objects.select_related("stored_file").order_by("added_at", "pk")
    return (
        Document.objects.select_related("issuer", "created_by")
        .prefetch_related(Prefetch("renditions", renditions), Prefetch("links_out", links))
        .get(pk=pk)
    )


def texts_of(document: Document) -> QuerySet[TextVersion]:
    """The texts of a document, the body first, the newest reading of each rendition first."""
    return (
        TextVersion.objects.filter(rendition__document=document)
        .select_related("rendition")
        .annotate(is_body=Q(rendition__part="body"))
        .order_by("-is_body", "rendition_id", "-created_at", "-pk")
    )


def rendition_of(actor: Actor, pk: int) -> Rendition:
    """A rendition to download. Errors: PermissionRefused; DoesNotExist."""
    actor.require("document.view")
    return Rendition.objects.select_related("stored_file", "document").get(pk=pk)
