"""What is found: entries a person may see, ranked, with how many there are of each kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil

from django.contrib.postgres.search import SearchRank
from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.search.asking import Question, read_question
from tiendo.search.correcting import corrected
from tiendo.search.lexemes import (
    all_terms,
    any_term,
    in_a_row,
    one_term,
    query_of,
    spelled_terms,
)
from tiendo.search.models import EntryKind, SearchEntry, Standing
from tiendo.tasks.queries import visible_tasks
from tiendo.tasks.queries.difficulties import visible_difficulties

# What a suggestion while typing may be: records one opens, not the words inside them.
_OPENED = (EntryKind.TASK, EntryKind.DOCUMENT, EntryKind.BODY, EntryKind.DIFFICULTY)
MOST_SUGGESTED = 8
# Of the terms of a question of which no entry holds all, an entry must hold this share.
_ENOUGH = 0.6
# Of weights D, C, B and A: bodies around, text, titles, symbols.
_WEIGHTS = [0.05, 0.2, 0.6, 1.0]
_BY_KIND = {
    EntryKind.DOCUMENT: 1.15,
    EntryKind.BODY: 1.15,
    EntryKind.TASK: 1.1,
    EntryKind.DIFFICULTY: 0.9,
    EntryKind.PASSAGE: 0.75,
    EntryKind.UPDATE: 0.7,
}
_BY_STANDING = {Standing.DRAFT: 0.85, Standing.PAST: 0.5}


class How(StrEnum):
    """How what was typed was met, from the strictest down."""

    WHOLE = "whole"
    BEGUN = "begun"
    CORRECTED = "corrected"
    MOST = "most"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found. ``rows`` are ranked and not yet read; ``question`` is the one that
    found them, which differs from what was typed where a word was mistyped."""

    question: Question
    how: How
    counts: Mapping[str, int]
    rows: QuerySet[SearchEntry]

    @property
    def total(self) -> int:
        """How many entries there are of all kinds."""
        return sum(self.counts.values())


def visible_entries(actor: Actor) -> QuerySet[SearchEntry]:
    """The entries a person may see: those of the tasks, documents, difficulties and bodies one
    sees. Cost: no query of its own."""
    seen = Q(
        kind__in=[EntryKind.TASK, EntryKind.UPDATE],
        task__in=visible_tasks(actor).order_by().values("pk"),
    )
    seen |= Q(
        kind=EntryKind.DIFFICULTY,
        difficulty__in=visible_difficulties(actor).order_by().values("pk"),
    )
    if actor.may("document.view"):
        seen |= Q(kind__in=[EntryKind.DOCUMENT, EntryKind.PASSAGE])
    if actor.may("organisation.view"):
        seen |= Q(kind=EntryKind.BODY)
    return SearchEntry.objects.filter(seen)


def search(actor: Actor, typed: str, kind: str = "") -> Found:
    """What a person finds, of all kinds or of one: entries that hold all that was typed; where
    there is none, those where the last word is only begun, those of a word mistyped, those that
    hold most of it.

    Cost: one query, more where nothing holds all; reading the rows costs two (``read_entries``).
    """
    question = read_question(typed)
    visible = visible_entries(actor)
    if question.is_empty:
        return Found(question, How.NOTHING, {}, visible.none())
    for how in (How.WHOLE, How.BEGUN):
        if counts := _counts(_matching(visible, question, how)):
            return _found(visible, question, how, counts, kind)
    better = corrected(visible, question)
    if better is not None and (counts := _counts(_matching(visible, better, How.WHOLE))):
        return _found(visible, better, How.CORRECTED, counts, kind)
    if counts := _counts(_matching(visible, question, How.MOST)):
        return _found(visible, question, How.MOST, counts, kind)
    return Found(question, How.NOTHING, {}, visible.none())


def suggest(actor: Actor, typed: str) -> Sequence[SearchEntry]:
    """The first records whose words begin with what is being typed. Cost: one query."""
    question = read_question(typed)
    if question.is_empty:
        return []
    opened = visible_entries(actor).filter(kind__in=_OPENED)
    rows = ranked(_matching(opened, question, How.BEGUN), question, How.BEGUN)
    return read_entries(list(rows.values_list("pk", flat=True)[:MOST_SUGGESTED]))


