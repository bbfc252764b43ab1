"""What a hand-over passes on: one entry for each noun that may be open in a person's name."""

from __future__ import annotations

from tiendo.accounts.holdings import Holding
from tiendo.tasks.holdings import TASKS
from tiendo.tasks.paper_holdings import CHANGES, DIFFICULTIES, DIRECTIVES

HOLDINGS: tuple[Holding, ...] = (TASKS, DIRECTIVES, DIFFICULTIES, CHANGES)
