"""Reading documents: the list and its search, one document with what hangs on it, downloads."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.documents.models import (
    Document,
    DocumentLink,
    Passage,
    QuarantinedUpload,
    QuarantineState,
    Reading,
    ReadingState,
    Rendition,
    TextVersion,
)
from tiendo.domain.collation import fold

_SYMBOL_MARKS = re.compile(r"[/\-.,;:]+")
# Reports made by the product have their number when they are issued.
_UNNUMBERED = Q(number_raw="", is_generated=False)


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list of documents is narrowed to; empty values narrow nothing."""

    text: str = ""
    type_name: str = ""
    year: int | None = None
    is_unnumbered: bool = False


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
    if narrowed.is_unnumbered:
        found = found.filter(_UNNUMBERED)
    return search_documents(found, narrowed.text).order_by("-created_at", "-pk")


def unnumbered_issuers(actor: Actor, issuer: int, first: dt.date, last: dt.date) -> list[str]:
    """How each document names its issuer that a body issued between two days and that has no number
    yet, so that no report names it; [] for who does not see the register. Cost: one query.
    """
    if not actor.may("document.view"):
        return []
    issued = Document.objects.filter(issuer=issuer, issued_on__gte=first, issued_on__lte=last)
    return list(issued.filter(_UNNUMBERED).values_list("issuer_text", flat=True))


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
    """One document with its renditions. Errors: PermissionRefused; DoesNotExist.

    Cost: two queries.
    """
    actor.require("document.view")
    renditions = Rendition.objects.select_related("stored_file").annotate(text_count=Count("texts"))
    return (
        Document.objects.select_related("issuer", "created_by")
        .prefetch_related(Prefetch("renditions", renditions.order_by("added_at", "pk")))
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


def newest_texts(document: Document) -> Sequence[TextVersion]:
    """The newest text of each rendition, the body first, without the words themselves.

    Cost: one query; reading the words of one costs another (``whole_text``).
    """
    light = texts_of(document).defer("content", "structure", "parsed")
    newest: dict[int, TextVersion] = {}
    for text in light:
        newest.setdefault(text.rendition_id, text)
    return list(newest.values())


def whole_text(pk: int) -> TextVersion:
    """A text with its words and its rendition. Cost: one query."""
    return TextVersion.objects.select_related("rendition__stored_file", "rendition__document").get(
        pk=pk
    )


def newest_text_of(rendition: Rendition) -> TextVersion | None:
    """The newest text of one file; None where no words were read from it. Cost: one query."""
    return rendition.texts.order_by("-created_at", "-pk").first()


def links_of(text: TextVersion) -> Sequence[DocumentLink]:
    """What a text cites, in its order. Cost: one query."""
    found = DocumentLink.objects.filter(passage__text=text).select_related("cited", "passage")
    return list(found.order_by("passage__start", "pk"))


def candidates_of(links: Iterable[DocumentLink]) -> Mapping[int, Document]:
    """The documents between which unsure links waver, by id. Cost: one query, none without them."""
    keys = {key for link in links if link.cited_id is None for key in link.candidates}
    return Document.objects.in_bulk(keys) if keys else {}


def passages_again(text: TextVersion) -> Mapping[int, Passage]:
    """The passages of a text that stand for those of earlier readings, by the latter's id."""
    return {
        passage.reanchored_from_id: passage
        for passage in text.passages.exclude(reanchored_from=None)
        if passage.reanchored_from_id is not None
    }


def last_readings(document: Document) -> Sequence[Reading]:
    """The last reading in the background of each file, where it is under way or failed."""
    found = Reading.objects.filter(rendition__document=document).select_related("rendition")
    last: dict[int | None, Reading] = {}
    for reading in found.order_by("-pk"):
        last.setdefault(reading.rendition_id, reading)
    return [r for r in last.values() if r.is_open or r.state == ReadingState.FAILED]


def reading_of(pk: int) -> Reading:
    """A reading with its upload, file and person. Errors: DoesNotExist."""
    return Reading.objects.select_related(
        "upload__attach_to", "rendition__document", "text", "asked_by"
    ).get(pk=pk)


def own_uploads(actor: Actor) -> Sequence[QuarantinedUpload]:
    """The uploads of a person that are not decided yet, newest first. Cost: two queries."""
    waiting = QuarantinedUpload.objects.filter(
        uploaded_by_id=actor.user_id,
        state__in=[QuarantineState.WAITING, QuarantineState.DECLARATION],
    ).exclude(file="")
    readings = Prefetch("readings", Reading.objects.order_by("-pk"))
    return list(waiting.order_by("-pk").prefetch_related(readings))


def rendition_of(actor: Actor, pk: int) -> Rendition:
    """A rendition to download. Errors: PermissionRefused; DoesNotExist."""
    actor.require("document.view")
    return Rendition.objects.select_related("stored_file", "document").get(pk=pk)
