"""Screens about meetings: the list, a new one, one with its papers and decisions."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.meetings import actions
from tiendo.meetings.actions import MeetingFacts
from tiendo.meetings.documents import number_of_rows
from tiendo.meetings.follow_up import decisions_of, follow
from tiendo.meetings.models import Meeting, State
from tiendo.meetings.pack import papers_of
from tiendo.meetings.permissions import may_give, may_hold, visible_meetings
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.meetings import CancelForm, IssueForm, MeetingFilterForm, MeetingForm

PER_PAGE = 30
_BY_CODE = {
    "title_missing": "title",
    "since_after_day": "since",
    "chair_elsewhere": "chair",
    "number_missing": "number",
    "day_in_future": "day",
    "notice_before_meeting": "day",
    "reason_missing": "reason",
}


@page("task.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The meetings a person may read, the next one above."""
    form = MeetingFilterForm(request.GET)
    typed = form.cleaned_data if form.is_valid() else {}
    seen = visible_meetings(request.actor).select_related("body", "chair")
    found = seen
    if state := typed.get("trang_thai"):
        found = found.filter(state=state)
    if text := (typed.get("q") or "").replace("\x00", ""):
        found = found.filter(title__unaccent__icontains=text)
    ahead = seen.filter(state=State.PREPARING, day__gte=clock.today()).order_by("day", "pk")
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "next": ahead.first(),
        "may_hold": request.actor.may("meeting.hold"),
    }
    return render(request, "meetings/list.html", context)


@page("meeting.hold", methods=READ_WRITE)
def prepare(request: PageRequest) -> HttpResponse:
    """Prepare a meeting; ``?tu=`` copies body, scope, chair and agenda of an earlier one."""
    form = MeetingForm(
        request.POST or None, actor=request.actor, address=request.path, initial=_first(request)
    )

    def act() -> HttpResponse:
        typed = dict(form.cleaned_data)
        body, covers_all = typed.pop("body"), bool(typed.pop("covers_all", False))
        made = actions.prepare_meeting(
            by=request.actor, body=body, covers_all=covers_all, facts=_facts(typed)
        )
        return say_done(request, _("Đã lập phiên họp."), "meeting", made.pk)

    context = {"form": form, "title": _("Lập phiên họp")}
    show = partial(render, request, "meetings/form.html", context)
    return answer_form(request, form, act, show, _BY_CODE)


