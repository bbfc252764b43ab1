"""What a row changes in a task there is: each field old and new, as people read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tiendo.domain.collation import fold
from tiendo.domain.deadlines import is_recurring
from tiendo.imports.checking.bodies import Body
from tiendo.imports.checking.drafts import Context, RowDraft
from tiendo.imports.checking.existing import Existing
from tiendo.imports.checking.values import deadline_in, text_in
from tiendo.imports.fields import LABELS, Field
from tiendo.imports.models import ImportKind
from tiendo.organisations.models import BodyGroup
from tiendo.programmes.permissions import may_run
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task
from tiendo.tasks.parties import Parties, is_same_house
from tiendo.tasks.recurrence import current_occurrence

_TEXTS = {
    Field.TITLE: "title",
    Field.PRODUCT: "product",
    Field.DECIDING: "deciding_text",
}
_CLEARED = frozenset({Field.PRODUCT, Field.SECTION, Field.COORDINATING, Field.DECIDING})


def find_changes(draft: RowDraft, context: Context, existing: Existing, *, is_whole: bool) -> None:
    """Note what the cells of a row change in its task.

    ``is_whole``: the row is one of our exports, where an empty cell means that the value goes;
    elsewhere an empty cell says nothing.
    """
    task = draft.task
    if task is None:
        raise ValueError("changes need a task")
    finder = _Changes(draft, context, existing, task, existing.of(task), is_whole)
    for at in context.places:
        find = _FINDERS.get(at)
        if find is None or (context.kind == ImportKind.ASSIGNMENTS and at in _TASKS_ONLY):
            continue
        if finder.is_empty(at):
            finder.clear(at)
        else:
            find(finder, at)
    finder.check_permission()


@dataclass(slots=True)
class _Changes:
    draft: RowDraft
    context: Context
    existing: Existing
    task: Task
    parties: Parties
    is_whole: bool

    def is_empty(self, at: Field) -> bool:
        return at not in self.draft.unsaved and not text_in(self.draft.cells.get(at), 100_000)

    def clear(self, at: Field) -> None:
        """An empty cell of our own export takes the value away where that can be."""
        old = self._old(at)
        if not self.is_whole or not old:
            return
        if at not in _CLEARED:
            self.draft.say("cannot_clear", at, field=str(LABELS[at]))
        elif at == Field.COORDINATING:
            self._note(at, old, "", {"add": [], "end": self._held(Part.COORDINATE)})
        else:
            self._note(at, old, "", None if at == Field.SECTION else "")

    def text(self, at: Field) -> None:
        new = self.draft.text(at)
        old = " ".join(str(getattr(self.task, _TEXTS[at])).split())
        if new and new != old:
            self._note(at, old, new, new)

    def section(self, at: Field) -> None:
        text = self.draft.text(at)
        found = self.context.sections.get(fold(text))
        if found is None:
            offer = next((row.path for row in self.context.sections.values()), "I")
            self.draft.say("section_unknown", at, offer=offer)
        elif found.pk != self.task.section_id:
            self._note(at, self._old(at), found.path, found.pk)

    def lead(self, at: Field) -> None:
        names = self.context.names
        body = self.draft.read(at, lambda value: names.one(text_in(value)), None)
        held = self.parties.first(Part.LEAD)
        if body is None or (held and _is(held, body)) or self._old(at) == self._cell(at):
            return
        if self._is_given and self._is_of_confirmer(body):
            self.draft.say("confirmer_is_lead", at)
            return
        self._note(at, self._old(at), str(body), _kept(body))

    def _is_of_confirmer(self, body: Body) -> bool:
        held = self.parties.first(Part.CONFIRM)
        if held is None or held.organisation is None or isinstance(body, BodyGroup):
            return False
        return is_same_house(body, held.organisation)

    def confirmer(self, at: Field) -> None:
        names = self.context.names
        body = self.draft.read(at, lambda value: names.single(text_in(value)), None)
        held, lead = self.parties.first(Part.CONFIRM), self.parties.first(Part.LEAD)
        if body is None or (held and _is(held, body)):
            return
        if lead and lead.organisation and is_same_house(body, lead.organisation):
            self.draft.say("confirmer_is_lead", at)
            return
        self._note(at, self._old(at), str(body), _kept(body))

    def coordinating(self, at: Field) -> None:
        if self._cell(at) == self._old(at):
            return
        names = self.context.names
        bodies = self.draft.read(at, lambda value: names.several(text_in(value)), None)
        if bodies is None:
            return
        held = self._rows(Part.COORDINATE)
        added = [body for body in bodies if not any(_is(row, body) for row in held)]
        ended = [row.pk for row in held if not any(_is(row, body) for body in bodies)]
        if added or ended:
            new = "; ".join(str(body) for body in bodies)
            value = {"add": [_kept(body) for body in added], "end": ended}
            self._note(at, self._old(at), new, value)

    def officer(self, at: Field) -> None:
        text = self.draft.text(at, 150)
        if not text or text == self._old(at):
            return
        held = self._officer_row()
        if held is None or held.organisation is None:
            self.draft.say("may_not_edit", at, field=str(LABELS[at]))
            return
        people = self.existing.people.get(held.organisation.pk, {})
        found = people.get(fold(text)) or people.get(text.casefold()) or []
        if len(found) != 1:
            code = "officer_twice" if found else "officer_unknown"
            self.draft.say(code, at, body=held.organisation.name)
        elif found[0].pk != held.officer_id:
            self._note(at, self._old(at), str(found[0]), found[0].pk)

    def deadline(self, at: Field) -> None:
        read = self.draft.read(at, deadline_in, None)
        if read is None or read.last_day == self._last_day():
            return
        if read.last_day is None:
            self.draft.say("rule_in_force" if self._is_given else "deadline_bad", at)
            return
        choices = self.context.row.choices
        if self._is_given and not (choices.get("document") and choices.get("reason")):
            self.draft.say("decision_needed", at)
            return
        first = self.task.live_on or self.context.programme.starts_on
        if read.last_day < first:
            self.draft.say("deadline_before_start", at, first=f"{first:%d/%m/%Y}")
            return
        key = next((key for key in reversed(read.keys) if not key.startswith("R:")), "")
        value = {"key": key, "raw": read.raw, "last_day": read.last_day.isoformat()}
        self._note(at, self._old(at), f"{read.last_day:%d/%m/%Y}", value)

    def recurrence(self, at: Field) -> None:
        read = self.draft.read(at, deadline_in, None)
        if read is None or set(read.keys) <= set(self.task.recurrence.split(";")):
            return
        if self._is_given:
            self.draft.say("rule_in_force", at)
            return
        value = {"key": ";".join(read.keys), "raw": read.raw}
        self._note(at, self.task.recurrence, read.raw, value)

    def check_permission(self) -> None:
        """Refuse what the person may not change in this task."""
        actor, changed = self.context.actor, [Field(each["field"]) for each in self.draft.changes]
        edit = "task.assign" if self._is_given else "draft.review"
        may_edit = may_run(actor, self.context.programme, edit)
        may_assign = may_run(actor, self.context.programme, "task.assign")
        for at in changed:
            is_assigning = at in (Field.LEAD, Field.COORDINATING, Field.CONFIRMER)
            may = may_assign if is_assigning else may_edit
            if at == Field.OFFICER:
                may = self._officer_row() is not None
            if not may:
                self.draft.say("may_not_edit", at, field=str(LABELS[at]))

    @property
    def _is_given(self) -> bool:
        return self.task.lifecycle != Lifecycle.DRAFT

    def _note(self, at: Field, old: str, new: str, value: Any) -> None:
        self.draft.changes.append({"field": str(at), "old": old, "new": new})
        self.draft.values[str(at)] = value

    def _cell(self, at: Field) -> str:
        return text_in(self.draft.cells.get(at), 100_000)

    def _rows(self, part: Part) -> list[Assignment]:
        return [row for row in self.parties.assignments if row.part == part]

    def _held(self, part: Part) -> list[int]:
        return [row.pk for row in self._rows(part)]

    def _last_day(self) -> Any:
        if not is_recurring(self.task.recurrence):
            return self.task.last_day
        occurrence = current_occurrence(self.task, self.context.today)
        return occurrence.last_day if occurrence else None

    def _officer_row(self) -> Assignment | None:
        """The assignment whose officer the person names."""
        for part in (Part.LEAD, Part.COORDINATE):
            for row in self._rows(part):
                body = row.organisation_id
                if body and self.context.actor.may("task.name_officer", at=body):
                    return row
        return None

    def _old(self, at: Field) -> str:
        if at in _TEXTS:
            return " ".join(str(getattr(self.task, _TEXTS[at])).split())
        if at == Field.SECTION:
            return self.task.section.path if self.task.section else ""
        if at == Field.DEADLINE:
            day = self._last_day()
            return f"{day:%d/%m/%Y}" if day else ""
        if at == Field.OFFICER:
            row = self.parties.first(Part.LEAD)
            return str(row.officer) if row and row.officer else ""
        part = _PARTS.get(at)
        return "" if part is None else "; ".join(sorted_names(self._rows(part)))


_PARTS = {
    Field.LEAD: Part.LEAD,
    Field.COORDINATING: Part.COORDINATE,
    Field.CONFIRMER: Part.CONFIRM,
}
_TASKS_ONLY = frozenset({*_TEXTS, Field.SECTION, Field.DEADLINE, Field.RECURRENCE})
_FINDERS: dict[Field, Callable[[_Changes, Field], None]] = {
    Field.TITLE: _Changes.text,
    Field.PRODUCT: _Changes.text,
    Field.DECIDING: _Changes.text,
    Field.SECTION: _Changes.section,
    Field.LEAD: _Changes.lead,
    Field.CONFIRMER: _Changes.confirmer,
    Field.COORDINATING: _Changes.coordinating,
    Field.OFFICER: _Changes.officer,
    Field.DEADLINE: _Changes.deadline,
    Field.RECURRENCE: _Changes.recurrence,
}


def sorted_names(rows: list[Assignment]) -> list[str]:
    """The names of assigned bodies in the order of the exported list."""

    def place(row: Assignment) -> tuple[bool, bytes, int]:
        key = bytes(row.organisation.sort_key) if row.organisation else b""
        return row.organisation is None, key, row.pk

    return [str(row.organisation or row.group or row.raw_text) for row in sorted(rows, key=place)]


def _is(row: Assignment, body: Body) -> bool:
    if isinstance(body, BodyGroup):
        return row.group_id == body.pk
    return row.organisation_id == body.pk


def _kept(body: Body) -> list[Any]:
    return ["group" if isinstance(body, BodyGroup) else "body", body.pk]
