"""The filter of tasks as plain values: how it stands in an address, is kept, and reads in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from django.db.models import Model
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.documents.models import Document
from tiendo.domain.status import Status
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection, Programme
from tiendo.reporting.formulas import STATUS_WORDS
from tiendo.tasks.models import Part
from tiendo.tasks.queries import TaskFilter, visible_tasks

PROGRAMME, SECTION, LEAD, STATUS = "chuong_trinh", "phan", "chu_tri", "trang_thai"
FROM, TO, OFFICER, TEXT, DOCUMENT = "tu", "den", "nguoi", "q", "van_ban"
# A body with a part in the tasks, and which part; without the second, any.
BODY, PART = "co_quan", "vai"
# How a view is looked at, beside what it holds: compared with when, in steps of what.
SINCE, STEP = "so_voi", "buoc"
# With these a value opens no list: the task of an id, the whole picture of the filter.
TASK, WHOLE = "nhiem_vu", "toan_canh"
NUMBERS = (PROGRAMME, SECTION, LEAD, OFFICER, DOCUMENT, BODY)
NAMES = (*NUMBERS, PART, STATUS, FROM, TO, TEXT)
# One word of the address for several statuses: their codes joined by dots.
JOINED = "."

_MODELS: Mapping[str, type[Model]] = {
    PROGRAMME: Programme,
    SECTION: PlanSection,
    LEAD: Organisation,
    OFFICER: User,
    DOCUMENT: Document,
    BODY: Organisation,
}

# Seen by those who see a task of it: a body's own programme, and the officers of other bodies.
_BY_TASKS = {
    PROGRAMME: "programme",
    SECTION: "programme__sections",
    OFFICER: "assignments__officer",
}


def task_filter(values: Mapping[str, str]) -> TaskFilter:
    """The filter that values mean, as ``workspace.task_filters`` wrote them.

    Errors: ValueError for values that it would never have written.
    """
    numbers = {name: int(values[name]) if values.get(name) else None for name in NUMBERS}
    return TaskFilter(
        programme=numbers[PROGRAMME],
        section=numbers[SECTION],
        lead=numbers[LEAD],
        officer=numbers[OFFICER],
        document=numbers[DOCUMENT],
        body=numbers[BODY],
        part=part_in(values.get(PART, "")),
        statuses=statuses_in(values.get(STATUS, "")),
        text=values.get(TEXT, ""),
        deadline_from=_day(values.get(FROM, "")),
        deadline_to=_day(values.get(TO, "")),
    )


def statuses_in(given: str) -> frozenset[Status]:
    """The statuses of a value; what is none is left out."""
    known = {str(status) for status in Status}
    return frozenset(Status(code) for code in given.split(JOINED) if code in known)


def part_in(given: str) -> Part | None:
    """The part of a value; what is none restricts nothing."""
    return Part(given) if given in Part.values else None


def in_words(values: Mapping[str, str], actor: Actor) -> tuple[tuple[str, str], ...]:
    """A filter as pairs of label and words, in the order of the filter bar.

    Missing: what is there no more, or is not for this person to see, is said to be neither.
    Cost: one query or two for each of programme, section, lead, officer and document.
    """
    return in_words_of([values], actor)[0]


def in_words_of(
    many: Sequence[Mapping[str, str]], actor: Actor
) -> list[tuple[tuple[str, str], ...]]:
    """Several filters in words. Cost: that of one."""
    names = _names(many, actor)
    return [tuple(_pairs(values, names)) for values in many]


def _pairs(values: Mapping[str, str], names: _Names) -> Iterator[tuple[str, str]]:
    labels = _labels()
    for name in _MODELS:
        if value := values.get(name):
            yield labels[name], names.get((name, int(value)), _("không còn, hoặc không được xem"))
    if part := part_in(values.get(PART, "")):
        yield labels[PART], str(part.label)
    if given := values.get(STATUS):
        chosen = statuses_in(given)
        words = (word for status, word in STATUS_WORDS.items() if status in chosen)
        yield labels[STATUS], "; ".join(words)
    for name in (FROM, TO):
        if day := _day(values.get(name, "")):
            yield labels[name], f"{day:%d/%m/%Y}"
    if text := values.get(TEXT):
        yield labels[TEXT], text


def _labels() -> dict[str, str]:
    return {
        PROGRAMME: _("Chương trình"),
        SECTION: _("Phần của kế hoạch"),
        LEAD: _("Chủ trì"),
        OFFICER: _("Người xử lý"),
        DOCUMENT: _("Văn bản"),
        BODY: _("Cơ quan tham gia"),
        PART: _("Vai trò trong nhiệm vụ"),
        STATUS: _("Trạng thái"),
        FROM: _("Hạn từ ngày"),
        TO: _("Hạn đến ngày"),
        TEXT: _("Có các từ"),
    }


def narrowed(
    values: Mapping[str, str],
    named: Mapping[str, object] = MappingProxyType({}),
    *,
    statuses: Iterable[Status] = (),
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> dict[str, str]:
    """A filter narrowed further: to what is named under its word, to some statuses, to
    deadlines within days (both included). What it narrowed to already stays a limit."""
    found = {**values, **{name: str(value) for name, value in named.items()}}
    if wanted := frozenset(statuses):
        before = statuses_in(values.get(STATUS, ""))
        found[STATUS] = JOINED.join(sorted(wanted & before if before else wanted))
    days = {FROM: (first, max), TO: (last, min)}
    for name, (day, stricter) in days.items():
        if day is not None:
            found[name] = stricter(day, _day(values.get(name, "")) or day).isoformat()
    return found


def gone(values: Mapping[str, str], actor: Actor) -> tuple[str, ...]:
    """The labels of what a filter names and the person does not find any more. Cost: as above."""
    labels, names = _labels(), _names([values], actor)
    asked = (name for name in _MODELS if values.get(name))
    return tuple(labels[name] for name in asked if (name, int(values[name])) not in names)


_Names = Mapping[tuple[str, int], str]


def _names(many: Sequence[Mapping[str, str]], actor: Actor) -> _Names:
    """What the values of filters name, by word and id, as far as it is there for this person."""
    found: dict[tuple[str, int], str] = {}
    for name, model in _MODELS.items():
        ids = {int(values[name]) for values in many if values.get(name)}
        if ids and name in _BY_TASKS:
            seen = visible_tasks(actor).filter(**{f"{_BY_TASKS[name]}__in": ids})
            ids &= set(seen.order_by().values_list(_BY_TASKS[name], flat=True).distinct())
        rows = model._default_manager.in_bulk(ids) if ids else {}
        found |= {(name, int(pk)): str(row) for pk, row in rows.items()}
    return found


def _day(given: str) -> dt.date | None:
    return dt.date.fromisoformat(given) if given else None
