"""The words of the register on screen: steps, their buttons and icons, the look of a state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.tasks.actions.difficulty_steps import (
    answer_difficulty,
    assign_difficulty,
    close_difficulty,
    name_answerer,
    pass_up,
    reopen_difficulty,
    solve_difficulty,
)
from tiendo.tasks.models import Difficulty, DifficultyEvent, SolvingLevel
from tiendo.workspace.noun_steps import NounStep, StepLink, history_entry, step_links
from tiendo.workspace.templatetags.vn import vn_date

STEPS: Mapping[str, NounStep] = {
    step.name: step
    for step in (
        NounStep(
            noun="difficulty",
            name="answer",
            run=answer_difficulty,
            path="tra-loi",
            word=_("Trả lời"),
            icon="message-2",
            button=_("Gửi trả lời"),
            done=_("Đã ghi trả lời."),
        ),
        NounStep(
            noun="difficulty",
            name="assign",
            run=assign_difficulty,
            path="giao",
            word=_("Giao cơ quan trả lời"),
            icon="send",
            button=_("Giao cơ quan này trả lời"),
            done=_("Đã giao cơ quan trả lời."),
        ),
        NounStep(
            noun="difficulty",
            name="name",
            run=name_answerer,
            path="nguoi-tra-loi",
            word=_("Phân công người trả lời"),
            icon="user",
            button=_("Phân công người này"),
            done=_("Đã phân công người trả lời."),
        ),
        NounStep(
            noun="difficulty",
            name="pass_up",
            run=pass_up,
            path="chuyen-len",
            word=_("Chuyển lên cấp trên"),
            icon="arrow-up",
            button=_("Chuyển lên cấp này"),
            done=_("Đã chuyển lên cấp trên."),
        ),
        NounStep(
            noun="difficulty",
            name="solve",
            run=solve_difficulty,
            path="da-giai-quyet",
            word=_("Đã được giải quyết"),
            icon="circle-check",
            button=_("Ghi là đã được giải quyết"),
            done=_("Đã ghi vướng mắc được giải quyết."),
        ),
        NounStep(
            noun="difficulty",
            name="close",
            run=close_difficulty,
            path="ket-thuc",
            word=_("Kết thúc theo dõi"),
            icon="x",
            button=_("Kết thúc theo dõi, chưa giải quyết"),
            done=_("Đã kết thúc theo dõi."),
            is_danger=True,
        ),
        NounStep(
            noun="difficulty",
            name="reopen",
            run=reopen_difficulty,
            path="mo-lai",
            word=_("Mở lại"),
            icon="refresh",
            button=_("Mở lại vướng mắc"),
            done=_("Đã mở lại vướng mắc."),
        ),
    )
}
ACTION_WORDS: Mapping[str, Promise] = {
    "raise": _("Nêu vướng mắc"),
    "continue": _("Vẫn còn vướng"),
    **{name: step.word for name, step in STEPS.items()},
}
# The look of a state, in the colours of statuses.
LOOKS: Mapping[str, tuple[str, str]] = {
    "open": ("due_soon", "help-circle"),
    "passed_up": ("awaiting", "arrow-up"),
    "answered": ("in_progress", "message-2"),
    "solved": ("done_on_time", "circle-check"),
    "closed": ("cancelled", "x"),
}


def links_of(row: Difficulty, names: Iterable[str]) -> Iterator[StepLink]:
    """The buttons of a difficulty, by the names of its steps."""
    return step_links((STEPS[name] for name in names), row.pk)


def history_of(events: Iterable[DifficultyEvent]) -> list[dict[str, object]]:
    """The steps of a difficulty for the page, newest first."""
    return [_entry(event) for event in events][::-1]


def _entry(event: DifficultyEvent) -> dict[str, object]:
    files = []
    if event.document_number:
        note = vn_date(event.document_date) if event.document_date else ""
        files = [{"name": event.document_number, "note": note}]
    changes = list(_given(event)) if event.action in _GIVING else []
    title = ACTION_WORDS[event.action]
    return history_entry(event, LOOKS[event.to_state], title, files, changes=changes)


_GIVING = ("assign", "name", "pass_up")


def _given(event: DifficultyEvent) -> Iterator[dict[str, Any]]:
    if event.level:
        yield {"label": _("Cấp giải quyết"), "after": SolvingLevel(event.level).label}
    if event.responsible:
        yield {"label": _("Cơ quan trả lời"), "after": event.responsible.name}
    if event.person:
        yield {"label": _("Người trả lời"), "after": str(event.person)}
    if event.due_on:
        yield {"label": _("Hạn trả lời"), "after": vn_date(event.due_on)}
