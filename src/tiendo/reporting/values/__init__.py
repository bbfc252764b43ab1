"""Live values: what the gap of a sentence stands for, by the first word of its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tiendo.composer.model import Content, FigureRef, Inline, Run
from tiendo.domain.live_sentences import Gap, read_sentence
from tiendo.reporting.drafting import Draft
from tiendo.reporting.models import ValueState
from tiendo.reporting.values import budget, compared, documents, gathered, indicators, tasks, words

# Gives the figure or the words of a gap; ReportError unknown_value for a name it does not know.
Source = Callable[[Draft, Gap], Inline]

SOURCES: Mapping[str, Source] = {
    "tasks": tasks.find,
    "gathered": gathered.find,
    "budget": budget.find,
    "indicator": indicators.find,
    **dict.fromkeys(("document", "documents"), documents.find),
    **dict.fromkeys(compared.NAMES, lambda draft, gap: compared.find(draft, gap, value_of)),
    **dict.fromkeys(words.NAMES, words.find),
}


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence with its values. ``has_missing``: one of them has no value."""

    content: Content
    has_missing: bool


def fill(draft: Draft, template: str) -> Filled:
    """The sentence with its gaps filled from the facts of a draft.

    Errors: UnreadableSentence; ReportError unknown_value.
    """
    made = tuple(
        Run(piece) if isinstance(piece, str) else value_of(draft, piece)
        for piece in read_sentence(template)
    )
    missing = {m.key for m in draft.book.measures if m.state != ValueState.VALUE}
    has_missing = any(isinstance(each, FigureRef) and each.key in missing for each in made)
    return Filled(made, has_missing)


def value_of(draft: Draft, gap: Gap) -> Inline:
    """The figure or the words of one gap. Errors: ReportError unknown_value."""
    first = gap.name.partition(".")[0].partition(":")[0]
    source = SOURCES.get(first)
    if source is None:
        raise words.unknown(gap)
    return source(draft, gap)
