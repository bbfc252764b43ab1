"""What a finder gives: the rule, the object, who it concerns, and the finding."""

from __future__ import annotations

from dataclasses import dataclass

from tiendo.domain.alerts import Finding, Rule


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that needs attention. ``officer_id`` is whom the lead body named, if anybody.

    Missing: ``task_id``, ``body_id`` and ``programme_id`` are None where there is none.
    """

    rule: Rule
    object_type: str
    object_id: int
    title: str
    finding: Finding
    body_id: int | None = None
    programme_id: int | None = None
    task_id: int | None = None
    officer_id: int | None = None

    @property
    def key(self) -> tuple[str, str, int, int | None]:
        """What is unique while an alert is open."""
        return self.rule.value, self.object_type, self.object_id, self.body_id
