"""Evidence as pages show it: a picture where there is one, and where else it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.documents.page_images import has_pages
from tiendo.tasks.models import Evidence, EvidenceKind
from tiendo.tasks.queries.duplicates import Duplicate
from tiendo.tasks.queries.proofs import Proof, proof_of
from tiendo.workspace.templatetags.ui import icon
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
    return cards_of_proofs(map(proof_of, rows), duplicates)


def card_of(row: Evidence, duplicate: Duplicate | None) -> EvidenceCard:
    """The card of one piece of evidence."""
    return _card(proof_of(row), duplicate, _urls())


def cards_of_proofs(
    rows: Iterable[Proof], duplicates: Mapping[int, Duplicate]
) -> list[EvidenceCard]:
    """The cards of plain pieces of evidence, in their order. No query."""
    url_of = _urls()
    return [_card(row, duplicates.get(row.pk), url_of) for row in rows]


class _Urls(NamedTuple):
    """The addresses of pieces of evidence: what stands before and after the id."""

    page: tuple[str, str]
    thumb: tuple[str, str]


def _urls() -> _Urls:
    page, _zero, after = reverse("evidence", args=[0]).partition("0")
    thumb, _zero, width = reverse("evidence-page", args=[0, 1, THUMB_WIDTH]).partition("0")
    return _Urls((page, after), (thumb, width))


def _card(row: Proof, duplicate: Duplicate | None, urls: _Urls) -> EvidenceCard:
    is_drawn = row.media_type is not None and has_pages(row.media_type)
    return EvidenceCard(
        pk=row.pk,
        name=evidence_name(row),
        note=row.note,
        url=f"{row.pk}".join(urls.page),
        thumb=f"{row.pk}".join(urls.thumb) if is_drawn else "",
        icon="paperclip" if row.kind == EvidenceKind.FILE else "file-certificate",
        also=also_words(duplicate) if duplicate else "",
        withdrawn=row.withdrawn_reason,
    )


_CARD = (
    '<li{css}><a href="{url}" data-sheet="{name}">{picture}'
    '<span class="evidence-name">{name}</span></a>'
    "{note}{also}{withdrawn}</li>"
)
_THUMB = '<img src="{}" alt="" width="120" height="160" loading="lazy" decoding="async">'
_NOTE = '<span class="row-meta">{}</span>'


def cards_html(cards: Iterable[EvidenceCard]) -> SafeString:
    """Cards as a list in HTML. Written here: a page may show hundreds."""
    written = "".join(map(_card_html, cards))
    if not written:
        return mark_safe(f'<p class="value-missing">{escape(_("Không có minh chứng."))}</p>')  # noqa: S308
    return mark_safe(f'<ul class="evidence-cards">{written}</ul>')  # noqa: S308 - escaped below


def _card_html(card: EvidenceCard) -> str:
    kind = f'<span class="evidence-kind">{icon(card.icon)}</span>'
    also = f'<span class="row-doubt">{icon("copy")} {escape(card.also)}</span>'
    withdrawn = f"{_('Đã rút')}: {card.withdrawn}" if card.withdrawn else ""
    return _CARD.format(
        css=' class="is-withdrawn"' if card.withdrawn else "",
        url=escape(card.url),
        name=escape(card.name),
        picture=_THUMB.format(escape(card.thumb)) if card.thumb else kind,
        note=_NOTE.format(escape(card.note)) if card.note else "",
        also=also if card.also else "",
        withdrawn=_NOTE.format(escape(withdrawn)) if withdrawn else "",
    )


def evidence_name(row: Evidence | Proof) -> str:
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
