"""Whose trail may be read by whom: each kind of subject with its parts and its permission."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import CharField, Model, QuerySet
from django.db.models.functions import Cast
from django.http import Http404

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import Delegation, Membership, User
from tiendo.budgets.models import BudgetLine, Project, TreasuryRow
from tiendo.budgets.permissions import visible_lines, visible_projects
from tiendo.documents.models import Document, Rendition
from tiendo.indicators.models import Indicator, Observation, Target
from tiendo.indicators.permissions import visible_observations
from tiendo.inspections.models import Finding, Inspection, Recommendation, Visit
from tiendo.inspections.permissions import Sight, sight_of
from tiendo.intake.models import Draft, ExtractionRun
from tiendo.issuing.models import OutgoingPaper
from tiendo.issuing.permissions import visible_papers
from tiendo.meetings.models import Decision, Meeting
from tiendo.meetings.permissions import visible_meetings
from tiendo.organisations.models import Organisation
from tiendo.regimes.models import Cycle, Regime, Remark, Submission
from tiendo.regimes.queries import visible_duties as visible_duties_to_report
from tiendo.regimes.submissions.permissions import visible_submissions
from tiendo.reporting.models import Report, UrgingLetter, UrgingRound
from tiendo.reporting.urging.queries import sees_rounds
from tiendo.tasks.models import (
    Assignment,
    ChangeRequest,
    Difficulty,
    Directive,
    Evidence,
    Occurrence,
    ProgressUpdate,
    RecheckItem,
    Task,
)
from tiendo.tasks.permissions import can_view
from tiendo.tasks.queries.changes import visible_changes
from tiendo.tasks.queries.difficulties import visible_difficulties
from tiendo.tasks.queries.directives import visible_duties

Part = tuple[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of object that has a trail page. ``url_name`` is its own page, if it has one."""

    model: type[Model]
    may_see: Callable[[Actor, Model], bool]
    parts: Callable[[Model, Actor], tuple[QuerySet[Model], ...]]
    url_name: str = ""
    url_field: str = "pk"

    def find(self, pk: int) -> Model:
        """The object. Errors: Http404."""
        found: Model | None = self.model._default_manager.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found


def objects_of(subject: Subject, found: Model, actor: Actor) -> Iterator[Part]:
    """The object and what belongs to it, as types with ids, for ``audit.queries.events_of``.

    Of what belongs to it only that which the person may see.
    """
    yield found._meta.label_lower, [str(found.pk)]
    for rows in subject.parts(found, actor):
        ids = rows.annotate(pk_in_words=Cast("pk", CharField())).values("pk_in_words")
        yield rows.model._meta.label_lower, ids


def _sees_task(actor: Actor, task: Model) -> bool:
    assert isinstance(task, Task)  # noqa: S101 - the table below pairs them
    return actor.may("trail.view") and can_view(actor, task)


def _sees_directive(actor: Actor, directive: Model) -> bool:
    """Those who see a duty of it; the whole trail of a directive given to several bodies only
    those who see them all."""
    duties = visible_duties(actor).filter(directive=directive.pk)
    every = directive.duties.count() if isinstance(directive, Directive) else 0
    return actor.may("trail.view") and 0 < every == duties.count()


def _sees_round(actor: Actor, _round: Model) -> bool:
    return actor.may("trail.view") and sees_rounds(actor)


def _letters_of(written: Model, _actor: Actor) -> tuple[QuerySet[Model], ...]:
    return (UrgingLetter._default_manager.filter(round=written.pk),)


def _sees_inspection(actor: Actor, inspection: Model) -> bool:
    """The trail of an inspection tells all of it: to the team and to overseers alone."""
    assert isinstance(inspection, Inspection)  # noqa: S101 - the table below pairs them
    return actor.may("trail.view") and sight_of(actor, inspection) is Sight.ALL


def _parts_of_inspection(inspection: Model, _actor: Actor) -> tuple[QuerySet[Model], ...]:
    models: tuple[type[Model], ...] = (Visit, Finding, Recommendation)
    return tuple(model._default_manager.filter(inspection=inspection.pk) for model in models)


def _sees_meeting(actor: Actor, meeting: Model) -> bool:
    return actor.may("trail.view") and visible_meetings(actor).filter(pk=meeting.pk).exists()


def _parts_of_meeting(meeting: Model, _actor: Actor) -> tuple[QuerySet[Model], ...]:
    return (Decision._default_manager.filter(meeting=meeting.pk),)


def _sees_submission(actor: Actor, submission: Model) -> bool:
    return actor.may("trail.view") and visible_submissions(actor).filter(pk=submission.pk).exists()


def _parts_of_submission(submission: Model, _actor: Actor) -> tuple[QuerySet[Model], ...]:
    """Its remarks, and the reports of all its steps."""
    return (
        Remark._default_manager.filter(submission=submission.pk),
        Report._default_manager.filter(
            pk__in=Submission.objects.filter(pk=submission.pk).values("steps__report")
        ),
    )


def _sees_review(actor: Actor) -> bool:
    """Whether the person reviews drafts, or sees the whole trail; others do not see drafts."""
    return actor.may("draft.review") or actor.may("trail.view_all")


