"""What the actions on tasks refuse. Words for people stand in ``tasks.messages``."""

from __future__ import annotations

from tiendo.tasks.models import Task


class TaskError(Exception):
    """Root of what an action on tasks refuses. ``code`` is stable, ``params`` fill its message."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


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
