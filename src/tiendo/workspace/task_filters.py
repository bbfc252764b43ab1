"""The filter of tasks as it stands in an address, the same for the list and every link into it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from tiendo.domain.status import OFFICIAL_COLUMNS, OfficialColumn, Status
from tiendo.overview.comparing import CHOICES
from tiendo.overview.filters import (
    DOCUMENT,
    FROM,
    JOINED,
    LEAD,
    NUMBERS,
    OFFICER,
    PART,
    PROGRAMME,
    SECTION,
    SINCE,
    STATUS,
    STEP,
    TASK,
    TEXT,
    TO,
    WHOLE,
    part_in,
    statuses_in,
    task_filter,
)
from tiendo.overview.sheets.burn_up import STEP_CHOICES as STEPS
from tiendo.tasks.queries import TaskFilter
from tiendo.workspace.access import dated_url, day_in, kept_days
from tiendo.workspace.status_look import BY_CODE, LOOKS, UNCOUNTED

# The list of all tasks, without the filter with which a person's list begins.
EVERYTHING: Mapping[str, str] = {"loc": "tat-ca"}
_MAX_ID = 2**31


def column_value(column: OfficialColumn) -> str:
    """The statuses counted in an official column, as they stand in an address."""
    return status_value(*(code for code, into in OFFICIAL_COLUMNS.items() if into is column))


def status_value(*statuses: Status) -> str:
    """Statuses as they stand in an address."""
    return JOINED.join(str(status) for status in statuses)


AWAITING = status_value(Status.AWAITING, Status.AWAITING_OVERDUE)
# Official columns that hold more than one status, and the mark of what awaits confirmation.
GROUPS: Mapping[str, Promise] = {
    column_value(OfficialColumn.IN_PROGRESS): gettext_lazy("Trong hạn, chưa hoàn thành"),
    column_value(OfficialColumn.OVERDUE): gettext_lazy("Quá hạn, kể cả chờ xác nhận"),
    AWAITING: gettext_lazy("Chờ xác nhận, kể cả đã quá hạn"),
}


def status_options() -> list[tuple[str, str]]:
    """What the filter of statuses offers: the groups, then each status."""
    singles = [(look.code, str(look.word)) for look in LOOKS if look.code not in UNCOUNTED]
    return [(value, str(words)) for value, words in GROUPS.items()] + singles


def status_words(value: str) -> str:
    """The chosen statuses in words."""
    if value in GROUPS:
        return str(GROUPS[value])
    return ", ".join(str(BY_CODE[code].word) for code in value.split(JOINED) if code in BY_CODE)


__all__ = [
    "AWAITING",
    "DOCUMENT",
    "EVERYTHING",
    "FROM",
    "GROUPS",
    "LEAD",
    "OFFICER",
    "PROGRAMME",
    "SECTION",
    "STATUS",
    "TEXT",
    "TO",
    "ChosenFilter",
    "column_value",
    "list_url",
    "read_filter",
    "status_options",
    "status_value",
    "status_words",
]


@dataclass(frozen=True, slots=True)
class ChosenFilter:
    """The filter of an address. Words that mean nothing narrow nothing; an impossible day is said.

    ``values`` are the parameters understood, as they stood in the address.
    """

    tasks: TaskFilter
    values: Mapping[str, str]


def read_filter(query: QueryDict) -> ChosenFilter:
    """The filter in an address. Errors: BadRequest for a day that does not exist."""
    numbers = {name: _number(query.get(name, "")) for name in NUMBERS}
    statuses = statuses_in(query.get(STATUS, ""))
    days = {name: _day(query.get(name, "")) for name in (FROM, TO)}
    # PostgreSQL takes no NUL in a text.
    text = query.get(TEXT, "").replace("\x00", "").strip()[:200]
    given = {
        **{name: str(number) for name, number in numbers.items() if number is not None},
        PART: query.get(PART, "") if part_in(query.get(PART, "")) else "",
        STATUS: query.get(STATUS, "") if statuses else "",
        **{name: day.isoformat() for name, day in days.items() if day is not None},
        TEXT: text,
    }
    values = {name: value for name, value in given.items() if value}
    return ChosenFilter(task_filter(values), values)


def list_url(request: HttpRequest, **values: object) -> str:
    """The address of the task list with a filter, in the day in view; empty values are left out.

    Values that name one task lead to its page, those of the whole picture to that.
    """
    given = {name: str(value) for name, value in values.items() if value not in (None, "")}
    if task := given.pop(TASK, ""):
        return dated_url(request, "task", task)
    if given.pop(WHOLE, ""):
        return scope_url(request, given)
    query = urlencode({**kept_days(request), **given})
    return reverse("task-list") + (f"?{query}" if query else "")


def looks_in(query: QueryDict) -> dict[str, str]:
    """How a view is looked at: compared with when, in which steps. What means nothing is left out.

    Errors: BadRequest for a day that does not exist.
    """
    since, step = query.get(SINCE, ""), query.get(STEP, "")
    if since and since not in CHOICES:
        since = day_in(since).isoformat()
    given = {SINCE: since, STEP: step if step in STEPS else ""}
    return {name: value for name, value in given.items() if value}


def scope_url(request: HttpRequest, values: Mapping[str, object]) -> str:
    """The address of the whole picture of a filter, in the day in view."""
    given = {name: str(value) for name, value in values.items()}
    return f"{reverse('scope')}?{urlencode({**kept_days(request), **given})}"


def _number(given: str) -> int | None:
    given = given.strip()
    is_number = given.isascii() and given.isdecimal() and len(given) < 11
    return int(given) if is_number and int(given) < _MAX_ID else None


def _day(given: str) -> dt.date | None:
    return day_in(given) if given.strip() else None
