"""Rows of appendix tables as printed, one object per row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from vanban.models import DraftTarget, DraftTask, Found, ParsedDocument, Text
from vanban.serialise.findings import JsonObject, names, value_of

# Horizons that a row of targets always shows, as most programmes set them.
_USUAL_HORIZONS = ("2030", "2045")


def rows_of(parsed: ParsedDocument) -> JsonObject:
    content, in_table = parsed.text.content, _table_finder(parsed.text)
    return {
        "tasks": [_task_row(task, content) for task in parsed.tasks if in_table(task)],
        "targets": [_target_row(target) for target in parsed.targets if in_table(target)],
    }


def _table_finder(text: Text) -> Callable[[Found], bool]:
    """Whether an item lies in a table of data, by looking up the table before its start."""
    spans = sorted(table.span for table in text.tables if not table.is_layout)
    starts = [span.start for span in spans]

    def in_table(item: Found) -> bool:
        at = bisect_right(starts, item.span.start) - 1
        return at >= 0 and item.span.end <= spans[at].end

    return in_table


def _task_row(task: DraftTask, content: str) -> JsonObject:
    lead = task.field_spans.get("lead")
    printed = "; ".join(task.leads) if lead is None else " ".join(lead.of(content).split())
    return {
        "no": task.no,
        "group": task.group,
        "text": task.text,
        "lead": printed or None,
        "coordinating": names(task.coordinating),
        "deadline_raw": task.deadline_raw,
        "deadlines": [deadline.key for deadline in task.deadlines],
        "product": task.product,
        "part": task.part,
    }


def _target_row(target: DraftTarget) -> JsonObject:
    horizons = dict.fromkeys((*_USUAL_HORIZONS, *target.values))
    return {
        "no": target.no,
        "group": target.group,
        "metric": target.metric,
        "unit": target.unit,
        **{horizon: value_of(target.values.get(horizon)) for horizon in horizons},
        "lead": target.lead,
        "part": target.part,
    }
