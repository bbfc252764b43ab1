"""What a text cites, each document once: linked, to be chosen among several, or not in stock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tiendo.documents.models import Document, DocumentLink


@dataclass(frozen=True, slots=True)
class Cited:
    """One cited document: its first citation, how often it is cited, what it can mean."""

    link: DocumentLink
    count: int
    document: Document | None
    candidates: Sequence[Document]

    @property
    def label(self) -> str:
        """The symbol, or the name of a law cited by name alone."""
        return self.link.number or self.link.name


Key = tuple[str, str, dt.date | None, int | None, tuple[int, ...]]


def cited_in(links: Sequence[DocumentLink], stock: Mapping[int, Document]) -> list[Cited]:
    """The documents a text cites, in the order of their first citation."""
    groups: dict[Key, list[DocumentLink]] = {}
    for link in links:
        groups.setdefault(_key(link), []).append(link)
    return [
        Cited(
            same[0],
            len(same),
            same[0].cited,
            [stock[key] for key in same[0].candidates if key in stock],
        )
        for same in groups.values()
    ]


def _key(link: DocumentLink) -> Key:
    return link.number, link.name, link.cited_on, link.cited_id, tuple(link.candidates)
