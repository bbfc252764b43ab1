"""The steps of a record that moves from state to state: their pages, buttons and history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise

Look = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepButton:
    """A step as a button: its noun and name make the name of its page."""

    noun: str
    name: str
    word: Promise
    icon: str
    is_danger: bool = False

    @property
    def url_name(self) -> str:
        """The name of its page."""
        return f"{self.noun}-{self.name.replace('_', '-')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NounStep(StepButton):
    """A step with a page of its own: the action it calls, the way to it, what is said after."""

    run: Callable[..., Model]
    path: str
    button: Promise
    done: Promise


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step a person may take now, as a button of a page."""

    word: Promise
    icon: str
    url: str
    css: str


def step_links(buttons: Iterable[StepButton], pk: int) -> Iterator[StepLink]:
    """The buttons of a record: the first one leads on."""
    for place, button in enumerate(buttons):
        css = "btn-primary" if place == 0 else "btn-danger" if button.is_danger else ""
        yield StepLink(button.word, button.icon, reverse(button.url_name, args=[pk]), css)


class Recorded(Protocol):
    """A step that was taken, as the history of a record keeps it."""

    by: Any
    organisation: Any
    on_behalf_of: Any
    recorded_at: dt.datetime
    text: str


def history_entry(
    step: Recorded, look: Look, title: object, files: list[dict[str, str]], **more: object
) -> dict[str, object]:
    """A step taken, for the component that shows a history."""
    status, icon = look
    return {
        "when": step.recorded_at,
        "who": f"{step.by}, {step.organisation}" if step.organisation else str(step.by),
        "on_behalf_of": step.on_behalf_of,
        "title": title,
        "text": step.text,
        "icon": icon,
        "status": status,
        "files": files,
        **more,
    }
