"""What updates say stands in the way, entered in the register many at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tiendo.audit.trail import Author, State
from tiendo.demo.bulk_trail import BATCH, Entry
from tiendo.domain.collation import fold
from tiendo.tasks.actions.difficulty_writing import difficulty_facts
from tiendo.tasks.models import Difficulty, DifficultyEvent, DifficultyState, ProgressUpdate


@dataclass(slots=True)
class DifficultyBook:
    """Difficulties as ``note_difficulty`` keeps them, of tasks on which one body reports.

    Nobody ends one here, so the first of a task goes on by each later update that names one.
    """

    _open: dict[int, Difficulty] = field(default_factory=dict)
    _events: list[DifficultyEvent] = field(default_factory=list)

    def note(self, update: ProgressUpdate, author: Author) -> Iterator[Entry]:
        """Take the words of an update in; gives the event of the trail, if any."""
        if update.difficulty:
            row = self._open.get(update.task_id)
            if row is None:
                yield self._raise(update, author)
            else:
                yield self._continue(row, update, author)

    def save(self) -> None:
        """Write all rows; the updates are written by now."""
        rows = list(self._open.values())
        Difficulty.objects.bulk_create(rows, batch_size=BATCH)
        link = Difficulty.tasks.through
        pairs = [link(difficulty=row, task_id=task_id) for task_id, row in self._open.items()]
        link.objects.bulk_create(pairs, batch_size=BATCH)
        DifficultyEvent.objects.bulk_create(self._events, batch_size=BATCH)

    def _raise(self, update: ProgressUpdate, author: Author) -> Entry:
        row = Difficulty(
            programme_id=update.task.programme_id,
            section_id=update.task.section_id,
            organisation_id=update.organisation_id,
            what=update.difficulty,
            folded=fold(f"{update.difficulty} "),
            proposal=update.proposal,
            origin=update,
            raised_on=update.as_of,
            raised_by_id=update.by_id,
            raised_at=update.recorded_at,
            state=DifficultyState.OPEN,
        )
        self._open[update.task_id] = row
        self._add(row, "raise", update, author)
        after: State = {
            **difficulty_facts(row),
            "what": row.what,
            "organisation": row.organisation_id,
        }
        return Entry(update.recorded_at, author, "difficulty.raise", row, after=after)

    def _continue(self, row: Difficulty, update: ProgressUpdate, author: Author) -> Entry:
        facts = difficulty_facts(row)
        row.version += 1
        self._add(row, "continue", update, author).update = update
        return Entry(
            update.recorded_at,
            author,
            "difficulty.continue",
            row,
            before=facts,
            after=lambda: {**facts, "update": update.pk},
        )

    def _add(
        self, row: Difficulty, action: str, update: ProgressUpdate, author: Author
    ) -> DifficultyEvent:
        event = DifficultyEvent(
            difficulty=row,
            action=action,
            from_state="" if action == "raise" else row.state,
            to_state=row.state,
            day=update.as_of,
            recorded_at=update.recorded_at,
            by_id=update.by_id,
            organisation_id=author.organisation_id,
            on_behalf_of_id=author.on_behalf_of_id,
            text=update.difficulty,
        )
        self._events.append(event)
        return event
