"""What bodies owe an answer to: difficulties past their day, directives past theirs."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.alerts.finders.found import Found
from tiendo.alerts.people import People
from tiendo.alerts.rulebook import RuleBook
from tiendo.domain.alerts import Finding, Rule, past_deadline
from tiendo.tasks.models import Difficulty, DifficultyState, DirectiveDuty, DirectiveState

DIFFICULTY_TYPE = Difficulty._meta.label_lower
DUTY_TYPE = DirectiveDuty._meta.label_lower
_UNANSWERED = (DifficultyState.OPEN, DifficultyState.PASSED_UP)
_TO_DO = (DirectiveState.GIVEN, DirectiveState.ACKNOWLEDGED)


def find_unanswered_difficulties(
    book: RuleBook, people: People, only: frozenset[int] | None = None
) -> Iterator[Found]:
    """The difficulties not answered by their day, for the body responsible. Cost: one query."""
    waiting = Difficulty.objects.filter(
        state__in=_UNANSWERED, due_on__lt=book.on, responsible__isnull=False
    )
    for row in waiting.order_by("pk"):
        given = book.thresholds(Rule.DIFFICULTY_UNANSWERED, row.programme_id)
        finding = past_deadline(row.due_on, book.on, given) if given["on"] else None
        if finding is not None:
            yield Found(
                rule=Rule.DIFFICULTY_UNANSWERED,
                object_type=DIFFICULTY_TYPE,
                object_id=row.pk,
                title=f"{row.code} {row.what}"[:300],
                finding=finding,
                body_id=row.responsible_id,
                programme_id=row.programme_id,
                officer_id=row.person_id,
            )


def find_overdue_directives(
    book: RuleBook, people: People, only: frozenset[int] | None = None
) -> Iterator[Found]:
    """The directives a body has not reported on by their day. Cost: one query."""
    waiting = DirectiveDuty.objects.filter(state__in=_TO_DO, directive__last_day__lt=book.on)
    for row in waiting.select_related("directive").order_by("pk"):
        directive = row.directive
        given = book.thresholds(Rule.DIRECTIVE_OVERDUE, directive.programme_id)
        finding = past_deadline(directive.last_day, book.on, given) if given["on"] else None
        if finding is not None:
            facts = {**finding.facts, "directive": directive.pk}
            yield Found(
                rule=Rule.DIRECTIVE_OVERDUE,
                object_type=DUTY_TYPE,
                object_id=row.pk,
                title=directive.text[:300],
                finding=Finding(finding.level, facts),
                body_id=row.organisation_id,
                programme_id=directive.programme_id,
                officer_id=row.person_id,
            )
