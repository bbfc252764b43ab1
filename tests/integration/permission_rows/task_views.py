"""Who may look at tasks in other ways than the list: whoever has the list."""

from __future__ import annotations

from tests.integration.permission_rows import STAFF, Row

ROWS: dict[str, Row] = {
    "task-timeline": Row(STAFF),
    "task-board": Row(STAFF),
    "task-calendar": Row(STAFF),
    "task-matrix": Row(STAFF),
    "task-responsibilities": Row(STAFF),
}
