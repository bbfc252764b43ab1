"""Live citations and counts of documents: "document | 225-KH/UBKTTW", "documents.registered".

A document is cited in full where a report names it first, by type and symbol after that.
Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục II.6.b (first citation full, later ones short).
"""

from __future__ import annotations

import re

from tiendo.composer.model import Content, Inline, Run, content
from tiendo.documents.models import Document
from tiendo.domain.live_sentences import Gap
from tiendo.reporting.drafting import Draft, period_count
from tiendo.reporting.facts.documents import issued_in_period, issuer_words, registered
from tiendo.reporting.values.words import unknown
from vanban.dates import format_date, parse_date

DOCUMENT, COUNT = "documents.document", "documents.registered"
ASKED = re.compile(r"(?P<number>\S+)(?:\s+ngày\s+(?P<day>\S+))?")
# How a subject may begin without the word that leads one in.
_LED_IN = ("về ", "quy định ", "ban hành ", "phê duyệt ", "giao ", "hướng dẫn ")


def find(draft: Draft, gap: Gap) -> Inline:
    """The citation of one document, or a count. Errors: unknown_value."""
    if gap.name == COUNT and not gap.form:
        ids = issued_in_period(draft.by, draft.subject)
        label = "Văn bản đăng ký, ban hành trong kỳ"
        return period_count(draft, COUNT, label, "documents.issued", ids, "văn bản", DOCUMENT)
    asked = ASKED.fullmatch(gap.form)
    if gap.name not in {"document", "document.dated"} or asked is None:
        raise unknown(gap)
    found = _named(draft, asked["number"], asked["day"] or "")
    if found is None:
        return Run(f"văn bản số {gap.form}")
    if gap.name == "document.dated":
        _told(draft).add(found.pk)
        return Run(dated(found))
    return cite(draft, found)[0]


def cite(draft: Draft, document: Document) -> Content:
    """A document in full where it is named first, else by type and symbol."""
    told = _told(draft)
    if document.pk in told:
        return content(short(document))
    told.add(document.pk)
    return content(full(document))


def is_told(draft: Draft, document: Document) -> bool:
    """Whether the report has named a document already."""
    return document.pk in _told(draft)


def short(document: Document) -> str:
    """ "Kế hoạch số 146/KH-UBND"."""
    return f"{document.type_name or 'Văn bản'} số {document.number}"


def dated(document: Document) -> str:
    """Type, symbol, day and issuer, as far as the register knows them."""
    day = f" ngày {format_date(document.issued_on)}" if document.issued_on else ""
    issuer = issuer_words(document)
    return f"{short(document)}{day}{f' của {issuer}' if issuer else ''}"


def full(document: Document) -> str:
    """A document with its subject."""
    return f"{dated(document)}{subject(document)}"


def subject(document: Document) -> str:
    """The subject as it follows in a sentence; "" where the register has none."""
    words = " ".join(document.title.split()).rstrip(" .")
    if not words:
        return ""
    if words[1:2].islower():
        words = f"{words[:1].lower()}{words[1:]}"
    return f" {words}" if words.startswith(_LED_IN) else f" về {words}"


def _told(draft: Draft) -> set[int]:
    made: set[int] = draft.count_on("told_documents", set)
    return made


def _named(draft: Draft, number: str, day: str) -> Document | None:
    """The document of a symbol; of several without a day the latest."""
    found = registered(draft.by, draft.subject).filter(number=number)
    if day:
        found = found.filter(issued_on=parse_date(day))
    return found.order_by("-issued_on", "-pk").first()
