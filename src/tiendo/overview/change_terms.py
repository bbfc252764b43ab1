"""What change requests ask for, term by term: as it is, as asked for, as granted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.organisations.models import Organisation
from tiendo.tasks.change_errors import TERMS
from tiendo.tasks.change_terms import Terms, load_terms
from tiendo.tasks.models import ChangeRequest


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term side by side: as it is, as asked for, as granted ("" where nothing was said)."""

    name: str
    held: str
    proposed: str
    granted: str


def compared(changes: Iterable[ChangeRequest]) -> dict[int, list[TermRow]]:
    """The terms of requests side by side, by request. Cost: one query."""
    rows = list(changes)
    sides = {
        row.pk: (load_terms(row.held), load_terms(row.proposed), load_terms(row.granted))
        for row in rows
    }
    ids = {body for terms in sides.values() for side in terms for body in _bodies(side)}
    names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
    return {pk: list(_rows(*three, names)) for pk, three in sides.items()}


def _bodies(terms: Terms) -> Iterator[int]:
    if terms.lead is not None:
        yield terms.lead
    yield from terms.coordinating or ()


def _rows(
    held: Terms, proposed: Terms, granted: Terms, names: Mapping[int, str]
) -> Iterator[TermRow]:
    for name in TERMS:
        if name == "section" or getattr(proposed, name) is getattr(granted, name) is None:
            continue
        words = (_value(terms, name, names) for terms in (held, proposed, granted))
        label = str(TERMS[name])
        yield TermRow(label[:1].upper() + label[1:], *words)


def _value(terms: Terms, name: str, names: Mapping[int, str]) -> str:
    if name == "last_day":
        return f"{terms.last_day:%d/%m/%Y}" if terms.last_day else ""
    if name == "lead":
        return names.get(terms.lead or 0, "")
    if name == "coordinating":
        if terms.coordinating is None:
            return ""
        return "; ".join(names.get(pk, str(pk)) for pk in terms.coordinating) or _("Không có")
    return str(getattr(terms, name) or "")


def summary_of(rows: Iterable[TermRow]) -> str:
    """What a request asks for, on one line."""
    return "; ".join(
        f"{row.name}: {row.held} → {row.proposed}" if row.held else f"{row.name}: {row.proposed}"
        for row in rows
        if row.proposed
    )
