"""What people do with lists of another system. Each action is one transaction with its event."""

from tiendo.exchange.actions.deciding import (
    make_task,
    match_many,
    match_row,
    refuse_rows,
    undo_choice,
)
from tiendo.exchange.actions.entering import mark_entered
from tiendo.exchange.actions.renaming import join_rows, part_rows
from tiendo.exchange.actions.taking import add_form, take_list

__all__ = [
    "add_form",
    "join_rows",
    "make_task",
    "mark_entered",
    "match_many",
    "match_row",
    "part_rows",
    "refuse_rows",
    "take_list",
    "undo_choice",
]
