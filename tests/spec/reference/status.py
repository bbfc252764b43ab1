"""The page of statuses: the words, the official columns, and the cases that are tested."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.spec.reference.markdown import code, page, section, table
from tiendo.domain.status import Status, official_column
from tiendo.workspace.status_look import BY_CODE

CASES = Path(__file__).parents[1] / "status_cases.yaml"

MEANINGS: dict[Status, str] = {
    Status.NOT_STARTED: "live, no update and no claim yet, the last day not passed",
    Status.IN_PROGRESS: "live, begun, the last day not passed and not near",
    Status.DUE_SOON: "live, begun, the last day is today or within `due_soon_days`",
    Status.AWAITING: "claimed or approved by the head of the lead body, not yet confirmed",
    Status.AWAITING_OVERDUE: "the same, and the last day has passed",
    Status.OVERDUE: "live, the last day has passed",
    Status.DONE_ON_TIME: "confirmed; the product's day is not after the last day in force then",
    Status.DONE_LATE: "confirmed; the product's day is after it",
    Status.CONTINUOUS: "continuous work: judged once a year, never overdue by date",
    Status.NO_DEADLINE: "live, without a last day",
    Status.SUSPENDED: "set aside by a decision, until it is resumed",
    Status.CANCELLED: "given up by a decision",
    Status.SUPERSEDED: "replaced by a decision",
}


def write() -> str:
    """The whole page."""
    return page(
        "Status of a task",
        "`tiendo.domain.status.status(task, on, known_at)` computes it for any day, as known at any"
        " moment; nobody types it. A draft has none. A recurring task shows its current occurrence:"
        " the earliest one that opened and is not confirmed.",
        section("Words and official columns", _statuses()),
        section("Cases", _how_to_read(), table(["case", "happened", "shows"], _cases())),
    )


def _statuses() -> str:
    rows = (
        (code(status), str(BY_CODE[status].word), MEANINGS[status], code(official_column(status)))
        for status in Status
    )
    return table(["code", "word on screen", "when", "counted as"], rows)


def _how_to_read() -> str:
    return (
        "Each line of a case is a day and what happened on it, in the order of recording;"
        " `@` gives the day of recording where it is another. `–`: no status."
    )


def _cases() -> Iterator[tuple[str, str, str]]:
    for case in yaml.safe_load(CASES.read_text(encoding="utf-8")):
        yield case["name"], _happened(case), _lines(map(_shown, case["shows"].items()))


def _happened(case: dict[str, Any]) -> str:
    kind = [f"({case['kind']})"] if "kind" in case else []
    occurrences = [
        f"occurrence {number}: {'; '.join(row['happened'])}"
        for number, row in enumerate(case.get("occurrences", ()), start=1)
    ]
    return _lines([*kind, *case["happened"], *occurrences])


def _shown(item: tuple[str, str]) -> str:
    day, status = item
    return f"{day}: {'–' if status == '-' else code(status)}"


def _lines(words: Iterable[str]) -> str:
    return "<br>".join(words)
