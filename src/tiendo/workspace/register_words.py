"""What a figure taken from a register is made of, with the list it was counted from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode

from tiendo.accounts.actor import Actor
from tiendo.domain.periods import Period
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import IndicatorValue, IndicatorVersion, Origin
from tiendo.indicators.registers import Held, held_behind
from tiendo.workspace.access import DAY_PARAMETER
from tiendo.workspace.task_filters import LEAD, PROGRAMME
from vanban.quantities import Missing, format_number

# By what a register's code begins with: the page that lists what it counts, what seeing that of a
# body and of all bodies asks for, and the filters of its programme and its body.
_PAGES = {
    "tasks": ("task-list", "task.view", "task.view_all", PROGRAMME, LEAD),
    "money": ("budget-list", "budget.view", "budget.view_all", "chuong_trinh", "co_quan"),
    "difficulties": ("difficulty-list", "task.view", "task.view_all", "chuong_trinh", ""),
    "documents": ("document-list", "document.view", "document.view", "", ""),
}


@dataclass(frozen=True, slots=True)
class RegisterTold:
    """A measured figure in words: its parts with their names, the days they count, the list.

    Missing: no parts and no list for who may not see what was counted.
    """

    words: str | Promise
    parts: tuple[tuple[str | Promise, str], ...]
    window: Period
    url: str


def register_told(
    actor: Actor, version: IndicatorVersion, value: IndicatorValue
) -> RegisterTold | None:
    """What a value was measured of; None for one that was not. Cost: those of the register."""
    if version.origin != Origin.REGISTER or value.observation_id is not None:
        return None
    try:
        held = held_behind(version, value)
    except IndicatorError:
        return None
    sees = _sees(actor, held)
    parts, url = (tuple(_parts(held)), _url(held)) if sees else ((), "")
    return RegisterTold(held.register.words, parts, held.window, url)


def _sees(actor: Actor, held: Held) -> bool:
    _name, one, every, *_filters = _PAGES[_kind(held)]
    return actor.may(every) or (held.body is not None and actor.may(one, at=held.body))


def _kind(held: Held) -> str:
    return held.register.code.partition(".")[0]


def _parts(held: Held) -> Iterator[tuple[str | Promise, str]]:
    register, parts = held.register, held.parts
    if register.is_share:
        yield register.above_words, _number(parts.above, register.parts_unit)
        yield register.below_words, _number(parts.below, register.parts_unit)
    else:
        yield register.words, _number(parts.above, register.unit)


def _number(amount: Decimal | None, unit: str) -> str:
    if amount is None:
        return str(Missing.NO_DATA.words)
    return f"{format_number(amount)} {unit}".strip()


def _url(held: Held) -> str:
    """The list as of the last day."""
    name, _one, _every, programme, body = _PAGES[_kind(held)]
    asked = {DAY_PARAMETER: held.window.end.isoformat()}
    if name == "budget-list":
        asked["nam"] = str(held.window.end.year)
    if programme and held.programme is not None:
        asked[programme] = str(held.programme)
    if body and held.body is not None:
        asked[body] = str(held.body)
    return f"{reverse(name)}?{urlencode(asked)}"
