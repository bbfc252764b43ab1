"""The filter of a list as plain values, one condition at a time: how each stands in an address, is
kept, and reads in words. Lists of tasks have ``overview.filters`` instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import F, Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.queries import visible_tasks

ON = "on"
_MOST_LETTERS = 200
_MOST_DIGITS = 10
_MOST_ID = 2**31


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition. ``read`` brings a value of an address to the form it is kept in, empty where
    it means nothing; ``words`` tells a kept one to a person.

    Missing: ``words`` gives None for what is there no more, or not for this person.
    """

    name: str
    label: str | Promise
    read: Callable[[str], str]
    words: Callable[[str, Actor], str | None]


Conditions = tuple[Condition, ...]


def choice(
    name: str, label: str | Promise, options: Mapping[str, str | Promise], *, default: str = ""
) -> Condition:
    """One of a few values; another means ``default``."""

    def words(value: str, actor: Actor) -> str | None:
        return str(options[value]) if value in options else None

    return Condition(name, label, lambda given: given if given in options else default, words)


def switch(name: str, label: str | Promise) -> Condition:
    """A box that is ticked or not."""

    def read(given: str) -> str:
        return ON if given and given.lower() != "false" else ""

    return Condition(name, label, read, lambda value, actor: _g("Có"))


_WORDS = _("Có các từ")


def sought(name: str = "q", label: str | Promise = _WORDS) -> Condition:
    """Words that are looked for."""

    def read(given: str) -> str:
        text = given.replace("\x00", "").strip()
        return text if len(text) <= _MOST_LETTERS else ""

    return Condition(name, label, read, lambda value, actor: value)


def number(name: str, label: str | Promise, least: int, most: int) -> Condition:
    """A whole number within bounds."""

    def read(given: str) -> str:
        digits = _digits(given)
        return digits if digits and least <= int(digits) <= most else ""

    return Condition(name, label, read, lambda value, actor: value)


def record(name: str, label: str | Promise, rows: Callable[[Actor], QuerySet[Model]]) -> Condition:
    """A record by its id. ``rows``: those whose name the person may read."""

    def words(value: str, actor: Actor) -> str | None:
        found = rows(actor).filter(pk=value).first()
        return None if found is None else str(found)

    return Condition(name, label, read_id, words)


_PROGRAMME = _("Chương trình")


def programme(name: str = "chuong_trinh", label: str | Promise = _PROGRAMME) -> Condition:
    """A programme: those of the province, and a body's own to who sees a task of it."""

    def rows(actor: Actor) -> QuerySet[Programme]:
        worked_on = visible_tasks(actor).values("programme")
        return Programme.objects.filter(~Q(owner_id=F("coordinator_id")) | Q(pk__in=worked_on))

    return record(name, label, rows)


def body(name: str, label: str | Promise) -> Condition:
    """A body; their names are known to everybody."""
    return record(name, label, lambda actor: Organisation.objects.all())


def read_id(given: str) -> str:
    """An id as it is kept; empty where it is none."""
    digits = _digits(given)
    return digits if digits and int(digits) < _MOST_ID else ""


def kept(conditions: Conditions, given: Mapping[str, str]) -> dict[str, str]:
    """The values of an address that mean something, in the form they are kept in."""
    read = {each.name: each.read(given.get(each.name, "")) for each in conditions}
    return {name: value for name, value in read.items() if value}


def told(
    conditions: Conditions, values: Mapping[str, str], actor: Actor
) -> tuple[tuple[str, str], ...]:
    """The filter as pairs of label and words; what is gone is said to be so.

    Cost: a query for each record named.
    """
    gone_words = _g("không còn, hoặc không được xem")
    named = ((label, words or gone_words) for label, words in _named(conditions, values, actor))
    return tuple(named)


def gone(conditions: Conditions, values: Mapping[str, str], actor: Actor) -> tuple[str, ...]:
    """The labels of what a filter names and the person does not find any more. Cost: as above."""
    named = _named(conditions, values, actor)
    return tuple(label for label, words in named if words is None)


def id_in(values: Mapping[str, str], name: str) -> int | None:
    """The id that a kept value is; None where the filter has none."""
    return int(values[name]) if values.get(name) else None


def _named(
    conditions: Iterable[Condition], values: Mapping[str, str], actor: Actor
) -> Iterator[tuple[str, str | None]]:
    for each in conditions:
        if value := values.get(each.name):
            yield str(each.label), each.words(value, actor)


def _digits(given: str) -> str:
    given = given.strip()
    is_number = given.isascii() and given.isdecimal() and len(given) <= _MOST_DIGITS
    return str(int(given)) if is_number else ""
