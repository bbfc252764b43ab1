"""The verbs of vanban on short texts, each result as one line of words."""

from __future__ import annotations

from collections.abc import Callable

import vanban
from vanban.models import BodyMention, Citation, Deadline


def _citation(item: Citation) -> str:
    day = item.date.isoformat() if item.date else "–"
    clause = f", {item.clause}" if item.clause else ""
    return f"{item.number} {day} {item.type or '–'}, {item.issuer or '–'}{clause}"


def _deadline(item: Deadline) -> str:
    return f"{item.key}, last day {item.last_day or 'none'}"


def _body(item: BodyMention) -> str:
    return item.name + (" (group)" if item.is_generic else "")


VERBS: dict[str, Callable[[str], list[str]]] = {
    "find_citations": lambda text: [_citation(item) for item in vanban.find_citations(text)],
    "find_dates": lambda text: [
        item.value.isoformat() if item.value else "no such day" for item in vanban.find_dates(text)
    ],
    "find_deadlines": lambda text: [_deadline(item) for item in vanban.find_deadlines(text)],
    "find_bodies": lambda text: [_body(item) for item in vanban.find_bodies(text)],
    "parse_deadline_cell": lambda text: [
        item.key for item in vanban.parse_deadline_cell(text, 0, "body")
    ],
}
