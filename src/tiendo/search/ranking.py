"""Which entries meet a question, and which of them come first.

Where thousands meet it, weighing all by the places of their words takes seconds: of each kind the
likeliest are chosen by what is cheap to see (words in the title, in force, newest), and only these
are weighed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from math import ceil, comb

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.array import ArrayOverlap  # type: ignore[attr-defined]
from django.contrib.postgres.search import SearchRank
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable, OrderBy

from tiendo.domain import clock
from tiendo.search.asking import Question, Term
from tiendo.search.lexemes import (
    all_terms,
    any_term,
    in_a_row,
    most_terms,
    one_term,
    query_of,
    spelled_terms,
)
from tiendo.search.models import EntryKind, SearchEntry, Standing

# As many entries of each kind are weighed; a page shows 20.
MOST_WEIGHED = 120
# Of the terms of a question of which no entry holds all, an entry must hold this share.
_ENOUGH = 0.6
# The index is asked for no more combinations of terms.
_MOST_COMBINED = 60
# Of weights D, C, B and A: bodies around, text, titles, symbols.
_WEIGHTS = [0.05, 0.2, 0.6, 1.0]
_BY_KIND = {
    EntryKind.DOCUMENT: 1.15,
    EntryKind.BODY: 1.15,
    EntryKind.TASK: 1.1,
    EntryKind.DIFFICULTY: 0.9,
    EntryKind.PASSAGE: 0.75,
    EntryKind.UPDATE: 0.7,
    EntryKind.CHANGE: 0.85,
    EntryKind.DECISION: 0.85,
    EntryKind.ADVICE: 0.85,
}
# Points of a passage that stands where the question says.
_NAMED_PLACE = 4.0
# The ways the label of a passage ends.
_PLACES = Func("label", function="public.search_places", output_field=ArrayField(TextField()))
_BY_STANDING = {Standing.DRAFT: 0.85, Standing.PAST: 0.5}


class How(StrEnum):
    """How what was typed was met, from the strictest down."""

    WHOLE = "whole"
    BEGUN = "begun"
    CORRECTED = "corrected"
    MOST = "most"
    NOTHING = "nothing"


def matching(rows: QuerySet[SearchEntry], question: Question, how: How) -> QuerySet[SearchEntry]:
    """The entries that meet a question: by their words, or by the place that is named. Cost: no
    query of its own."""
    if how is not How.MOST:
        is_begun = how is How.BEGUN
        words = Q(words=query_of(all_terms(question, is_begun=is_begun)))
        own = Q(words=query_of(any_term(question, within="ABC", is_begun=is_begun)))
        return rows.filter((words & (~Q(kind=EntryKind.UPDATE) | own)) | _at_place(question))
    needed = ceil(len(question.terms) * _ENOUGH)
    among, sure = _surely_held(question, needed)
    held = rows.filter(words=query_of(most_terms(among, sure)))
    if sure == needed:
        return held
    return held.annotate(held=_held(question)).filter(held__gte=needed)


def _at_place(question: Question) -> Q:
    """That a passage stands where the question says, in a text or document that holds what it says
    besides; nothing meets it where no place is named."""
    if not question.ends:
        return Q(pk__in=())
    there = Q(kind=EntryKind.PASSAGE) & Q(ArrayOverlap(_PLACES, list(question.ends)))
    if question.beside is None:
        return there
    words = Q(words=query_of(all_terms(question.beside)))
    documents = SearchEntry.objects.filter(words, kind=EntryKind.DOCUMENT)
    return there & (words | Q(document__in=documents.values("document")))


def _surely_held(question: Question, needed: int) -> tuple[Question, int]:
    """Terms of which an entry that holds so many of all surely holds some, and how many: the longer
    ones stand in fewer entries; as many as the index is still quickly asked for."""
    longest = sorted(question.terms, key=lambda term: -len(" ".join(term.phrases[0])))
    spare = len(longest) - needed
    sure = max(n for n in range(1, needed + 1) if n == 1 or comb(spare + n, n) <= _MOST_COMBINED)
    return replace(question, terms=tuple(longest[: spare + sure])), sure


def likeliest(
    rows: QuerySet[SearchEntry], question: Question
) -> Mapping[str, tuple[int, list[int]]]:
    """How many of the entries that met a question are of each kind, and the ids of the likeliest of
    these. Cost: one query."""
    first = Func(
        ArrayAgg("pk", order_by=_likely(question)),
        template=f"(%(expressions)s)[1:{MOST_WEIGHED}]",
        output_field=ArrayField(BigIntegerField()),
    )
    found = rows.order_by().values_list("kind").annotate(number=Count("pk"), first=first)
    return {
        kind: (number, ids) for kind, number, ids in found.values_list("kind", "number", "first")
    }


def by_likelihood(rows: QuerySet[SearchEntry], question: Question) -> QuerySet[SearchEntry]:
    """The likeliest first, by what is cheap to see. Cost: no query of its own."""
    return rows.order_by(*_likely(question))


def _likely(question: Question) -> Sequence[OrderBy]:
    row = " ".join(question.words)
    placed = [When(_at_place(question), then=Value(len(question.terms) + 2))]
    titled = Case(
        *(placed if question.ends else ()),
        When(plain_head__contains=row, then=Value(len(question.terms) + 1)),
        default=_titled(question),
        output_field=IntegerField(),
    )
    newest = F("moment").desc(nulls_last=True)
    return (titled.desc(), F("standing").asc(), newest, F("pk").asc())


def _titled(question: Question) -> Combinable:
    """How many terms stand in the title or the symbol."""
    total: Combinable = Value(0)
    for term in question.terms:
        total = total + Case(When(_in_title(term), then=Value(1)), default=Value(0))
    return total


def _in_title(term: Term) -> Q:
    met = Q()
    for phrase in term.phrases:
        met |= Q(plain_head__contains=" ".join(phrase))
    return met


def ranked(rows: QuerySet[SearchEntry], question: Question, how: How) -> QuerySet[SearchEntry]:
    """The best first: by where the words stand and how near to one another, titles and symbols
    over text, words in a row over scattered ones, the same diacritics over others, what is in force
    over what is not, the newer a little."""
    by_kind = _choose("kind", {kind.value: weight for kind, weight in _BY_KIND.items()})
    by_standing = _choose("standing", {row.value: weight for row, weight in _BY_STANDING.items()})
    score = (_near(question, how) + _bonuses(question, how)) * by_kind * by_standing
    if question.ends and how is not How.MOST:
        score = score + _placed(question)
    return rows.annotate(score=score + _newness(clock.today())).order_by("-score", "-moment", "pk")


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


def _placed(question: Question) -> Combinable:
    there = When(_at_place(question), then=Value(_NAMED_PLACE))
    return Case(there, default=Value(0.0), output_field=FloatField())


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
