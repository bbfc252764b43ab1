"""A list of documents from the register: by issuer, cited in full, with what they rest on."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from tiendo.composer.model import Block, Bullet, Content, Paragraph, content
from tiendo.documents.models import Document
from tiendo.domain.collation import fold
from tiendo.domain.outlines import BlockSpec
from tiendo.reporting.blocks import joined, paragraph
from tiendo.reporting.drafting import Draft
from tiendo.reporting.errors import ReportError
from tiendo.reporting.facts.documents import (
    RELATIONS,
    Basis,
    Choice,
    bases_of,
    choose_documents,
    issuer_words,
)
from tiendo.reporting.measures import count_of
from tiendo.reporting.values import fill
from tiendo.reporting.values.documents import DOCUMENT, cite, is_told

OPTIONS = frozenset(
    {"numbers", "issuers", "types", "about", "since", "own", "lead", "again", "bases"}
)


def register_documents(draft: Draft, spec: BlockSpec) -> Iterator[Block]:
    """The chosen documents of the register, a dash each; nothing where there are none.

    With a ``lead`` they stand under that sentence, else by issuer with their number. ``since`` is
    "period" (the days of the period, if it says nothing), "year", "ever" or a day; ``own`` true
    lists those of the body that reports alone. Documents that were named before are left out unless
    ``again`` is true; ``bases`` false leaves out what they rest on.
    """
    chosen = choose_documents(draft.by, draft.subject, _choice(draft, spec))
    if not spec.options.get("again"):
        chosen = [document for document in chosen if not is_told(draft, document)]
    bases = bases_of(chosen) if spec.options.get("bases", True) else {}
    if chosen and spec.text("lead"):
        yield Paragraph(fill(draft, spec.text("lead")).content)
    for issuer, members in groupby(chosen, key=issuer_words):
        documents = list(members)
        if not spec.text("lead"):
            yield _lead(draft, issuer, documents)
        for document in documents:
            yield Bullet(_entry(draft, document, bases.get(document.pk, ())))


def _choice(draft: Draft, spec: BlockSpec) -> Choice:
    numbers = _words(spec, "numbers")
    since = spec.text("since") or ("ever" if numbers else "period")
    return Choice(
        numbers=numbers,
        issuers=_words(spec, "issuers"),
        types=_words(spec, "types"),
        about=_words(spec, "about"),
        since=_since(draft, since),
        issuer=draft.issuer if spec.options.get("own") else None,
    )


def _words(spec: BlockSpec, name: str) -> tuple[str, ...]:
    """An option that is one string or a list of them."""
    found = spec.options.get(name, ())
    return (found,) if isinstance(found, str) else tuple(map(str, found))


def _since(draft: Draft, words: str) -> dt.date | None:
    """The day that an option names. Errors: ReportError unknown_value."""
    period = draft.subject.period
    days = {"period": period.start, "year": dt.date(period.end.year, 1, 1), "ever": None}
    if words in days:
        return days[words]
    try:
        return dt.date.fromisoformat(words)
    except ValueError as wrong:
        raise ReportError("unknown_value", name=words) from wrong


def _lead(draft: Draft, issuer: str, documents: Sequence[Document]) -> Paragraph:
    n = count_of(
        _key(draft, issuer),
        f"Văn bản của {issuer}" if issuer else "Văn bản chưa rõ cơ quan ban hành",
        "documents.registered",
        [document.pk for document in documents],
        unit="văn bản",
        record_type=DOCUMENT,
    )
    name = f"{issuer} đã ban hành" if issuer else "Văn bản chưa rõ cơ quan ban hành:"
    return paragraph("{name} {n} văn bản:", name=name, n=draft.book.put(n))


def _key(draft: Draft, issuer: str) -> str:
    """The same from period to period: by who issued them, with a number from the second list on."""
    told: Counter[str] = draft.count_on("document_lists", Counter)
    name = "_".join(re.findall(r"[a-z0-9]+", fold(issuer)))[:80] or "none"
    told[name] += 1
    return ".".join(("documents.registered", name, *([str(told[name])] if told[name] > 1 else [])))


def _entry(draft: Draft, document: Document, bases: Sequence[Basis]) -> Content:
    cited = cite(draft, document)
    rests = [_relation(draft, code, bases) for code in RELATIONS]
    told = [each for each in rests if each]
    inside = content(" (", *joined(told, "; "), ")") if told else ()
    return (*cited, *inside, *content("."))


def _relation(draft: Draft, code: str, bases: Sequence[Basis]) -> Content:
    """What a document rests on in one way: "căn cứ …, …"."""
    same = [basis for basis in bases if basis.relation == code]
    cited = [cite(draft, each.document) if each.document else content(each.quote) for each in same]
    return content(f"{RELATIONS[code]} ", *joined(cited)) if cited else ()
