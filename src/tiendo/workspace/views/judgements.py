"""Years of continuous tasks: the list of a year, the lead's report, the judgement from outside."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.accounts.actor import PermissionRefused
from tiendo.domain import clock
from tiendo.domain.deadlines import CONTINUOUS
from tiendo.tasks.actions import judge_year, report_year
from tiendo.tasks.actions.judging import why_not_judge
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import JudgedResult, Judgement, Lifecycle, Part, Task
from tiendo.tasks.parties import parties_on
from tiendo.tasks.queries.judgements import judge_by, year_to_judge, years_of
from tiendo.workspace.access import READ_WRITE, PageRequest, as_of, dated_url, number_in, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.judgements import JudgeForm, YearReportForm
from tiendo.workspace.task_evidence import receive
from tiendo.workspace.task_history import files_of
from tiendo.workspace.task_page import found_task, step_context
from tiendo.workspace.task_rows import lead_words, task_urls

PER_PAGE = 100


@page("task.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The continuous tasks of a year: which are reported, judged, still owed."""
    day = as_of(request)
    year = number_in(request.GET.get("nam", "")) or year_to_judge(day)
    year = min(max(year, day.year - 20), day.year)
    found = years_of(request.actor, year, day)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    url_of = task_urls(request)
    context = {
        "page": shown,
        "rows": [_row(task, url_of(task.pk)) for task in shown.object_list],
        "year": year,
        "years": list(_year_links(request, day.year)),
        "judge_by": judge_by(year, day),
    }
    return render(request, "tasks/judgements.html", context)


def _row(task: Task, url: str) -> dict[str, object]:
    return {
        "task": task,
        "url": url,
        "lead": lead_words(task),
        "proposed": _label(getattr(task, "proposed", None)),
        "result": _label(getattr(task, "result", None)),
        "judgement_id": getattr(task, "judgement_id", None),
    }


def _label(code: str | None) -> str:
    return str(JudgedResult(code).label) if code else ""


def _year_links(request: PageRequest, last: int) -> Iterator[tuple[int, str]]:
    for year in range(last, last - 4, -1):
        yield year, dated_url(request, "judgement-list", nam=str(year))


@page("task.view", methods=READ_WRITE)
def report(request: PageRequest, pk: int) -> HttpResponse:
    """The lead reports on a year of a continuous task and proposes how it is judged."""
    task = found_task(request, pk)
    lead_id = parties_on(task, clock.today()).lead_id
    if lead_id is None or not request.actor.may("task.claim", at=lead_id):
        raise PermissionRefused("task.claim")
    if task.recurrence != CONTINUOUS or task.lifecycle != Lifecycle.LIVE:
        return _refused(request, task, TaskError("task_not_continuous"))
    is_sent = request.method == "POST"
    form = YearReportForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"version": task.version, "year": _first_choice(task)},
    )
    form.offer(_years(task))

    def act() -> HttpResponse:
        evidence = receive(form, request.actor)
        report_year(task=task, by=request.actor, evidence=evidence, **form.particulars())
        words = _("Đã gửi báo cáo năm; chờ cơ quan xác nhận đánh giá.")
        return say_done(request, words, "task", task.pk)

    context = step_context(request, task, "update") | {
        "form": form,
        "title": _("Báo cáo năm"),
        "step_url": reverse("judgement-report", args=[task.pk]),
        "button": _("Gửi báo cáo năm"),
    }
    show = partial(render, request, "tasks/year_report.html", context)
    return answer_form(request, form, act, show)


def _years(task: Task) -> list[int]:
    today = clock.today()
    first = task.live_on.year if task.live_on else today.year
    return list(range(today.year, first - 1, -1))


def _first_choice(task: Task) -> int:
    """Early in a year people report on the last one."""
    today = clock.today()
    years = _years(task)
    return today.year if today.month > 6 or today.year - 1 not in years else today.year - 1


def _refused(request: PageRequest, task: Task, error: TaskError) -> HttpResponse:
    context = step_context(request, task, "update")
    context |= {"refusal": str(error), "title": _("Đánh giá năm")}
    return render(request, "tasks/refused.html", context, status=HTTPStatus.CONFLICT)


@page("task.confirm", methods=READ_WRITE)
def judge(request: PageRequest, pk: int) -> HttpResponse:
    """Somebody outside the lead judges a reported year."""
    row = get_object_or_404(
        Judgement.objects.select_related(
            "task", "report__by", "proposed_for__parent", "proposed_by", "judged_by"
        ),
        pk=pk,
    )
    task = found_task(request, row.task_id)
    refusal = _why_not(request, row)
    if refusal:
        return _refused(request, task, TaskError(refusal))
    is_sent = request.method == "POST"
    initial = {"version": task.version, "result": row.result or row.proposed_result}
    form = JudgeForm(request.POST if is_sent else None, initial=initial | {"words": row.words})

    def act() -> HttpResponse:
        judge_year(judgement=row, by=request.actor, **form.particulars())
        words = _("Đã đánh giá năm %(year)s của nhiệm vụ %(task)s.")
        return say_done(request, words % {"year": row.year, "task": task.code}, "task", task.pk)

    context = step_context(request, task, "confirm") | {
        "form": form,
        "judgement": row,
        "files": files_of(row.report.evidence.select_related("document")),
        "title": _("Đánh giá năm %(year)s") % {"year": row.year},
        "step_url": reverse("judgement-judge", args=[row.pk]),
        "button": _("Ghi kết quả đánh giá"),
        "other_step": None,
    }
    show = partial(render, request, "tasks/year_judge.html", context)
    return answer_form(request, form, act, show)


def _why_not(request: PageRequest, row: Judgement) -> str:
    """Why this person may not judge, as a code. Errors: PermissionRefused."""
    parties = parties_on(row.task, clock.today())
    confirmer = parties.first(Part.CONFIRM)
    if confirmer is None or confirmer.organisation_id is None:
        return "confirmer_missing"
    request.actor.require("task.confirm", at=confirmer.organisation_id)
    return why_not_judge(row, parties, request.actor)
