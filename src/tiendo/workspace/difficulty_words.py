"""The words of the register on screen: steps, their buttons and icons, the look of a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
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
from tiendo.workspace.templatetags.vn import vn_date


@dataclass(frozen=True, slots=True)
class DifficultyStep:
    """A step: the action it calls, the way to it, its button, the words when it is done."""

    name: str
    run: Callable[..., Difficulty]
    path: str
    word: Promise
    icon: str
    button: Promise
    done: Promise

    @property
    def url_name(self) -> str:
        """The name of its page."""
        return f"difficulty-{self.name.replace('_', '-')}"


STEPS: Mapping[str, DifficultyStep] = {
    step.name: step
    for step in (
        DifficultyStep(
            "answer",
            answer_difficulty,
            "tra-loi",
            _("Trả lời"),
            "message-2",
            _("Gửi trả lời"),
            _("Đã ghi trả lời."),
        ),
        DifficultyStep(
            "assign",
            assign_difficulty,
            "giao",
            _("Giao cơ quan trả lời"),
            "send",
            _("Giao cơ quan này trả lời"),
            _("Đã giao cơ quan trả lời."),
        ),
        DifficultyStep(
            "name",
            name_answerer,
            "nguoi-tra-loi",
            _("Phân công người trả lời"),
            "user",
            _("Phân công người này"),
            _("Đã phân công người trả lời."),
        ),
        DifficultyStep(
            "pass_up",
            pass_up,
            "chuyen-len",
            _("Chuyển lên cấp trên"),
            "arrow-up",
            _("Chuyển lên cấp này"),
            _("Đã chuyển lên cấp trên."),
        ),
        DifficultyStep(
            "solve",
            solve_difficulty,
            "da-giai-quyet",
            _("Đã được giải quyết"),
            "circle-check",
            _("Ghi là đã được giải quyết"),
            _("Đã ghi vướng mắc được giải quyết."),
        ),
        DifficultyStep(
            "close",
            close_difficulty,
            "ket-thuc",
            _("Kết thúc theo dõi"),
            "x",
            _("Kết thúc theo dõi, chưa giải quyết"),
            _("Đã kết thúc theo dõi."),
        ),
        DifficultyStep(
            "reopen",
            reopen_difficulty,
            "mo-lai",
            _("Mở lại"),
            "refresh",
            _("Mở lại vướng mắc"),
            _("Đã mở lại vướng mắc."),
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


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step a person may take now, as a button of a page."""

    word: Promise
    icon: str
    url: str
    css: str


def step_links(row: Difficulty, names: Iterable[str]) -> Iterator[StepLink]:
    """The buttons of a difficulty: the first one leads on."""
    for place, name in enumerate(names):
        step = STEPS[name]
        css = "btn-primary" if place == 0 else "btn-danger" if name == "close" else ""
        yield StepLink(step.word, step.icon, reverse(step.url_name, args=[row.pk]), css)


def history_of(events: Iterable[DifficultyEvent]) -> list[dict[str, Any]]:
    """The steps of a difficulty for the page, newest first."""
    return [_entry(event) for event in events][::-1]


def _entry(event: DifficultyEvent) -> dict[str, Any]:
    files = []
    if event.document_number:
        note = vn_date(event.document_date) if event.document_date else ""
        files = [{"name": event.document_number, "note": note}]
    look, icon = LOOKS[event.to_state]
    return {
        "when": event.recorded_at,
        "who": f"{event.by}, {event.organisation}" if event.organisation else str(event.by),
        "on_behalf_of": event.on_behalf_of,
        "title": ACTION_WORDS[event.action],
        "text": event.text,
        "icon": icon,
        "status": look,
        "changes": list(_given(event)) if event.action in ("assign", "name", "pass_up") else [],
        "files": files,
    }


def _given(event: DifficultyEvent) -> Iterator[dict[str, Any]]:
    if event.level:
        yield {"label": _("Cấp giải quyết"), "after": SolvingLevel(event.level).label}
    if event.responsible:
        yield {"label": _("Cơ quan trả lời"), "after": event.responsible.name}
    if event.person:
        yield {"label": _("Người trả lời"), "after": str(event.person)}
    if event.due_on:
        yield {"label": _("Hạn trả lời"), "after": vn_date(event.due_on)}
