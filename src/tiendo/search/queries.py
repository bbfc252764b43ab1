"""What is found: entries a person may see, ranked, with how many there are of each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import AnyOf, KeptQueries
from tiendo.domain import clock
from tiendo.inspections.queries import visible_recommendations
from tiendo.meetings.permissions import visible_decisions
from tiendo.search.asking import Question, read_question
from tiendo.search.correcting import corrected
from tiendo.search.models import EntryKind, SearchEntry
from tiendo.search.ranking import MOST_WEIGHED, How, by_likelihood, likeliest, matching, ranked
from tiendo.tasks.queries import visible_tasks
from tiendo.tasks.queries.changes import visible_changes
from tiendo.tasks.queries.difficulties import visible_difficulties
from tiendo.tasks.queries.directives import visible_duties

# What a suggestion while typing may be: records one opens, not the words inside them.
_OPENED = (
    EntryKind.TASK,
    EntryKind.DOCUMENT,
    EntryKind.BODY,
    EntryKind.DIFFICULTY,
    EntryKind.DIRECTIVE,
    EntryKind.CHANGE,
)
MOST_SUGGESTED = 8
_KEPT = KeptQueries()


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found; ``question`` is the one that found it, which differs from what was
    typed where a word was mistyped. ``rows`` are the likeliest, ranked and not yet read,
    ``weighed`` how many they are; ``rest`` are those that stand behind, the likelier first."""

    question: Question
    how: How
    counts: Mapping[str, int]
    rows: QuerySet[SearchEntry]
    weighed: int
    rest: QuerySet[SearchEntry]

    @property
    def total(self) -> int:
        """How many entries there are of all kinds."""
        return sum(self.counts.values())

    def ids(self, start: int, end: int) -> list[int]:
        """The ids from one place to another. Cost: one query, two where ranked ones and others meet
        on a page."""
        best = self.rows.values_list("pk", flat=True)
        found = list(best[start : min(end, self.weighed)]) if start < self.weighed else []
        if end > self.weighed:
            others = self.rest.values_list("pk", flat=True)
            found += others[max(start - self.weighed, 0) : end - self.weighed]
        return found


def visible_entries(actor: Actor) -> QuerySet[SearchEntry]:
    """The entries a person may see: those of the records one sees.

    What one sees is found once and given to each query by its ids: a question is asked in several,
    and finding it again takes longer than they do. Cost: three queries, one for who sees all.
    """
    tasks, difficulties = visible_tasks(actor), visible_difficulties(actor)
    seen = Q(kind__in=[EntryKind.TASK, EntryKind.UPDATE]) & _among(actor, "task", tasks)
    seen |= Q(kind=EntryKind.DIFFICULTY) & _among(actor, "difficulty", difficulties)
    if actor.may("document.view"):
        seen |= Q(kind__in=[EntryKind.DOCUMENT, EntryKind.PASSAGE])
    if actor.may("organisation.view"):
        seen |= Q(kind=EntryKind.BODY)
    return SearchEntry.objects.filter(seen | _asked_or_said(actor))


def _asked_or_said(actor: Actor) -> Q:
    """The directives, requests, decisions and recommendations a person sees. Cost: one query, none
    where all of each kind are seen or none."""
    records: Mapping[EntryKind, tuple[QuerySet[Any, Any], str]] = {
        EntryKind.DIRECTIVE: (visible_duties(actor), "directive"),
        EntryKind.CHANGE: (visible_changes(actor), "pk"),
        EntryKind.DECISION: (visible_decisions(actor), "pk"),
        EntryKind.ADVICE: (visible_recommendations(actor), "pk"),
    }
    whole = {kind for kind, (rows, _field) in records.items() if not rows.query.where}
    some = [
        rows.order_by().values_list(Value(kind.value), field)
        for kind, (rows, field) in records.items()
        if kind not in whole
    ]
    seen = Q(kind__in=whole)
    if some:
        found = _KEPT.rows(("said", actor, clock.today()), lambda: some[0].union(*some[1:]))
        for kind in records.keys() - whole:
            ids = [pk for of_kind, pk in found if of_kind == kind]
            seen |= Q(kind=kind) & Q(AnyOf(F("object_id"), ids))
    return seen


def _among(actor: Actor, field: str, rows: QuerySet[Any, Any]) -> Q:
    """That an entry's record is one of these; nothing where they are all there are."""
    if not rows.query.where:
        return Q()
    ids = _KEPT.rows(
        (field, actor, clock.today()), lambda: rows.order_by().values_list("pk").distinct()
    )
    return Q(AnyOf(F(field), [pk for (pk,) in ids]))


def search(actor: Actor, typed: str, kind: str = "") -> Found:
    """What a person finds, of all kinds or of one: entries that hold all that was typed; where
    there is none, those where the last word is only begun, those of a word mistyped, those that
    hold most of it.

    Cost: those of ``visible_entries`` and one, more where nothing holds all; reading the rows costs
    two (``read_entries``).
    """
    question = read_question(typed)
    visible = visible_entries(actor)
    if question.is_empty:
        return _nothing(question)
    for how in (How.WHOLE, How.BEGUN):
        if found := _found(visible, question, how, kind):
            return found
    better = corrected(visible, question)
    if better is not None and (found := _found(visible, better, How.CORRECTED, kind)):
        return found
    return _found(visible, question, How.MOST, kind) or _nothing(question)


def suggest(actor: Actor, typed: str) -> Sequence[SearchEntry]:
    """The first records whose words begin with what is being typed.

    Cost: those of ``visible_entries`` and two.
    """
    question = read_question(typed)
    if question.is_empty:
        return []
    opened = visible_entries(actor).filter(kind__in=_OPENED)
    begun = by_likelihood(matching(opened, question, How.BEGUN), question)
    likely = SearchEntry.objects.filter(pk__in=begun.values("pk")[:MOST_WEIGHED])
    rows = ranked(likely, question, How.BEGUN)
    return read_entries(list(rows.values_list("pk", flat=True)[:MOST_SUGGESTED]))


def read_entries(pks: Sequence[int]) -> list[SearchEntry]:
    """Entries in this order, with the records their lines name: joined only for those shown, as
    ranking thousands with their records takes three times as long. Cost: one query."""
    rows = SearchEntry.objects.select_related(
        "task", "document", "update__organisation", "difficulty__organisation", "organisation"
    ).defer("words", "spelled", "plain_head")
    found = rows.in_bulk(pks)
    return [found[pk] for pk in pks if pk in found]


def _found(visible: QuerySet[SearchEntry], question: Question, how: How, kind: str) -> Found | None:
    """What meets a question; None where nothing does."""
    met = How.WHOLE if how is How.CORRECTED else how
    rows = matching(visible, question, met)
    likely = likeliest(rows, question)
    if not likely:
        return None
    kinds = [kind] if kind else likely
    weighed = [pk for each in kinds if each in likely for pk in likely[each][1]]
    best = ranked(SearchEntry.objects.filter(AnyOf(F("pk"), weighed)), question, met)
    rest = by_likelihood(rows.filter(kind=kind) if kind else rows, question)
    return Found(
        question,
        how,
        {each: number for each, (number, _ids) in likely.items()},
        best,
        len(weighed),
        rest.exclude(AnyOf(F("pk"), weighed)),
    )


def _nothing(question: Question) -> Found:
    none = SearchEntry.objects.none()
    return Found(question, How.NOTHING, {}, none, 0, none)
