"""The stock as a register: what vanban resolves citations to."""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.documents.models import Document, DocumentLink
from vanban.models import KnownDocument, Relation


def known_documents(*, but: Document | None = None) -> Sequence[KnownDocument]:
    """The documents in stock that can be cited, by id as key. Cost: three queries.

    A document without number and without title cannot be cited; one does not cite itself.
    """
    rows = Document.objects.exclude(number="", title="").values_list(
        "pk", "number", "issued_on", "issuer__name", "issuer_text", "type_name", "title"
    )
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    replaced, repealed = _ended(Relation.REPLACES), _ended(Relation.REPEALS)
    return [
        KnownDocument(
            key=str(pk),
            number=number,
            date=issued_on,
            issuer=issuer_text or issuer or None,
            title=_title(type_name, title),
            replaced_by=replaced.get(pk),
            repealed_by=repealed.get(pk),
        )
        for pk, number, issued_on, issuer, issuer_text, type_name, title in rows
    ]


def _ended(relation: Relation) -> dict[int | None, str]:
    """The symbols of the documents that replace or repeal others, by the latter's id."""
    links = DocumentLink.objects.filter(relation=relation, cited__isnull=False)
    return dict(links.exclude(citing__number="").values_list("cited_id", "citing__number"))


def _title(type_name: str, title: str) -> str | None:
    """The title as citations print it: "Luật Dữ liệu" is type and title of one document."""
    if type_name and not title.casefold().startswith(type_name.casefold()):
        return f"{type_name} {title}".strip()
    return title or None