def _parts_of_task(task: Model, actor: Actor) -> tuple[QuerySet[Model], ...]:
    models: tuple[type[Model], ...] = (
        ProgressUpdate,
        Evidence,
        Assignment,
        Occurrence,
        RecheckItem,
    )
    models += (Draft,) if _sees_review(actor) else ()
    return tuple(model._default_manager.filter(task=task.pk) for model in models)


def _parts_of_document(document: Model, actor: Actor) -> tuple[QuerySet[Model], ...]:
    renditions = Rendition._default_manager.filter(document=document.pk)
    if not _sees_review(actor):
        return (renditions,)
    return (
        renditions,
        ExtractionRun._default_manager.filter(text__rendition__document=document.pk),
        Draft._default_manager.filter(run__text__rendition__document=document.pk),
    )


def _parts_of_user(user: Model, _actor: Actor) -> tuple[QuerySet[Model], ...]:
    return (
        Membership._default_manager.filter(user=user.pk),
        Delegation._default_manager.filter(membership__user=user.pk),
    )


def _needs(*permissions: str) -> Callable[[Actor, Model], bool]:
    """Whether the actor holds all of some permissions, or sees the whole trail."""

    def may_see(actor: Actor, _found: Model) -> bool:
        return actor.may("trail.view_all") or all(actor.may(name) for name in permissions)

    return may_see


def _no_parts(_found: Model, _actor: Actor) -> tuple[QuerySet[Model], ...]:
    return ()


def _sees_change(actor: Actor, change: Model) -> bool:
    return actor.may("trail.view") and visible_changes(actor).filter(pk=change.pk).exists()


def _sees_paper(actor: Actor, paper: Model) -> bool:
    return actor.may("trail.view") and visible_papers(actor).filter(pk=paper.pk).exists()


def _sees_difficulty(actor: Actor, found: Model) -> bool:
    return actor.may("trail.view") and visible_difficulties(actor).filter(pk=found.pk).exists()


def _sees_line(actor: Actor, line: Model) -> bool:
    return actor.may("trail.view") and visible_lines(actor).filter(pk=line.pk).exists()


def _rows_of_line(line: Model, _actor: Actor) -> tuple[QuerySet[Model], ...]:
    return (TreasuryRow._default_manager.filter(line=line.pk),)


def _sees_figure(actor: Actor, row: Model) -> bool:
    return actor.may("trail.view") and visible_observations(actor).filter(pk=row.pk).exists()


def _sees_project(actor: Actor, project: Model) -> bool:
    return actor.may("trail.view") and visible_projects(actor).filter(pk=project.pk).exists()


def _parts_of_regime(regime: Model, actor: Actor) -> tuple[QuerySet[Model], ...]:
    return (
        Cycle._default_manager.filter(version__regime=regime.pk),
        visible_duties_to_report(actor).filter(cycle__version__regime=regime.pk),
    )


def _parts_of_indicator(indicator: Model, actor: Actor) -> tuple[QuerySet[Model], ...]:
    return (
        Target._default_manager.filter(indicator=indicator.pk),
        visible_observations(actor).filter(indicator=indicator.pk),
    )


SUBJECTS: dict[str, Subject] = {
    "nhiem-vu": Subject(Task, _sees_task, _parts_of_task, "task"),
    "chi-dao": Subject(Directive, _sees_directive, _no_parts, "directive"),
    "dieu-chinh": Subject(ChangeRequest, _sees_change, _no_parts, "change"),
    "vuong-mac": Subject(Difficulty, _sees_difficulty, _no_parts, "difficulty"),
    "don-doc": Subject(UrgingRound, _sees_round, _letters_of, "urging"),
    "kiem-tra": Subject(Inspection, _sees_inspection, _parts_of_inspection, "inspection"),
    "giao-ban": Subject(Meeting, _sees_meeting, _parts_of_meeting, "meeting"),
    "du-toan": Subject(BudgetLine, _sees_line, _rows_of_line, "budget-line"),
    "du-an": Subject(Project, _sees_project, _no_parts, "project"),
    "chi-tieu": Subject(
        Indicator, _needs("trail.view", "indicator.view"), _parts_of_indicator, "indicator"
    ),
    "so-lieu": Subject(Observation, _sees_figure, _no_parts, "observation"),
    "van-ban": Subject(
        Document, _needs("trail.view", "document.view"), _parts_of_document, "document"
    ),
    "van-ban-di": Subject(OutgoingPaper, _sees_paper, _no_parts, "paper"),
    "che-do": Subject(Regime, _needs("trail.view", "submission.view"), _parts_of_regime, "regime"),
    "bao-cao": Subject(Report, _needs("trail.view", "report.view"), _no_parts, "report"),
    "bao-cao-ky": Subject(Submission, _sees_submission, _parts_of_submission, "submission"),
    "co-quan": Subject(
        Organisation, _needs("organisation.manage"), _no_parts, "organisation", "slug"
    ),
    "tai-khoan": Subject(User, _needs("account.manage"), _parts_of_user, "account"),
}
