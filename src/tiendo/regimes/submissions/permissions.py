"""Who reads which submissions, who writes, sends and receives them."""

from __future__ import annotations

from django.db.models import QuerySet

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author
from tiendo.regimes.models import ReportDuty, Submission


def own_report_duties(actor: Actor) -> QuerySet[ReportDuty]:
    """The duties to report of the bodies a person works for. No query."""
    return ReportDuty.objects.filter(body__in=actor.bodies_for("submission.view"))


def visible_submissions(actor: Actor) -> QuerySet[Submission]:
    """The submissions a person may read. No query."""
    if actor.may("submission.view_all"):
        return Submission.objects.all()
    return Submission.objects.filter(duty__body__in=actor.bodies_for("submission.view"))


def may_write(actor: Actor, submission: Submission) -> bool:
    """Whether a person writes the report of a submission: its body's people, and who compiles
    where it is compiled from those of other bodies."""
    if submission.report.body_id is None:
        return actor.may("report.compile")
    return actor.may("submission.write", at=submission.duty.body_id)


def require_writer(actor: Actor, submission: Submission) -> Author:
    """The author of what is written in a submission. Errors: PermissionRefused."""
    if submission.report.body_id is None:
        return actor.require("report.compile")
    return actor.require("submission.write", at=submission.duty.body_id)


def may_reopen(actor: Actor, submission: Submission) -> bool:
    """Whether a person opens again what was approved: who writes it, and who sends it."""
    return may_write(actor, submission) or may_send(actor, submission)


def require_reopener(actor: Actor, submission: Submission) -> Author:
    """The author of what opens an approved report again. Errors: PermissionRefused."""
    if may_send(actor, submission):
        return actor.require("submission.send", at=submission.duty.body_id)
    return require_writer(actor, submission)


def may_send(actor: Actor, submission: Submission) -> bool:
    """Whether a person sends the report of a submission's body."""
    return actor.may("submission.send", at=submission.duty.body_id)
