"""The words of the trail: one module for each noun, and the fields and codes that nouns share."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

from tiendo.workspace.trail_words.accounts import ACCOUNTS
from tiendo.workspace.trail_words.alerts import ALERTS
from tiendo.workspace.trail_words.budgets import BUDGETS
from tiendo.workspace.trail_words.changes import CHANGES
from tiendo.workspace.trail_words.codes import CODE_FIELDS, CODES, RHYTHMS
from tiendo.workspace.trail_words.difficulties import DIFFICULTIES
from tiendo.workspace.trail_words.directives import DIRECTIVES
from tiendo.workspace.trail_words.documents import DOCUMENTS
from tiendo.workspace.trail_words.exchange import EXCHANGE
from tiendo.workspace.trail_words.fields import (
    BODY_FIELDS,
    FIELDS,
    HIDDEN_FIELDS,
    MONEY_FIELDS,
    PERIOD_FIELDS,
    PERSON_FIELDS,
    RULE_FIELDS,
)
from tiendo.workspace.trail_words.imports import IMPORTS
from tiendo.workspace.trail_words.indicators import INDICATORS
from tiendo.workspace.trail_words.inspections import INSPECTIONS
from tiendo.workspace.trail_words.intake import INTAKE
from tiendo.workspace.trail_words.measuring import MEASURING
from tiendo.workspace.trail_words.meetings import MEETINGS
from tiendo.workspace.trail_words.noun import Noun
from tiendo.workspace.trail_words.organisations import ORGANISATIONS
from tiendo.workspace.trail_words.outlines import OUTLINES
from tiendo.workspace.trail_words.overview import OVERVIEW
from tiendo.workspace.trail_words.papers import PAPERS
from tiendo.workspace.trail_words.programmes import PROGRAMMES
from tiendo.workspace.trail_words.regimes import REGIMES
from tiendo.workspace.trail_words.reports import REPORTS
from tiendo.workspace.trail_words.submissions import SUBMISSIONS
from tiendo.workspace.trail_words.tasks import TASKS

__all__ = [
    "ACTIONS",
    "BODY_FIELDS",
    "CODES",
    "CODE_FIELDS",
    "FIELDS",
    "HIDDEN_FIELDS",
    "MONEY_FIELDS",
    "OBJECTS",
    "PERIOD_FIELDS",
    "PERSON_FIELDS",
    "RHYTHMS",
    "RULE_FIELDS",
    "action_words",
]

NOUNS: tuple[Noun, ...] = (
    TASKS,
    BUDGETS,
    CHANGES,
    DIFFICULTIES,
    DIRECTIVES,
    IMPORTS,
    INDICATORS,
    INSPECTIONS,
    MEASURING,
    MEETINGS,
    EXCHANGE,
    OUTLINES,
    OVERVIEW,
    REGIMES,
    REPORTS,
    PAPERS,
    SUBMISSIONS,
    PROGRAMMES,
    DOCUMENTS,
    INTAKE,
    ORGANISATIONS,
    ACCOUNTS,
    ALERTS,
)

ACTIONS: Mapping[str, str | Promise] = {
    code: words for noun in NOUNS for code, words in noun.actions.items()
}
OBJECTS: Mapping[str, str | Promise] = {
    model: words for noun in NOUNS for model, words in noun.objects.items()
}


def action_words(action: str) -> str:
    """The action in words; an action without words is shown by its code."""
    return str(ACTIONS.get(action, action))
