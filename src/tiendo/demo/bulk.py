"""The fast path of the generator: rows as the actions would have written them, many at once.

Held to the actions by a test. It knows tasks done once and work without end, evidence by the
number of a document; occurrences and going live are written by the tasks app itself, spans by its
audit. It tells nobody: what months of work would have put into the outbox is news no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, State
from tiendo.demo.acting import Part
from tiendo.demo.bulk_difficulties import DifficultyBook
from tiendo.demo.bulk_trail import BATCH, Entry, Target, write_events
from tiendo.demo.people import Crew
from tiendo.demo.steps import Act, Step
from tiendo.domain import clock
from tiendo.domain.lifecycle import BY_ACTION
from tiendo.tasks.models import (
    Assignment,
    DeadlineChange,
    Evidence,
    EvidenceKind,
    Lifecycle,
    LifecycleEvent,
    ProgressUpdate,
    Task,
)
from tiendo.tasks.models import Part as TaskPart


def play(steps: Iterable[Step], parts: Mapping[str, Part], crew: Crew) -> None:
    """Write what the steps do. Call inside a transaction; spans are the caller's."""
    writer = _Writer(crew)
    for step in sorted(steps, key=lambda step: step.moment):
        _ACTS.get(step.act, _Writer.transition)(writer, parts[step.task], step)
    writer.save()


@dataclass(slots=True)
class _Writer:
    """Collects the rows of all steps; tasks are changed in memory and saved at the end."""

    crew: Crew
    tasks: dict[int, Task] = field(default_factory=dict)
    updates: list[ProgressUpdate] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    events: list[LifecycleEvent] = field(default_factory=list)
    changes: list[DeadlineChange] = field(default_factory=list)
    officers: dict[int, int] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    difficulties: DifficultyBook = field(default_factory=DifficultyBook)
    _latest: dict[int, ProgressUpdate] = field(default_factory=dict)

    def name_officer(self, part: Part, step: Step) -> None:
        task = self._task(part, step, is_edit=True)
        by = self.crew.head(part.lead_id).require("task.name_officer", at=part.lead_id)
        officer = self.crew.officer(part.lead_id).user_id
        self.officers[task.pk] = officer
        self._note(
            step,
            by,
            "task.name_officer",
            task,
            before={"officer": None, "organisation": part.lead_id},
            after={"officer": officer, "organisation": part.lead_id},
        )

    def update(self, part: Part, step: Step) -> None:
        task = self._task(part, step, is_edit=False)
        actor = self.crew.officer(part.lead_id)
        day = clock.local_day(step.moment)
        row = ProgressUpdate(
            task=task,
            organisation_id=part.lead_id,
            done=step.text,
            percent=step.percent,
            difficulty=step.difficulty,
            proposal=step.proposal,
            as_of=day,
            recorded_at=step.moment,
            by_id=actor.user_id,
        )
        task.last_update_at = step.moment
        self.updates.append(row)
        self._latest[task.pk] = row
        percent = None if step.percent is None else str(step.percent)
        by = actor.require("task.update", at=part.lead_id)
        self._prove(task, step, actor, by, row)
        self._note(
            step,
            by,
            "task.update",
            task,
            after=lambda: {"update": row.pk, "percent": percent, "as_of": day.isoformat()},
        )
        self.entries += self.difficulties.note(row, by)

    def approve_update(self, part: Part, step: Step) -> None:
        actor = self.crew.head(part.lead_id)
        row = self._latest[part.task.pk]
        row.approved_at, row.approved_by_id = step.moment, actor.user_id
        by = actor.require("task.approve", at=part.lead_id)
        self._note(step, by, "task.approve_update", row, after={"approved": True})

    def move_deadline(self, part: Part, step: Step) -> None:
        if step.last_day is None:
            raise ValueError("a moved deadline needs its last day")
        task = self._task(part, step, is_edit=True)
        before = _deadline(task)
        task.deadline_key, task.last_day = step.last_day.isoformat(), step.last_day
        actor = self.crew.named("lanhdao")
        self.changes.append(
            DeadlineChange(
                task=task,
                deadline_key=task.deadline_key,
                last_day=step.last_day,
                effective_on=clock.local_day(step.moment),
                recorded_at=step.moment,
                by_id=actor.user_id,
                reason=step.text,
                deciding_document=step.document,
            )
        )
        after = {**_deadline(task), "deciding_document": step.document}
        by = actor.require("task.direct")
        self._note(step, by, "task.change_deadline", task, before, after, step.text)

    def transition(self, part: Part, step: Step) -> None:
        row = BY_ACTION[step.act.value]
        task = self._task(part, step, is_edit=True)
        actor, body = self._who(part, step.act)
        by = actor.require(row.permission, at=body)
        self._prove(task, step, actor, by)
        before = _state(task)
        source = task.lifecycle
        keeps = step.act in {Act.APPROVE, Act.CONFIRM}
        task.done_on = task.done_on if keeps else step.done_on
        task.lifecycle, task.last_action = row.target.value, row.action
        reason = step.text if step.act not in {Act.APPROVE, Act.CONFIRM} else ""
        self.events.append(
            LifecycleEvent(
                task=task,
                action=row.action,
                from_state=source,
                to_state=row.target.value,
                day=clock.local_day(step.moment),
                done_on=task.done_on,
                recorded_at=step.moment,
                by_id=by.user_id,
                organisation_id=by.organisation_id,
                reason=reason,
                deciding_document=step.document,
            )
        )
        after = {**_state(task), "deciding_document": step.document}
        self._note(step, by, f"task.{row.action}", task, before, after, reason)

    def save(self) -> None:
        """Write all rows: first what has ids that events name, then the events."""
        ProgressUpdate.objects.bulk_create(self.updates, batch_size=BATCH)
        Evidence.objects.bulk_create(self.evidence, batch_size=BATCH)
        LifecycleEvent.objects.bulk_create(self.events, batch_size=BATCH)
        DeadlineChange.objects.bulk_create(self.changes, batch_size=BATCH)
        self.difficulties.save()
        self._save_officers()
        fields = ["last_action", "done_on", "deadline_key", "last_day"]
        fields += ["last_update_at", "version", "changed_at"]
        Task.objects.bulk_update(self.tasks.values(), fields, batch_size=BATCH)
        self._save_lifecycles()
        write_events(self.entries)

    def _save_lifecycles(self) -> None:
        """State by state, as the database lets no task skip one."""
        for state, reached in _WAVES:
            ids = [task.pk for task in self.tasks.values() if task.lifecycle in reached]
            Task.objects.filter(pk__in=ids).update(lifecycle=state)

    def _save_officers(self) -> None:
        held = list(Assignment.objects.filter(task__in=self.officers, part=TaskPart.LEAD))
        for row in held:
            row.officer_id = self.officers[row.task_id]
        Assignment.objects.bulk_update(held, ["officer"], batch_size=BATCH)

    def _task(self, part: Part, step: Step, *, is_edit: bool) -> Task:
        task = self.tasks.setdefault(part.task.pk, part.task)
        task.changed_at = step.moment
        task.version += is_edit
        return task

    def _who(self, part: Part, act: Act) -> tuple[Actor, int | None]:
        if act is Act.CLAIM:
            return self.crew.officer(part.lead_id), part.lead_id
        if act in {Act.APPROVE, Act.SEND_BACK}:
            return self.crew.head(part.lead_id), part.lead_id
        if act in {Act.CONFIRM, Act.RETURN, Act.REOPEN}:
            actor = self.crew.confirmer(part.confirmer_id)
            if actor is None:
                raise LookupError(f"nobody confirms {part.task.code}")
            return actor, part.confirmer_id
        return self.crew.named("lanhdao"), None

    def _prove(
        self,
        task: Task,
        step: Step,
        actor: Actor,
        by: Author,
        update: ProgressUpdate | None = None,
    ) -> None:
        for proof in step.proofs:
            row = Evidence(
                task=task,
                update=update,
                kind=EvidenceKind.DOCUMENT,
                document_number=proof.number,
                document_date=proof.date,
                note=proof.note,
                added_by_id=actor.user_id,
                added_at=step.moment,
            )
            self.evidence.append(row)
            after: State = {
                "task": task.pk,
                "kind": EvidenceKind.DOCUMENT.value,
                "document_number": proof.number,
            }
            self._note(step, by, "evidence.add", row, after=after)

    def _note(
        self,
        step: Step,
        by: Author,
        action: str,
        target: Target,
        before: State | None = None,
        after: State | Callable[[], State] | None = None,
        reason: str = "",
    ) -> None:
        self.entries.append(Entry(step.moment, by, action, target, before, after, reason))


