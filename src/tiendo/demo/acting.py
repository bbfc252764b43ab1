"""Plays steps through the actions people use, each at its own moment of the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.demo.people import Crew
from tiendo.demo.records import write_record
from tiendo.demo.steps import Act, Proof, Step
from tiendo.documents.evidence_uploads import receive_evidence
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.tasks import actions
from tiendo.tasks.actions import NewEvidence
from tiendo.tasks.models import ProgressUpdate, Task


@dataclass(frozen=True, slots=True)
class Part:
    """A live task with its lead and the body that confirms it."""

    task: Task
    lead_id: int
    confirmer_id: int
    lead: Organisation | None = None


@dataclass(slots=True)
class Player:
    """Turns steps into actions; ``parts`` are the tasks by code.

    ``lays_occurrences``: does each month what the nightly job does for recurring tasks.
    """

    crew: Crew
    parts: Mapping[str, Part]
    lays_occurrences: bool = True
    _updates: dict[str, ProgressUpdate] = field(default_factory=dict)
    _month: tuple[int, int] = (0, 0)

    def play(self, steps: Iterable[Step], say: Callable[[int], None] = lambda _count: None) -> int:
        """Take every step in order of time; returns how many. ``say`` hears the count."""
        count = 0
        for count, step in enumerate(sorted(steps, key=lambda step: step.moment), start=1):
            self._turn_month(step.moment)
            with clock.at(step.moment):
                _ACTS[step.act](self, self.parts[step.task], step)
            say(count)
        return count

    def _turn_month(self, moment: dt.datetime) -> None:
        """What the nightly job does: lay the occurrences that the horizon has reached."""
        day = clock.local_day(moment)
        if self.lays_occurrences and (day.year, day.month) != self._month:
            self._month = (day.year, day.month)
            with clock.at(moment):
                actions.open_occurrences()

    def _lead(self, part: Part) -> Actor:
        return self.crew.officer(part.lead_id)

    def _head(self, part: Part) -> Actor:
        return self.crew.head(part.lead_id)

    def _confirmer(self, part: Part) -> Actor:
        found = self.crew.confirmer(part.confirmer_id)
        if found is None:
            raise LookupError(f"nobody confirms {part.task.code}")
        return found

    def name_officer(self, part: Part, _step: Step) -> None:
        task = Task.objects.get(pk=part.task.pk)
        officer = User.objects.get(pk=self._lead(part).user_id)
        actions.name_officer(task=task, officer=officer, version=task.version, by=self._head(part))

    def update(self, part: Part, step: Step) -> None:
        self._updates[step.task] = actions.record_update(
            task=part.task,
            done=step.text,
            percent=step.percent,
            difficulty=step.difficulty,
            proposal=step.proposal,
            evidence=self._evidence(part, step),
            by=self._lead(part),
        )

    def approve_update(self, part: Part, step: Step) -> None:
        actions.approve_update(update=self._updates[step.task], by=self._head(part))

    def claim(self, part: Part, step: Step) -> None:
        actions.claim(
            task=part.task,
            done_on=step.done_on,
            evidence=self._evidence(part, step),
            note=step.text,
            by=self._lead(part),
        )

    def approve(self, part: Part, step: Step) -> None:
        actions.approve(task=part.task, by=self._head(part))

    def send_back(self, part: Part, step: Step) -> None:
        actions.send_back(task=part.task, reason=step.text, by=self._head(part))

    def confirm(self, part: Part, step: Step) -> None:
        actions.confirm(task=part.task, by=self._confirmer(part))

    def return_claim(self, part: Part, step: Step) -> None:
        actions.return_claim(task=part.task, reason=step.text, by=self._confirmer(part))

    def reopen(self, part: Part, step: Step) -> None:
        actions.reopen(task=part.task, reason=step.text, by=self._confirmer(part))

    def direct(self, part: Part, step: Step) -> None:
        acts: Mapping[Act, Callable[..., Task]] = {
            Act.SUSPEND: actions.suspend,
            Act.RESUME: actions.resume,
            Act.CANCEL: actions.cancel,
            Act.SUPERSEDE: actions.supersede,
        }
        leader = self.crew.named("lanhdao")
        acts[step.act](task=part.task, reason=step.text, deciding_document=step.document, by=leader)

    def move_deadline(self, part: Part, step: Step) -> None:
        if step.last_day is None:
            raise ValueError("a moved deadline needs its last day")
        task = Task.objects.get(pk=part.task.pk)
        actions.change_deadline(
            task=task,
            deadline_key=step.last_day.isoformat(),
            last_day=step.last_day,
            reason=step.text,
            deciding_document=step.document,
            version=task.version,
            by=self.crew.named("lanhdao"),
        )

    def _evidence(self, part: Part, step: Step) -> list[NewEvidence]:
        return [self._as_evidence(part, proof) for proof in step.proofs]

    def _as_evidence(self, part: Part, proof: Proof) -> NewEvidence:
        if proof.number:
            return NewEvidence(
                document_number=proof.number, document_date=proof.date, note=proof.note
            )
        source = ContentFile(write_record(proof, part.lead.name if part.lead else ""))
        stored = receive_evidence(by=self._lead(part), file=source, name=proof.file_name)
        return NewEvidence(stored_file=stored, original_name=proof.file_name, note=proof.note)


_ACTS: Mapping[Act, Callable[[Player, Part, Step], None]] = {
    Act.NAME_OFFICER: Player.name_officer,
    Act.UPDATE: Player.update,
    Act.APPROVE_UPDATE: Player.approve_update,
    Act.CLAIM: Player.claim,
    Act.APPROVE: Player.approve,
    Act.SEND_BACK: Player.send_back,
    Act.CONFIRM: Player.confirm,
    Act.RETURN: Player.return_claim,
    Act.REOPEN: Player.reopen,
    Act.SUSPEND: Player.direct,
    Act.RESUME: Player.direct,
    Act.CANCEL: Player.direct,
    Act.SUPERSEDE: Player.direct,
    Act.MOVE_DEADLINE: Player.move_deadline,
}