def ranked(rows: QuerySet[SearchEntry], question: Question, how: How) -> QuerySet[SearchEntry]:
    """The best first: by where the words stand and how near to one another, titles and symbols
    over text, words in a row over scattered ones, the same diacritics over others, what is in force
    over what is not, the newer a little."""
    by_kind = _choose("kind", {kind.value: weight for kind, weight in _BY_KIND.items()})
    by_standing = _choose("standing", {row.value: weight for row, weight in _BY_STANDING.items()})
    score = (_near(question, how) + _bonuses(question, how)) * by_kind * by_standing
    return rows.annotate(score=score + _newness(clock.today())).order_by("-score", "-moment", "pk")


def read_entries(pks: Sequence[int]) -> list[SearchEntry]:
    """Entries in this order, with the records their lines name: joined only for those shown, as
    ranking thousands with their records takes three times as long. Cost: one query."""
    rows = SearchEntry.objects.select_related(
        "task", "document", "update__organisation", "difficulty__organisation", "organisation"
    ).defer("words", "spelled", "plain_head")
    found = rows.in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def _found(
    visible: QuerySet[SearchEntry],
    question: Question,
    how: How,
    counts: Mapping[str, int],
    kind: str,
) -> Found:
    met = How.WHOLE if how is How.CORRECTED else how
    rows = ranked(_matching(visible, question, met), question, met)
    return Found(question, how, counts, rows.filter(kind=kind) if kind else rows)


def _counts(rows: QuerySet[SearchEntry]) -> Mapping[str, int]:
    counted = rows.order_by().values_list("kind").annotate(count=Count("pk"))
    return dict(counted)


def _matching(rows: QuerySet[SearchEntry], question: Question, how: How) -> QuerySet[SearchEntry]:
    if how is not How.MOST:
        text = all_terms(question, is_begun=how is How.BEGUN)
        return rows.filter(words=query_of(text))
    needed = ceil(len(question.terms) * _ENOUGH)
    # Who holds so many of all holds one of any but so many: the longer ones stand in fewer.
    longest = sorted(question.terms, key=lambda term: -len(" ".join(term.phrases[0])))
    few = replace(question, terms=tuple(longest[: len(longest) - needed + 1]))
    held = rows.filter(words=query_of(any_term(few)))
    return held.annotate(held=_held(question)).filter(held__gte=needed)


def _near(question: Question, how: How) -> Combinable:
    text = any_term(question) if how is How.MOST else all_terms(question, is_begun=True)
    return SearchRank(
        F("words"),
        query_of(text),
        weights=_WEIGHTS,
        normalization=Value(1),
        cover_density=how is not How.MOST,
    )


def _bonuses(question: Question, how: How) -> Combinable:
    """What raises an entry over others that hold the same words."""
    raised = [
        (all_terms(question, within="A"), 1.0),
        (all_terms(question, within="AB"), 0.6),
        (in_a_row(question, within="AB"), 0.4),
        (in_a_row(question), 0.3),
        (all_terms(question), 0.2),
    ]
    score: Combinable = _if_holds("spelled", spelled_terms(question), 0.4)
    for text, points in raised:
        score = score + _if_holds("words", text, points)
    if how is How.MOST:
        score = score + _held(question)
    return score


def _if_holds(column: str, text: str, points: float) -> Combinable:
    if not text:
        return Value(0.0, output_field=FloatField())
    return Case(
        When(**{column: query_of(text)}, then=Value(points)),
        default=Value(0.0),
        output_field=FloatField(),
    )


def _held(question: Question) -> Combinable:
    """How many terms an entry holds."""
    total: Combinable = Value(0.0, output_field=FloatField())
    for term in question.terms:
        total = total + _if_holds("words", one_term(term), 1.0)
    return total


def _choose(column: str, weights: Mapping[object, float]) -> Combinable:
    whens = [When(**{column: value}, then=Value(weight)) for value, weight in weights.items()]
    return Case(*whens, default=Value(1.0), output_field=FloatField())


def _newness(today: dt.date) -> Combinable:
    """A little for this year's, less for last year's."""
    year = dt.timedelta(days=365)
    return Case(
        When(moment__gt=today - year, then=Value(0.02)),
        When(moment__gt=today - 2 * year, then=Value(0.01)),
        default=Value(0.0),
        output_field=FloatField(),
    )
