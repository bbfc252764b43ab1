"""What a task waits for: the page that links it to another, and the button that unlinks."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.tasks.actions.dependencies import add_dependency, may_link, remove_dependency
from tiendo.tasks.models import Task, TaskDependency
from tiendo.tasks.parties import parties_on
from tiendo.tasks.queries import visible_tasks
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.dependency_rows import linked_rows
from tiendo.workspace.forms.dependencies import AFTER, DependencyForm
from tiendo.workspace.task_page import found_task


@page("task.view", methods=READ_WRITE)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """What stands before and after a task, and the form for one more."""
    task = found_task(request, pk)
    today = clock.today()
    if not may_link(request.actor, task, parties_on(task, today).lead_id):
        raise PermissionDenied
    form = DependencyForm(request.POST or None)

    def show_page(*, status: int) -> HttpResponse:
        linked = linked_rows(request, task, today)
        context = {"task": task, "form": form, "linked": linked}
        return render(request, "tasks/dependencies.html", context, status=status)

    def act() -> HttpResponse:
        other = _by_code(request, task, form.cleaned_data["code"].strip())
        if other is None:
            words = _("Không thấy nhiệm vụ có mã này. Kiểm tra lại mã trong danh sách nhiệm vụ.")
            form.add_error("code", words)
            return show_page(status=HTTPStatus.UNPROCESSABLE_ENTITY)
        is_after = form.cleaned_data["direction"] == AFTER
        first, second = (task, other) if is_after else (other, task)
        note = form.cleaned_data["note"]
        add_dependency(predecessor=first, successor=second, note=note, by=request.actor)
        return say_done(request, _("Đã ghi quan hệ trước sau."), "task-dependencies", task.pk)

    refused_at_code = dict.fromkeys(("dependency_on_itself", "dependency_ended"), "code")
    return answer_form(request, form, act, show_page, refused_at_code)


@page("task.view", methods=WRITE)
def remove(request: PageRequest, pk: int) -> HttpResponse:
    """Say that a task waits for another no more."""
    rows = TaskDependency.objects.select_related("predecessor", "successor")
    row = get_object_or_404(rows, pk=pk)

    def act() -> str:
        remove_dependency(dependency=row, by=request.actor)
        words = _("%(second)s không còn chờ %(first)s.")
        return words % {"first": row.predecessor.code, "second": row.successor.code}

    return press_button(request, act, "task-dependencies", row.successor_id)


def _by_code(request: PageRequest, task: Task, code: str) -> Task | None:
    """The task of a code that the person sees: of the same programme, else of any one alone."""
    seen = visible_tasks(request.actor).filter(code__iexact=code).select_related("programme")
    found = list(seen[:50])
    own = [row for row in found if row.programme_id == task.programme_id]
    return own[0] if own else found[0] if len(found) == 1 else None
