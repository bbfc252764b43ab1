"""Rows that are tasks: new ones, and those that change what stands in the base."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tiendo.domain.collation import fold, sort_key
from tiendo.domain.deadlines import join_rules
from tiendo.imports.checking.bodies import Body
from tiendo.imports.checking.changes import find_changes
from tiendo.imports.checking.drafts import Context, RowDraft
from tiendo.imports.checking.existing import Existing, find_existing
from tiendo.imports.checking.values import BadCell, deadline_in, text_in
from tiendo.imports.fields import Field
from tiendo.imports.models import ImportKind, RowStatus
from tiendo.intake.deadlines import ReadDeadline
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.permissions import only_inside
from tiendo.tasks.models import Task
from tiendo.tasks.parties import is_same_house
from tiendo.tasks.row_marks import RowMark, digest_of, read_mark

_CODE, _TITLE, _DECIDING = 30, 4000, 200
# The cells a mark is made of, in the order of the exported list.
MARKED = (
    Field.TITLE,
    Field.PRODUCT,
    Field.SECTION,
    Field.LEAD,
    Field.COORDINATING,
    Field.OFFICER,
    Field.DEADLINE,
)
_BODIES = (Field.LEAD, Field.COORDINATING, Field.CONFIRMER, Field.DECIDING)


def check_tasks(drafts: Sequence[RowDraft], context: Context) -> None:
    """Check rows of tasks or of their assignments. Cost: about fifteen queries."""
    texts = (draft.cells.get(at) for draft in drafts for at in _BODIES)
    context.names.learn({text for text in map(_quiet, texts) if text})
    marks = {draft.number: _mark_of(draft) for draft in drafts}
    codes = [_quiet(draft.cells.get(Field.CODE)) for draft in drafts]
    existing = find_existing(codes, [mark for mark in marks.values() if mark], context)
    titles = _titles_there(drafts, context)
    for draft in drafts:
        _Row(draft, context, existing, titles, marks[draft.number]).check()


def _quiet(value: Any) -> str:
    try:
        return text_in(value)
    except BadCell:
        return ""


def _mark_of(draft: RowDraft) -> RowMark | None:
    return read_mark(_quiet(draft.cells.get(Field.MARK)))


def _titles_there(drafts: Iterable[RowDraft], context: Context) -> Mapping[str, Task]:
    """The tasks of the programme that have the titles of rows without a code. Cost: one query."""
    titles = {_quiet(draft.cells.get(Field.TITLE)) for draft in drafts} - {""}
    keys = {sort_key(title) for title in titles}  # there is an index of these
    found = Task.objects.filter(programme=context.programme, sort_key__in=keys, title__in=titles)
    return {fold(task.title): task for task in found.order_by("-pk")}


@dataclass(slots=True)
class _Row:
    """The check of one row."""

    draft: RowDraft
    context: Context
    existing: Existing
    titles: Mapping[str, Task]
    mark: RowMark | None

    def check(self) -> None:
        draft = self.draft
        code = draft.text(Field.CODE, _CODE)
        if code and (before := self.context.first_use(("code", code), draft.number)):
            draft.say("code_repeated", Field.CODE, other=str(before))
        if not self._find_task(code):
            pass
        elif draft.task is not None:
            self._check_changes()
        elif not draft.problems:
            self._check_new(code)
        if draft.problems:
            conflict = all(each["code"] == "changed_meanwhile" for each in draft.problems)
            draft.status = RowStatus.CONFLICT if conflict else RowStatus.WRONG

    def _find_task(self, code: str) -> bool:
        """Whether the row may go on, as a task there is or a new one."""
        draft, mark = self.draft, self.mark
        if mark is not None:
            draft.task = self.existing.by_id.get(mark.task_id)
            if draft.task is None:
                draft.say("task_gone", Field.MARK)
            elif draft.task.code != code:
                draft.say("mark_bad", Field.MARK)
            return not draft.problems
        draft.task = self.existing.by_code.get(code) if code else None
        if draft.cells.get(Field.MARK):
            draft.say("mark_bad", Field.MARK)
        elif draft.task is not None and self.context.has(Field.MARK):
            draft.say("mark_missing", Field.MARK)
        elif draft.task is None and self.context.kind == ImportKind.ASSIGNMENTS:
            draft.say("code_unknown" if code else "code_missing", Field.CODE)
        return not draft.problems

    def _check_changes(self) -> None:
        draft, mark = self.draft, self.mark
        if draft.task is None:
            return
        draft.status = RowStatus.UNCHANGED
        if mark is not None and mark.digest == self._digest():
            return
        find_changes(draft, self.context, self.existing, is_whole=mark is not None)
        if not draft.changes:
            return
        draft.status = RowStatus.CHANGED
        if mark is not None and mark.version != draft.task.version:
            draft.problems = []
            draft.say("changed_meanwhile", Field.MARK)

    def _digest(self) -> str:
        return digest_of(self.draft.cells.get(at) for at in MARKED)

    def _check_new(self, code: str) -> None:
        draft, context = self.draft, self.context
        title = draft.text(Field.TITLE, _TITLE)
        if not title:
            draft.say("title_missing", Field.TITLE)
        lead = draft.read(Field.LEAD, lambda value: context.names.one(text_in(value)), None)
        key = ("task", fold(title), str(lead))
        if title and not code and (before := context.first_use(key, draft.number)):
            draft.say("row_repeated", Field.TITLE, other=str(before))
        if not code and not draft.problems and (there := self.titles.get(fold(title))):
            draft.status, draft.task = RowStatus.UNCHANGED, there
            return
        confirmer = self._confirmer(lead)
        none: list[Body] = []
        bodies = draft.read(
            Field.COORDINATING, lambda value: context.names.several(text_in(value)), none
        )
        self._check_inside(lead, confirmer, *bodies)
        draft.values = {
            "code": code,
            "title": title,
            "product": draft.text(Field.PRODUCT),
            "section": self._section(),
            "lead": as_kept(lead),
            "coordinating": [as_kept(body) for body in bodies],
            "confirmer": confirmer.pk if confirmer else None,
            **self._deciding(),
            **self._deadline(),
        }

    def _section(self) -> int | None:
        text = self.draft.text(Field.SECTION)
        if not text:
            return None
        found = self.context.sections.get(fold(text))
        if found is None:
            offer = next((row.path for row in self.context.sections.values()), "I")
            self.draft.say("section_unknown", Field.SECTION, offer=offer)
            return None
        return found.pk

    def _confirmer(self, lead: Body | None) -> Organisation | None:
        names = self.context.names
        found = self.draft.read(Field.CONFIRMER, lambda value: names.single(text_in(value)), None)
        if found and isinstance(lead, Organisation) and is_same_house(found, lead):
            self.draft.say("confirmer_is_lead", Field.CONFIRMER)
        return found

    def _check_inside(self, *bodies: Body | None) -> None:
        context = self.context
        if not only_inside(context.actor, context.programme, "draft.review"):
            return
        for body in bodies:
            if body is None:
                continue
            house = context.programme.coordinator
            if isinstance(body, BodyGroup) or not is_same_house(body, house):
                self.draft.say("inside_only", Field.LEAD, value=str(body))

    def _deciding(self) -> dict[str, Any]:
        """Who decides: a body where the words name one, else the words."""
        text = self.draft.text(Field.DECIDING, _DECIDING)
        body = self.context.names.known(text) if text else None
        is_body = isinstance(body, Organisation)
        return {"deciding": body.pk if is_body and body else None, "deciding_text": text}

    def _deadline(self) -> dict[str, Any]:
        draft = self.draft
        due = draft.read(Field.DEADLINE, deadline_in, None)
        rhythm = draft.read(Field.RECURRENCE, _rhythm_in, None)
        facts = deadline_fields(due, rhythm)
        first, last = self.context.programme.starts_on, due.last_day if due else None
        if last is not None and last < first:
            draft.say("deadline_before_start", Field.DEADLINE, first=f"{first:%d/%m/%Y}")
        return facts


def _rhythm_in(value: Any) -> ReadDeadline | None:
    try:
        found = deadline_in(value)
    except BadCell as bad:
        raise BadCell("recurrence_bad") from bad
    if found is not None and not join_rules(found.keys):
        raise BadCell("recurrence_bad")
    return found


def deadline_fields(due: ReadDeadline | None, rhythm: ReadDeadline | None) -> dict[str, Any]:
    """What a deadline and a rhythm mean for a task."""
    read = [each for each in (due, rhythm) if each is not None]
    keys = [key for each in read for key in each.keys]
    dated = [key for key in keys if not key.startswith("R:")]
    last_day = due.last_day if due else None
    return {
        "deadline_key": dated[-1] if dated else "",
        "deadline_raw": "; ".join(dict.fromkeys(each.raw for each in read))[:200],
        "last_day": last_day.isoformat() if last_day else None,
        "recurrence": join_rules(keys),
    }


def as_kept(body: Body | None) -> list[Any] | None:
    """A body as a row keeps it."""
    if body is None:
        return None
    return ["group" if isinstance(body, BodyGroup) else "body", body.pk]
