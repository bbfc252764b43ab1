"""Reading inspections: which a person sees, and what of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.inspections.models import (
    Finding,
    InspectedBody,
    Inspection,
    OutlineAnswer,
    OutlineItem,
    Recommendation,
    State,
    TeamMember,
    Visit,
)
from tiendo.inspections.permissions import Sight, own_bodies, sight_of
from tiendo.tasks.models import Task
from tiendo.tasks.queries import with_status


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """An item of the outline with the last answer of each body the reader may see."""

    item: OutlineItem
    answers: tuple[OutlineAnswer, ...]


@dataclass(frozen=True, slots=True)
class Followed:
    """A recommendation with the status of its task today; None while it has no task."""

    recommendation: Recommendation
    status: str | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a person sees of an inspection; parts not for the person are empty."""

    inspection: Inspection
    sight: Sight
    own: frozenset[int]
    bodies: tuple[InspectedBody, ...]
    team: tuple[TeamMember, ...] = ()
    outline: tuple[AnsweredItem, ...] = ()
    visits: tuple[Visit, ...] = ()
    findings: tuple[Finding, ...] = ()
    recommendations: tuple[Followed, ...] = ()


def visible_inspections(actor: Actor) -> QuerySet[Inspection]:
    """The inspections of which a person sees anything."""
    found = Inspection.objects.all()
    if actor.may("inspection.view"):
        return found
    if not actor.may("task.view"):
        return found.none()
    reach = {body for post in actor.posts for body in post.reach_ids}
    own = InspectedBody.objects.filter(organisation_id__in=reach).values("inspection")
    team = TeamMember.objects.filter(user_id=actor.user_id).values("inspection")
    return found.filter(
        Q(state=State.CONCLUDED) | Q(pk__in=team) | (Q(pk__in=own) & ~Q(decision_number=""))
    )


def visible_recommendations(actor: Actor) -> QuerySet[Recommendation]:
    """The recommendations a person may see: all for overseers, those of one's inspections for a
    team, those to one's bodies once the inspection is concluded. Cost: no query of its own."""
    found = Recommendation.objects.all()
    if actor.may("inspection.view"):
        return found
    if not actor.may("task.view"):
        return found.none()
    reach = {body for post in actor.posts for body in post.reach_ids}
    own = Q(organisation_id__in=reach, inspection__state=State.CONCLUDED)
    team = TeamMember.objects.filter(user_id=actor.user_id).values("inspection")
    return found.filter(own & ~Q(inspection__decision_number="") | Q(inspection__in=team))


def list_inspections(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Inspection]:
    """The inspections of a filter with their bodies, the newest first. Cost: two queries."""
    found = visible_inspections(actor)
    if state:
        found = found.filter(state=state)
    if words := text.strip():
        found = found.filter(Q(title__unaccent__icontains=words) | Q(code__icontains=words))
    bodies = InspectedBody.objects.select_related("organisation")
    return found.select_related("programme", "issuer").prefetch_related(Prefetch("bodies", bodies))


def dossier_of(actor: Actor, inspection: Inspection) -> Dossier:
    """What the person sees of it. Cost: at most eleven queries."""
    sight = sight_of(actor, inspection)
    own = own_bodies(actor, inspection)
    bodies = tuple(inspection.bodies.select_related("organisation"))
    if sight < Sight.OWN_PART:
        return Dossier(inspection, sight, own, bodies)
    sees_all = sight is Sight.ALL
    return Dossier(
        inspection,
        sight,
        own,
        bodies,
        team=tuple(inspection.team.select_related("user")),
        outline=_outline(inspection, None if sees_all else own),
        visits=tuple(_visits(inspection, None if sees_all else own)),
        findings=tuple(_findings(inspection, None if sees_all else own)),
        recommendations=_recommendations(inspection, None if sees_all else own),
    )


def _outline(inspection: Inspection, own: frozenset[int] | None) -> tuple[AnsweredItem, ...]:
    answers = OutlineAnswer.objects.select_related("organisation", "answered_by", "stored_file")
    if own is not None:
        answers = answers.filter(organisation_id__in=own)
    items = inspection.outline.prefetch_related(Prefetch("answers", answers))
    return tuple(AnsweredItem(item, _last_of_each(item.answers.all())) for item in items)


def _last_of_each(
    answers: Sequence[OutlineAnswer] | QuerySet[OutlineAnswer],
) -> tuple[OutlineAnswer, ...]:
    last: dict[int, OutlineAnswer] = {}
    for answer in answers:
        last.setdefault(answer.organisation_id, answer)
    return tuple(last.values())


def _visits(inspection: Inspection, own: frozenset[int] | None) -> QuerySet[Visit]:
    visits = inspection.visits.select_related("organisation", "recorded_by")
    return visits if own is None else visits.filter(organisation_id__in=own)


def _findings(inspection: Inspection, own: frozenset[int] | None) -> QuerySet[Finding]:
    related = ("organisation", "task", "evidence", "recorded_by", "explained_by", "judged_by")
    findings = inspection.findings.select_related(*related)
    if own is None:
        return findings
    return findings.filter(organisation_id__in=own, sent_at__isnull=False)


def _recommendations(inspection: Inspection, own: frozenset[int] | None) -> tuple[Followed, ...]:
    rows = inspection.recommendations.select_related("organisation", "task", "finding")
    if own is not None:
        concluded = inspection.state == State.CONCLUDED
        rows = rows.filter(organisation_id__in=own) if concluded else rows.none()
    found = list(rows)
    ids = [row.task_id for row in found if row.task_id is not None]
    tasks = with_status(Task.objects.filter(pk__in=ids), clock.today())
    status: dict[int | None, str | None] = {
        task.pk: getattr(task, "status", None) for task in tasks
    }
    return tuple(Followed(row, status.get(row.task_id)) for row in found)
