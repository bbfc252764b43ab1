"""What people do with indicators. Each action is one transaction with its events."""

from tiendo.indicators.actions.cells import Cell, CellProblem
from tiendo.indicators.actions.commenting import comment_observation, return_observations
from tiendo.indicators.actions.confirming import confirm_observations, publish_observations
from tiendo.indicators.actions.defining import (
    Definition,
    define_indicator,
    definition_of,
    find_passage,
    link_words,
    restore_indicator,
    retire_indicator,
    revise_definition,
)
from tiendo.indicators.actions.observing import Saved, save_cells
from tiendo.indicators.actions.targeting import TargetFields, revise_target, set_target

__all__ = [
    "Cell",
    "CellProblem",
    "Definition",
    "Saved",
    "TargetFields",
    "comment_observation",
    "confirm_observations",
    "define_indicator",
    "definition_of",
    "find_passage",
    "link_words",
    "restore_indicator",
    "publish_observations",
    "retire_indicator",
    "return_observations",
    "revise_definition",
    "revise_target",
    "save_cells",
    "set_target",
]
