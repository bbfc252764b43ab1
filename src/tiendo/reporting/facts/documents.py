"""What a report says of issued documents: those of the register, chosen and with their bases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.documents.models import Document, DocumentLink
from tiendo.documents.permissions import can_view
from tiendo.domain.collation import fold
from tiendo.organisations.models import Organisation
from tiendo.organisations.names import match_key
from tiendo.reporting.facts.tasks import Subject
from vanban.models import Relation

# The relations that a list of documents tells of, and how.
RELATIONS: Mapping[str, str] = {
    Relation.IMPLEMENTS: "thực hiện",
    Relation.BASED_ON: "căn cứ",
    Relation.AMENDS: "sửa đổi, bổ sung",
    Relation.REPLACES: "thay thế",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which documents: those by some ``numbers``, else of ``issuers`` and ``types`` since a day
    whose titles speak ``about`` one of some things; of the ``issuer`` alone. What is empty narrows
    nothing."""

    numbers: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    since: dt.date | None = None
    issuer: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that another names as what it rests on. Missing: ``document`` is None where it is
    not in the register; ``quote`` then is how the other one names it."""

    relation: str
    document: Document | None
    quote: str


def registered(by: Actor, subject: Subject) -> QuerySet[Document]:
    """The documents in the register by the day, as known at the moment; reports made by the product
    are none of them. Cost: no query of its own."""
    if not can_view(by):
        return Document.objects.none()
    issued = Q(issued_on__lte=subject.as_of) | Q(issued_on__isnull=True)
    known = Document.objects.filter(issued, created_at__lte=subject.known_at)
    return known.filter(is_generated=False).exclude(number_raw="").select_related("issuer")


def choose_documents(by: Actor, subject: Subject, choice: Choice) -> list[Document]:
    """The chosen documents by issuer in the order asked for, then by day. Cost: two queries.

    A body's report tells of no documents but those that body issued.
    """
    found = registered(by, subject)
    if subject.body is not None:
        found = found.filter(issuer=subject.body)
    if choice.issuer is not None:
        found = found.filter(issuer=choice.issuer)
    if choice.numbers:
        found = found.filter(number__in=choice.numbers)
    if choice.issuers:
        found = _of_issuers(found, choice.issuers)
    if choice.types:
        found = found.filter(_any(Q(type_name__iexact=name) for name in choice.types))
    if choice.about:
        found = found.filter(_any(Q(folded__contains=fold(words)) for words in choice.about))
    if choice.since is not None:
        found = found.filter(issued_on__gte=choice.since)
    return sorted(found, key=lambda row: _place(row, choice))


def issued_in_period(by: Actor, subject: Subject) -> list[int]:
    """The documents issued in the part of the period that has passed. Cost: one query."""
    if subject.observed is None:
        return []
    found = registered(by, subject).filter(
        issued_on__gte=subject.observed.start, issued_on__lte=subject.observed.end
    )
    if subject.body is not None:
        found = found.filter(issuer=subject.body)
    return list(found.order_by("issued_on", "pk").values_list("pk", flat=True))


def bases_of(documents: Sequence[Document]) -> Mapping[int, tuple[Basis, ...]]:
    """What each document rests on, in the order in which it names that, each once; a document that
    only mentions another does not rest on it. Cost: one query."""
    links = DocumentLink.objects.filter(citing__in=documents, relation__in=list(RELATIONS))
    rows = links.select_related("cited__issuer", "passage").order_by("citing", "passage__start")
    found: dict[int, dict[str, Basis]] = {}
    for row in rows:
        if row.number:
            basis = Basis(row.relation, row.cited, " ".join(row.passage.quote.split()))
            found.setdefault(row.citing_id, {}).setdefault(row.number, basis)
    return {pk: tuple(bases.values()) for pk, bases in found.items()}


def _of_issuers(documents: QuerySet[Document], issuers: Sequence[str]) -> QuerySet[Document]:
    """Those of bodies whose names begin so, however they are spelled or shortened."""
    keys = tuple(match_key(words) for words in issuers)
    named = documents.order_by().values_list("issuer", "issuer__name", "issuer_text").distinct()
    found = [
        (pk, text)
        for pk, name, text in named
        if any(match_key(each or "").startswith(keys) for each in (name, text))
    ]
    own = Q(issuer__in={pk for pk, _text in found if pk is not None})
    told = Q(issuer=None, issuer_text__in={text for pk, text in found if pk is None})
    return documents.filter(own | told)


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def issuer_words(document: Document) -> str:
    """Who issued a document, as citations name it."""
    name = document.issuer_text or (document.issuer.name if document.issuer else "")
    return " ".join(name.split())


def _place(document: Document, choice: Choice) -> tuple[int, int, dt.date, int]:
    number = choice.numbers.index(document.number) if choice.numbers else 0
    names = [document.issuer_text, document.issuer.name if document.issuer else ""]
    keys = [match_key(name) for name in names]
    asked = [match_key(words) for words in choice.issuers]
    ranks = [at for at, words in enumerate(asked) if any(key.startswith(words) for key in keys)]
    day = document.issued_on or dt.date.min
    return number, ranks[0] if ranks else len(asked), day, document.pk