@page("task.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One meeting: its papers, what it decided, and what became of that."""
    meeting = found_meeting(request, pk)
    papers = papers_of(meeting, request.actor)
    holds = may_hold(request.actor, meeting.body_id, covers_all=meeting.covers_all)
    followed = follow(decisions_of(meeting), clock.today())
    context = {
        "meeting": meeting,
        "papers": [(sheet, number_of_rows(sheet)) for sheet in papers],
        "decisions": [(row, holds and may_give(request.actor, row.decision)) for row in followed],
        "may_hold": holds,
        "to_give": sum(may_give(request.actor, row.decision) for row in followed),
        "is_due": meeting.day <= clock.today(),
        "following": meeting.following.order_by("day").first(),
    }
    return render(request, "meetings/meeting.html", context)


@page("meeting.hold", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change what a meeting is prepared with."""
    meeting = held_meeting(request, pk)
    form = MeetingForm(
        request.POST or None,
        actor=request.actor,
        address=request.path,
        meeting=meeting,
        initial=_as_typed(meeting) | {"day": meeting.day, "since": meeting.since},
    )

    def act() -> HttpResponse:
        facts = _facts(dict(form.cleaned_data))
        actions.edit_meeting(by=request.actor, meeting=meeting, facts=facts)
        return say_done(request, _("Đã sửa phiên họp."), "meeting", pk)

    context = {"form": form, "title": _("Sửa phiên họp"), "meeting": meeting}
    show = partial(render, request, "meetings/form.html", context)
    return answer_form(request, form, act, show, _BY_CODE)


@page("meeting.hold", methods=WRITE)
def hold(request: PageRequest, pk: int) -> HttpResponse:
    """Begin the meeting: its papers are kept as they are known now."""
    meeting = held_meeting(request, pk)

    def act() -> str:
        actions.hold_meeting(by=request.actor, meeting=meeting)
        return _("Đã chốt tài liệu họp. Ghi các kết luận.")

    return press_button(request, act, "meeting", pk)


@page("meeting.hold", methods=READ_WRITE)
def issue(request: PageRequest, pk: int) -> HttpResponse:
    """Record the notice by which the conclusions were issued."""
    meeting = held_meeting(request, pk)
    form = IssueForm(request.POST or None, address=request.path)

    def act() -> HttpResponse:
        typed = {name: form.cleaned_data[name] for name in ("number", "day", "notice")}
        actions.issue_conclusions(by=request.actor, meeting=meeting, **typed)
        words = _("Đã ghi thông báo kết luận. Giao các kết luận còn lại.")
        return say_done(request, words, "meeting", pk)

    return answer_step(request, meeting, form, act, _("Ghi thông báo kết luận"))


@page("meeting.hold", methods=READ_WRITE)
def cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Cancel the meeting, with its reason."""
    meeting = held_meeting(request, pk)
    form = CancelForm(request.POST or None)

    def act() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        actions.cancel_meeting(by=request.actor, meeting=meeting, reason=reason)
        return say_done(request, _("Đã hủy phiên họp."), "meeting", pk)

    return answer_step(request, meeting, form, act, _("Hủy phiên họp"), is_danger=True)


def answer_step(
    request: PageRequest,
    meeting: Meeting,
    form: Form,
    act: Any,
    title: str,
    *,
    is_danger: bool = False,
) -> HttpResponse:
    """Show the form of a step, or act and lead back to the meeting."""
    context = {"meeting": meeting, "form": form, "title": title, "is_danger": is_danger}
    show = partial(render, request, "meetings/step.html", context)
    return answer_form(request, form, act, show, _BY_CODE)


def found_meeting(request: PageRequest, pk: int) -> Meeting:
    """A meeting the person may read. Errors: Http404; PermissionDenied."""
    related = ("body__parent", "chair", "previous", "notice", "held_by", "issued_by")
    meeting = get_object_or_404(
        Meeting.objects.select_related(*related).prefetch_related("programmes"), pk=pk
    )
    if not visible_meetings(request.actor).filter(pk=pk).exists():
        raise PermissionDenied
    return meeting


def held_meeting(request: PageRequest, pk: int) -> Meeting:
    """A meeting the person prepares and records. Errors: Http404; PermissionDenied."""
    meeting = found_meeting(request, pk)
    if not may_hold(request.actor, meeting.body_id, covers_all=meeting.covers_all):
        raise PermissionDenied
    return meeting


def _facts(typed: dict[str, Any]) -> MeetingFacts:
    typed.pop("tim", None)
    return MeetingFacts(**{**typed, "programmes": list(typed["programmes"])})


def _first(request: PageRequest) -> dict[str, Any]:
    """What a new meeting begins with: the earlier one it follows, or the person's own body."""
    number = number_in(request.GET.get("tu", ""))
    earlier = visible_meetings(request.actor).filter(pk=number).first() if number else None
    if earlier is not None:
        more = {"body": earlier.body_id, "covers_all": earlier.covers_all}
        return _as_typed(earlier) | more
    first = request.actor.first_body("meeting.hold")
    return {"body": first, "title": _("Giao ban tiến độ thực hiện nhiệm vụ"), "tim": ""}


def _as_typed(meeting: Meeting) -> dict[str, Any]:
    return {
        "title": meeting.title,
        "programmes": [programme.pk for programme in meeting.programmes.all()],
        "begins_at": meeting.begins_at,
        "place": meeting.place,
        "chair": meeting.chair_id,
        "agenda": meeting.agenda,
    }
