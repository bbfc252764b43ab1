"""Events of the trail as people read them: names for ids, words for codes, before and after."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.audit.queries import sealed_among
from tiendo.domain.deadlines import RULES_JOIN
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.templatetags.vn import number as written
from tiendo.workspace.templatetags.vn import vn_date, vn_datetime
from tiendo.workspace.trail_words import (
    BODY_FIELDS,
    CODE_FIELDS,
    CODES,
    FIELDS,
    HIDDEN_FIELDS,
    MONEY_FIELDS,
    OBJECTS,
    PERIOD_FIELDS,
    PERSON_FIELDS,
    RHYTHMS,
    RULE_FIELDS,
    action_words,
)

SUBJECT_KINDS = {
    "tasks.task": "nhiem-vu",
    "documents.document": "van-ban",
    "reporting.report": "bao-cao",
    "issuing.outgoingpaper": "van-ban-di",
    "tasks.directive": "chi-dao",
    "inspections.inspection": "kiem-tra",
    "meetings.meeting": "giao-ban",
    "reporting.urginground": "don-doc",
    "organisations.organisation": "co-quan",
    "accounts.user": "tai-khoan",
    "budgets.budgetline": "du-toan",
    "budgets.project": "du-an",
    "indicators.indicator": "chi-tieu",
}
# Objects with a name of their own; the others are shown by kind and number.
NAMED = frozenset({*SUBJECT_KINDS, "programmes.programme"})
_SECTION = frozenset({"section"})
_ORDER = {field: place for place, field in enumerate(FIELDS)}


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after; an empty ``before`` means it was not there."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One event as a row of the trail's page.

    ``subject``: the kind under which the object has a trail of its own; empty where it has none.
    """

    when: dt.datetime
    action: str
    who: str
    body: str
    on_behalf_of: str
    object_kind: str
    object_name: str
    object_id: str
    subject: str
    changes: tuple[Change, ...]
    reason: str
    is_sealed: bool
    request_id: str


@dataclass(frozen=True, slots=True)
class _Names:
    people: Mapping[int, str]
    bodies: Mapping[int, str]
    objects: Mapping[tuple[str, str], str]
    sections: Mapping[int, str]


def read_entries(events: Iterable[AuditEvent]) -> tuple[TrailEntry, ...]:
    """The events as rows, in their order.

    Cost: one query for seals, one for people, one for bodies and one for each kind of named
    object among the events.
    """
    rows = list(events)
    sealed = sealed_among(rows)
    names = _read_names(rows)
    return tuple(_entry(event, names, event.pk in sealed) for event in rows)


def _entry(event: AuditEvent, names: _Names, is_sealed: bool) -> TrailEntry:
    who = names.people.get(event.actor_id, "") if event.actor_id else _("Hệ thống")
    return TrailEntry(
        when=event.occurred_at,
        action=action_words(event.action),
        who=who or _("Tài khoản số %(id)s") % {"id": event.actor_id},
        body=names.bodies.get(event.organisation_id or 0, ""),
        on_behalf_of=names.people.get(event.on_behalf_of_id or 0, ""),
        object_kind=str(OBJECTS.get(event.object_type, event.object_type)),
        object_name=names.objects.get(
            (event.object_type, event.object_id), _("số %(id)s") % {"id": event.object_id}
        ),
        object_id=event.object_id,
        subject=SUBJECT_KINDS.get(event.object_type, ""),
        changes=tuple(_changes(event, names)),
        reason=event.reason,
        is_sealed=is_sealed,
        request_id=event.request_id,
    )


# How the trail stores a period of a recurring task: "2025", "2025-H1", "2025-Q4", "2025-09".
_PERIOD = re.compile(r"\d{4}(-(H[12]|Q[1-4]|W\d\d|\d\d(-\d\d)?|\d{4}))?$")
# How the trail stores an instant.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00$")


def _changes(event: AuditEvent, names: _Names) -> Iterator[Change]:
    """The fields that differ, in the order of their words (stored JSON keeps none)."""
    before: dict[str, Any] = event.before or {}
    after: dict[str, Any] = event.after or {}
    for field in sorted({*after, *before}, key=_place):
        old, new = before.get(field), after.get(field)
        if field in HIDDEN_FIELDS or old == new or (old in (None, "") and new in (None, "")):
            continue
        yield Change(
            label=str(FIELDS.get(field, field)),
            before=_value(field, old, names) if field in before else "",
            after=_value(field, new, names) if field in after else "",
        )


