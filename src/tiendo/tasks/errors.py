"""What the actions on tasks refuse. Words for people stand in ``tasks.messages``."""

from __future__ import annotations

from collections.abc import Mapping

from tiendo.domain.refusals import Refusal
from tiendo.tasks.messages import ACTIONS, LACKING, MESSAGES
from tiendo.tasks.models import Lifecycle, Task


class TaskError(Refusal):
    """Root of what an action on tasks refuses; ``params`` name actions and states by codes."""

    words = MESSAGES
    conflicts = frozenset({"edited_meanwhile", "wrong_state", "recheck_done_before"})

    def told(self) -> Mapping[str, object]:
        """The params with the words of actions and states."""
        told = dict(self.params)
        for name, words in (("action", ACTIONS), ("state", dict(Lifecycle.choices))):
            if name in told:
                told[name] = words.get(str(told[name]), told[name])
        return told


class EditedMeanwhile(TaskError):
    """Somebody else changed the task since it was read; ``current`` is the task as it is now."""

    def __init__(self, current: Task) -> None:
        super().__init__("edited_meanwhile", task=current.code)
        self.current = current


class CannotGoLive(TaskError):
    """A draft lacks something of stage 1 of "6 rõ"; ``lacking`` holds the codes."""

    def __init__(self, task: Task, lacking: tuple[str, ...]) -> None:
        super().__init__("cannot_go_live", task=task.code)
        self.lacking = lacking

    def told(self) -> Mapping[str, object]:
        """What is lacking, in words."""
        return {**super().told(), "lacking": "; ".join(str(LACKING[code]) for code in self.lacking)}