_ACTS: Mapping[Act, Callable[[_Writer, Part, Step], None]] = {
    Act.NAME_OFFICER: _Writer.name_officer,
    Act.UPDATE: _Writer.update,
    Act.APPROVE_UPDATE: _Writer.approve_update,
    Act.MOVE_DEADLINE: _Writer.move_deadline,
}
_PROVED = (Lifecycle.UNIT_APPROVED, Lifecycle.CONFIRMED)
# a state, and the states reached over it from a live task
_WAVES = (
    (Lifecycle.CLAIMED, (Lifecycle.CLAIMED, *_PROVED)),
    (Lifecycle.UNIT_APPROVED, _PROVED),
    (Lifecycle.CONFIRMED, (Lifecycle.CONFIRMED,)),
    (Lifecycle.SUSPENDED, (Lifecycle.SUSPENDED,)),
    (Lifecycle.CANCELLED, (Lifecycle.CANCELLED,)),
    (Lifecycle.SUPERSEDED, (Lifecycle.SUPERSEDED,)),
)


def _state(task: Task) -> State:
    done_on = task.done_on.isoformat() if task.done_on else None
    return {"lifecycle": task.lifecycle, "done_on": done_on, "occurrence": None}


def _deadline(task: Task) -> State:
    last_day = task.last_day.isoformat() if task.last_day else None
    return {"deadline_key": task.deadline_key, "last_day": last_day, "occurrence": None}