def _place(field: str) -> tuple[int, str]:
    return _ORDER.get(field, len(_ORDER)), field


def _value(field: str, value: Any, names: _Names) -> str:
    """A stored value in words; nothing is "–", which is not an empty cell."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if value == [] and field == "permissions":
        return _("toàn bộ chức vụ")
    if isinstance(value, list):
        return ", ".join(_value(field, item, names) for item in value) or "–"
    if isinstance(value, int):
        return _name_of(field, value, names)
    if field in PERIOD_FIELDS and _PERIOD.match(str(value)):
        return period_name(value)
    if field in RULE_FIELDS:
        return _rhythm(str(value))
    if field in CODE_FIELDS and (words := _code_words(field, str(value))):
        return words
    return _day_words(value) if isinstance(value, str) else str(value)


def _code_words(field: str, code: str) -> str:
    """The word of a code, the field's own where it has one."""
    return str(CODES.get(f"{field}_{code}", CODES.get(code, "")))


def _rhythm(rule: str) -> str:
    """A stored rule of what recurs in words: "R:halfyearly;R:yearly" is "6 tháng, hằng năm"."""
    heads = [each.split(":")[1] if ":" in each else each for each in rule.split(RULES_JOIN)]
    return ", ".join(str(RHYTHMS.get(head, head)) for head in heads)


def _name_of(field: str, number: int, names: _Names) -> str:
    if field == "section":
        return names.sections.get(number, str(number))
    if field in BODY_FIELDS:
        return names.bodies.get(number, str(number))
    if field in PERSON_FIELDS:
        return names.people.get(number, str(number))
    return written(number) if field in MONEY_FIELDS else str(number)


def _day_words(text: str) -> str:
    """A stored day or instant as people write it; any other text as it is."""
    try:
        if len(text) == len("2025-11-30"):
            return vn_date(dt.date.fromisoformat(text))
        return vn_datetime(dt.datetime.fromisoformat(text)) if _INSTANT.match(text) else text
    except ValueError:
        return text


def _read_names(events: list[AuditEvent]) -> _Names:
    people = {event.actor_id for event in events} | {event.on_behalf_of_id for event in events}
    bodies = {event.organisation_id for event in events}
    objects: dict[str, set[str]] = defaultdict(set)
    sections: set[int | None] = set()
    for event in events:
        sections |= _ids_in(event, _SECTION)
        people |= _ids_in(event, PERSON_FIELDS)
        bodies |= _ids_in(event, BODY_FIELDS)
        if event.object_type in NAMED:
            objects[event.object_type].add(event.object_id)
    return _Names(
        people={row.pk: str(row) for row in User.objects.filter(pk__in=filter(None, people))},
        bodies={
            row.pk: row.short_name or row.name
            for row in Organisation.objects.filter(pk__in=filter(None, bodies))
        },
        objects=dict(_object_names(objects)),
        sections=_section_names(sections),
    )


def _ids_in(event: AuditEvent, fields: frozenset[str]) -> set[int | None]:
    """The ids in some fields of an event, alone or in a list."""
    found: set[int | None] = set()
    for state in (event.before, event.after):
        for value in ((state or {}).get(field) for field in fields):
            rows = value if isinstance(value, list) else [value]
            found |= {row for row in rows if isinstance(row, int)}
    return found


def _section_names(numbers: Iterable[int | None]) -> dict[int, str]:
    """The parts of plans by id. Cost: one query where there are any."""
    asked = [number for number in numbers if number is not None]
    rows = PlanSection.objects.filter(pk__in=asked) if asked else ()
    return {row.pk: str(row)[:80] for row in rows}


def _object_names(objects: Mapping[str, set[str]]) -> Iterator[tuple[tuple[str, str], str]]:
    for object_type in sorted(objects):
        model: type[Model] = apps.get_model(object_type)
        rows = model._default_manager.filter(pk__in=objects[object_type])
        for row in rows:
            yield (object_type, str(row.pk)), str(row)
