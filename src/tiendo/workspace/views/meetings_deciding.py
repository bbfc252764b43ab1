"""Decisions of a meeting: written down, changed, taken out, given out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from tiendo.accounts.actor import PermissionRefused
from tiendo.domain.meetings import DecisionKind
from tiendo.domain.refusals import Refusal
from tiendo.meetings import actions
from tiendo.meetings.actions import NewDecision
from tiendo.meetings.follow_up import decisions_of
from tiendo.meetings.models import Decision
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import press_button, say_done
from tiendo.workspace.forms.meetings import DecisionForm
from tiendo.workspace.views.meetings import answer_step, held_meeting


@page("meeting.hold", methods=READ_WRITE)
def record(request: PageRequest, pk: int) -> HttpResponse:
    """Write down a decision."""
    meeting = held_meeting(request, pk)
    form = DecisionForm(request.POST or None, meeting=meeting)

    def act() -> HttpResponse:
        actions.record_decision(by=request.actor, meeting=meeting, data=_data(form))
        return say_done(request, _("Đã ghi kết luận."), "meeting", pk)

    return answer_step(request, meeting, form, act, _("Ghi kết luận"))


@page("meeting.hold", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a decision that was not given out."""
    decision = _found(request, pk)
    bodies = [row.organisation_id for row in decision.bodies.all()]
    initial = {
        "text": decision.text,
        "kind": decision.kind,
        "bodies": bodies,
        "lead": bodies[0] if bodies else None,
        "last_day": decision.last_day,
        "product": decision.product,
        "programme": decision.programme_id,
    }
    form = DecisionForm(request.POST or None, meeting=decision.meeting, initial=initial)

    def act() -> HttpResponse:
        actions.record_decision(
            by=request.actor, meeting=decision.meeting, data=_data(form), decision=decision
        )
        return say_done(request, _("Đã sửa kết luận."), "meeting", decision.meeting_id)

    return answer_step(request, decision.meeting, form, act, _("Sửa kết luận"))


@page("meeting.hold", methods=WRITE)
def remove(request: PageRequest, pk: int) -> HttpResponse:
    """Take out a decision that was not given out."""
    decision = _found(request, pk)

    def act() -> str:
        actions.remove_decision(by=request.actor, decision=decision)
        return _("Đã bỏ kết luận %(order)s.") % {"order": decision.order}

    return press_button(request, act, "meeting", decision.meeting_id)


@page("meeting.hold", methods=WRITE)
def give(request: PageRequest, pk: int) -> HttpResponse:
    """Make a directive or a task of a decision."""
    decision = _found(request, pk)

    def act() -> str:
        actions.give_decision(by=request.actor, decision=decision)
        return _("Đã giao kết luận %(order)s.") % {"order": decision.order}

    return press_button(request, act, "meeting", decision.meeting_id)


@page("meeting.hold", methods=WRITE)
def give_all(request: PageRequest, pk: int) -> HttpResponse:
    """Give out every decision that waits; what is refused is said with its number."""
    meeting = held_meeting(request, pk)
    waiting = [row for row in decisions_of(meeting) if not row.is_given]
    given = 0
    for decision in waiting:
        if decision.kind == DecisionKind.NOTE:
            continue
        try:
            actions.give_decision(by=request.actor, decision=decision)
            given += 1
        except Refusal as refusal:
            _say_why(request, decision, str(refusal))
        except PermissionRefused:
            _say_why(request, decision, _("tài khoản này không giao việc trong chương trình đó."))
    if given:
        messages.success(request, _("Đã giao %(count)s kết luận.") % {"count": given})
    return redirect("meeting", pk)


def _say_why(request: PageRequest, decision: Decision, why: str) -> None:
    words = _("Kết luận %(order)s: %(why)s")
    messages.error(request, words % {"order": decision.order, "why": why})


def _found(request: PageRequest, pk: int) -> Decision:
    """A decision of a meeting the person records. Errors: Http404; PermissionDenied."""
    rows = Decision.objects.prefetch_related("bodies")
    decision = get_object_or_404(rows, pk=pk)
    decision.meeting = held_meeting(request, decision.meeting_id)
    return decision


def _data(form: DecisionForm) -> NewDecision:
    typed = form.cleaned_data
    return NewDecision(
        kind=DecisionKind(typed["kind"]),
        text=typed["text"],
        bodies=typed["bodies"],
        last_day=typed["last_day"],
        product=typed["product"],
        programme=typed["programme"],
    )
