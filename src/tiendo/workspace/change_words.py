"""The words of change requests on screen: steps, the look of a state, terms side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.organisations.models import Organisation
from tiendo.programmes.permissions import may_run
from tiendo.tasks.actions.change_deciding import (
    apply_change,
    appraise_change,
    decide_change,
    return_change,
)
from tiendo.tasks.actions.changes import send_change, withdraw_change
from tiendo.tasks.change_errors import TERMS
from tiendo.tasks.change_terms import Terms, load_terms
from tiendo.tasks.models import ChangeRequest, ChangeState, ChangeStep, Lifecycle
from tiendo.workspace.templatetags.vn import vn_date


@dataclass(frozen=True, slots=True)
class ChangeAction:
    """A step: the action it calls, the way to it, its button, the words when it is done."""

    name: str
    run: Callable[..., ChangeRequest]
    path: str
    word: Promise
    icon: str
    button: Promise
    done: Promise

    @property
    def url_name(self) -> str:
        """The name of its page."""
        return f"change-{self.name}"


STEPS: Mapping[str, ChangeAction] = {
    step.name: step
    for step in (
        ChangeAction(
            "send",
            send_change,
            "gui",
            _("Gửi thẩm tra"),
            "send",
            _("Gửi cơ quan điều phối thẩm tra"),
            _("Đã gửi cơ quan điều phối thẩm tra."),
        ),
        ChangeAction(
            "appraise",
            appraise_change,
            "tham-tra",
            _("Thẩm tra"),
            "clipboard-check",
            _("Trình lãnh đạo quyết định"),
            _("Đã ghi ý kiến thẩm tra."),
        ),
        ChangeAction(
            "decide",
            decide_change,
            "quyet-dinh",
            _("Quyết định"),
            "gavel",
            _("Ghi quyết định"),
            _("Đã ghi quyết định."),
        ),
        ChangeAction(
            "apply",
            apply_change,
            "ap-dung",
            _("Áp dụng vào nhiệm vụ"),
            "check",
            _("Áp dụng vào nhiệm vụ"),
            _("Đã áp dụng vào nhiệm vụ."),
        ),
        ChangeAction(
            "return",
            return_change,
            "tra-lai",
            _("Trả lại để bổ sung"),
            "arrow-back-up",
            _("Trả lại cơ quan đề nghị"),
            _("Đã trả lại cơ quan đề nghị."),
        ),
        ChangeAction(
            "withdraw",
            withdraw_change,
            "rut",
            _("Rút đề nghị"),
            "x",
            _("Rút đề nghị này"),
            _("Đã rút đề nghị."),
        ),
    )
}
ACTION_WORDS: Mapping[str, Promise] = {
    "draft": _("Soạn đề nghị"),
    "edit": _("Sửa đề nghị"),
    **{name: step.word for name, step in STEPS.items()},
}
# The look of a state, in the colours of statuses.
LOOKS: Mapping[str, tuple[str, str]] = {
    "drafted": ("draft", "pencil"),
    "sent": ("awaiting", "hourglass"),
    "returned": ("due_soon", "arrow-back-up"),
    "appraised": ("awaiting", "gavel"),
    "accepted": ("in_progress", "check"),
    "amended": ("in_progress", "check"),
    "refused": ("cancelled", "x"),
    "applied": ("done_on_time", "circle-check"),
    "withdrawn": ("cancelled", "arrow-back-up"),
}


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step a person may take now, as a button of a page."""

    word: Promise
    icon: str
    url: str
    css: str


def step_links(row: ChangeRequest, names: Iterable[str]) -> Iterator[StepLink]:
    """The buttons of a request: the first one leads on."""
    for place, name in enumerate(names):
        css = "btn-primary" if place == 0 else "btn-danger" if name == "withdraw" else ""
        if name == "edit":
            yield StepLink(_("Sửa đề nghị"), "edit", reverse("change-edit", args=[row.pk]), css)
            continue
        step = STEPS[name]
        yield StepLink(step.word, step.icon, reverse(step.url_name, args=[row.pk]), css)


def give_link(actor: Actor, row: ChangeRequest) -> Iterator[StepLink]:
    """The way to give a granted new task to its body, while it is a draft."""
    task = row.task
    if row.state != ChangeState.APPLIED or task is None or task.lifecycle != Lifecycle.DRAFT:
        return
    if may_run(actor, row.programme, "task.go_live"):
        url = reverse("task-go-live", args=[task.pk])
        yield StepLink(_("Giao nhiệm vụ"), "send", url, "btn-primary")


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term side by side: as it is, as asked for, as granted ("" where nothing was said)."""

    name: str
    held: str
    proposed: str
    granted: str


def compared(changes: Iterable[ChangeRequest]) -> dict[int, list[TermRow]]:
    """The terms of requests side by side, by request. Cost: one query."""
    rows = list(changes)
    sides = {
        row.pk: (load_terms(row.held), load_terms(row.proposed), load_terms(row.granted))
        for row in rows
    }
    ids = {body for terms in sides.values() for side in terms for body in _bodies(side)}
    names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
    return {pk: list(_rows(*three, names)) for pk, three in sides.items()}


def _bodies(terms: Terms) -> Iterator[int]:
    if terms.lead is not None:
        yield terms.lead
    yield from terms.coordinating or ()


def _rows(
    held: Terms, proposed: Terms, granted: Terms, names: Mapping[int, str]
) -> Iterator[TermRow]:
    for name in TERMS:
        if name == "section" or getattr(proposed, name) is getattr(granted, name) is None:
            continue
        words = (_value(terms, name, names) for terms in (held, proposed, granted))
        label = str(TERMS[name])
        yield TermRow(label[:1].upper() + label[1:], *words)


def _value(terms: Terms, name: str, names: Mapping[int, str]) -> str:
    if name == "last_day":
        return vn_date(terms.last_day) if terms.last_day else ""
    if name == "lead":
        return names.get(terms.lead or 0, "")
    if name == "coordinating":
        if terms.coordinating is None:
            return ""
        return "; ".join(names.get(pk, str(pk)) for pk in terms.coordinating) or _now("Không có")
    return str(getattr(terms, name) or "")


def summary_of(rows: Iterable[TermRow]) -> str:
    """What a request asks for, on one line."""
    return "; ".join(
        f"{row.name}: {row.held} → {row.proposed}" if row.held else f"{row.name}: {row.proposed}"
        for row in rows
        if row.proposed
    )


def history_of(steps: Iterable[ChangeStep]) -> list[dict[str, Any]]:
    """The steps of a request for the page, newest first."""
    return [_entry(step) for step in steps][::-1]


def _entry(step: ChangeStep) -> dict[str, Any]:
    look, icon = LOOKS[step.to_state]
    return {
        "when": step.recorded_at,
        "who": f"{step.by}, {step.organisation}" if step.organisation else str(step.by),
        "on_behalf_of": step.on_behalf_of,
        "title": f"{ACTION_WORDS[step.action]}: {step.get_to_state_display()}",
        "text": step.text,
        "icon": icon,
        "status": look,
        "files": [{"name": step.document}] if step.document else [],
    }
