"""How every step of a change request is written: locked, by the table, one step each."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, State, Value, record
from tiendo.domain import clock
from tiendo.domain.changes import BY_CHANGE_ACTION, ChangeStepRule
from tiendo.organisations.models import Organisation
from tiendo.tasks.change_errors import ChangeError
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import ChangeRequest, ChangeState, ChangeStep


def lock_change(change: ChangeRequest, version: int | None = None) -> ChangeRequest:
    """The request as it is now, locked. Call it inside the action's transaction.

    Errors: ChangeError edited_meanwhile where ``version`` is an older one.
    """
    current = (
        ChangeRequest.objects.select_for_update(of=("self",))
        .select_related("programme__coordinator", "task__programme", "organisation")
        .get(pk=change.pk)
    )
    if version is not None and version != current.version:
        raise ChangeError("edited_meanwhile", change=current.code)
    return current


def rule_for(action: str, row: ChangeRequest) -> ChangeStepRule:
    """The rule of an action on a locked request. Errors: ChangeError wrong_step."""
    rule = BY_CHANGE_ACTION[action]
    if row.state not in {str(state) for state in rule.sources}:
        label = str(ChangeState(row.state).label)
        raise ChangeError("wrong_step", change=row.code, state=label)
    return rule


def author_of_step(action: str, row: ChangeRequest, actor: Actor) -> Author:
    """Who takes a step. Errors: PermissionRefused."""
    rule = BY_CHANGE_ACTION[action]
    return actor.require(rule.permission, at=row.organisation_id if rule.is_own else None)


def finish_step(
    row: ChangeRequest,
    action: str,
    *,
    author: Author,
    by: Actor,
    before: State,
    text: str = "",
) -> ChangeRequest:
    """Save a locked request after a step, with the step and its event in the trail.

    Errors: ChangeError another_request where one of the kind is on its way for the task.
    """
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "change_one_at_a_time" not in str(error):
            raise
        raise another_request(row) from error
    ChangeStep.objects.create(
        change=row,
        action=action,
        from_state=str(before.get("state") or ""),
        to_state=row.state,
        text=text.strip(),
        document=row.decision_document if action in ("decide", "apply") else "",
        recorded_at=clock.now(),
        by_id=by.user_id,
        organisation_id=author.organisation_id,
        on_behalf_of_id=author.on_behalf_of_id,
    )
    after = change_facts(row)
    record(
        by=author,
        action=f"change.{action}",
        target=row,
        before=before or None,
        after=after,
        reason=text.strip(),
    )
    return row


def another_request(row: ChangeRequest) -> ChangeError:
    """The refusal that names the request already on its way for the task."""
    states = [str(state) for state in BY_CHANGE_ACTION["decide"].sources]
    states += ["sent", "returned", "accepted", "amended"]
    held = ChangeRequest.objects.filter(task=row.task_id, kind=row.kind, state__in=states)
    other = held.exclude(pk=row.pk).select_related("organisation").first()
    if other is None:
        return ChangeError("edited_meanwhile", change=row.code)
    sent = clock.local_day(other.sent_at) if other.sent_at else clock.today()
    return ChangeError(
        "another_request",
        change=other.code,
        state=str(ChangeState(other.state).label).lower(),
        body=other.organisation.name,
        day=f"{sent:%d/%m/%Y}",
    )


def change_facts(row: ChangeRequest) -> State:
    """What the trail keeps of a step."""
    return {
        "state": row.state,
        "change_kind": row.kind,
        "task": row.task_id,
        "organisation": row.organisation_id,
        "opinion": row.opinion,
        "deciding_document": row.decision_document,
        **_terms_in_force(row),
    }


def _terms_in_force(row: ChangeRequest) -> dict[str, Value]:
    """What is granted, before that what is proposed; the lead as an id the trail can name."""
    kept: dict[str, Value] = dict(row.granted if row.granted is not None else row.proposed)
    if "lead" in kept:
        kept["lead_id"] = kept.pop("lead")
    return kept


def require_body_alive(body: Organisation) -> None:
    """Refuse a body that no longer exists. Errors: ChangeError body_dissolved."""
    end = body.validity.upper
    if end is not None and end <= clock.today():
        raise ChangeError("body_dissolved", body=body.name, day=f"{end:%d/%m/%Y}")


def require_bodies_alive(terms: Terms) -> None:
    """Refuse terms that name a body no longer there. Errors: ChangeError body_dissolved."""
    wanted = {*(terms.coordinating or ()), *([terms.lead] if terms.lead else ())}
    for body in Organisation.objects.filter(pk__in=wanted):
        require_body_alive(body)
