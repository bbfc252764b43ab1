"""Whether the gap of a sentence names something there is, and what: a figure, or words.

The modules of ``reporting.values`` fill gaps while a report is written; here a name is looked at
as a whole before there is a report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from tiendo.domain.live_sentences import Gap
from tiendo.reporting.comparing import LAST_YEAR, PREVIOUS
from tiendo.reporting.money_words import UNITS
from tiendo.reporting.outlines.catalogue import Catalogue
from tiendo.reporting.values import budget, compared, documents, gathered, indicators, tasks, words
from vanban.dates import parse_date

_MONEY_CODES = frozenset(code for _size, code in UNITS.values())
_KEY = re.compile(r"[a-z][a-z0-9]*(?:[._][a-z0-9]+)*")


class Gives(StrEnum):
    """What stands in place of a gap."""

    FIGURE = "figure"
    WORDS = "words"


def given_by(gap: Gap, catalogue: Catalogue) -> Gives | None:
    """What a gap gives; None for a name, or a way of printing it, that there is not."""
    first = re.split(r"[.:]", gap.name, maxsplit=1)[0]
    look = _LOOKS.get(first)
    return look(gap, catalogue) if look else None


def is_figure_key(key: str, catalogue: Catalogue) -> bool:
    """Whether reports have figures of this key, as far as can be known before they are written."""
    first, _dot, rest = key.partition(".")
    if first == "tasks" and (rest in tasks.COUNTS or rest == tasks.RATE):
        return True
    if first == "budget" and _is_money_key(rest.split(".")):
        return True
    if first == "indicator" and _is_measure_key(rest, catalogue):
        return True
    return _KEY.fullmatch(key) is not None and catalogue.is_told(key)


def known_names(catalogue: Catalogue) -> Iterator[str]:
    """The names that a misspelt one may have meant."""
    yield from words.WORDS
    yield from _task_names()
    yield from (f"budget.{name}" for name in (*budget.AMOUNTS, budget.RATE, "year"))
    yield from (f"budget.{n}:{group}" for n in budget.AMOUNTS for group in budget.GROUPS)
    yield from (f"indicator:{code}" for code in catalogue.indicators)
    yield from ("document", "document.dated", documents.COUNT, f"gathered.{gathered.BODIES}")
    for lead in (PREVIOUS, LAST_YEAR, compared.CHANGE, "gathered"):
        yield from (f"{lead}.{name}" for name in _task_names())


def known_keys(catalogue: Catalogue) -> Iterator[str]:
    """The keys of figures that a misspelt one may have meant."""
    yield from _task_names()
    yield from (f"budget.{name}" for name in (*budget.AMOUNTS, budget.RATE))
    yield from (f"indicator.{indicators.as_key(code)}" for code in catalogue.indicators)


def _task_names() -> Iterator[str]:
    yield from (f"tasks.{name}" for name in (*tasks.COUNTS, tasks.RATE))


def _words(gap: Gap, _catalogue: Catalogue) -> Gives | None:
    return Gives.WORDS if gap.name in words.WORDS and not gap.form else None


def _task(gap: Gap, _catalogue: Catalogue) -> Gives | None:
    return Gives.FIGURE if not gap.form and gap.name in _task_names() else None


def _money(gap: Gap, _catalogue: Catalogue) -> Gives | None:
    name, *parts = gap.name.partition(".")[2].split(":")
    if name == "year":
        return Gives.WORDS if not parts and not gap.form else None
    if any(part not in budget.GROUPS for part in parts):
        return None
    is_rate, is_amount = name == budget.RATE and not gap.form, name in budget.AMOUNTS
    return Gives.FIGURE if is_rate or (is_amount and gap.form in {"", *UNITS}) else None


def _measure(gap: Gap, catalogue: Catalogue) -> Gives | None:
    asked = indicators.NAME.fullmatch(gap.name)
    if asked is None or gap.form or asked["code"] not in catalogue.indicators:
        return None
    items = [each for each in asked["items"].split(":") if each]
    if items and not set(items) <= catalogue.items.get(asked["code"], {}).keys():
        return None
    return Gives.WORDS if asked["names"] else Gives.FIGURE


def _document(gap: Gap, _catalogue: Catalogue) -> Gives | None:
    if gap.name == documents.COUNT:
        return None if gap.form else Gives.FIGURE
    asked = documents.ASKED.fullmatch(gap.form)
    if gap.name not in {"document", "document.dated"} or asked is None:
        return None
    return Gives.WORDS if not asked["day"] or parse_date(asked["day"]) else None


def _gathered(gap: Gap, catalogue: Catalogue) -> Gives | None:
    name = gap.name.partition(".")[2]
    is_known = name == gathered.BODIES or is_figure_key(name, catalogue)
    return Gives.FIGURE if is_known and not gap.form else None


def _compared(gap: Gap, catalogue: Catalogue) -> Gives | None:
    first, _dot, rest = gap.name.partition(".")
    form = gap.form
    if first == compared.CHANGE:
        rest = rest.removeprefix(f"{PREVIOUS}.").removeprefix(f"{LAST_YEAR}.")
        form = "" if form == compared.IN_WORDS else form
    if not rest or rest.partition(".")[0] == compared.CHANGE:
        return None
    inner = given_by(Gap(rest, form), catalogue)
    return Gives.FIGURE if inner is Gives.FIGURE else None


def _is_money_key(parts: list[str]) -> bool:
    name, *groups = parts
    return name in {*budget.AMOUNTS, budget.RATE} and all(
        group in budget.GROUPS or group in _MONEY_CODES for group in groups
    )


def _is_measure_key(rest: str, catalogue: Catalogue) -> bool:
    for code in catalogue.indicators:
        own = indicators.as_key(code)
        if rest == own:
            return True
        if rest.startswith(f"{own}."):
            items = {indicators.as_key(item) for item in catalogue.items.get(code, {})}
            return set(rest.removeprefix(f"{own}.").split(".")) <= items
    return False


_LOOKS: Mapping[str, Callable[[Gap, Catalogue], Gives | None]] = {
    "tasks": _task,
    "budget": _money,
    "indicator": _measure,
    "gathered": _gathered,
    **dict.fromkeys(("document", "documents"), _document),
    **dict.fromkeys(compared.NAMES, _compared),
    **dict.fromkeys(words.NAMES, _words),
}
