"""Opening the lines of a year's budget."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import BudgetLine, BudgetStep, Commitment, Disbursement, Project
from tiendo.budgets.permissions import RECORD
from tiendo.budgets.rules import rule_words
from tiendo.domain import clock
from tiendo.domain.budget_codes import CODES, code_shape
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme

_FIRST_YEAR, _LAST_YEAR = 2000, 2100
# What sums are told apart by: kept once money is recorded.
_SORTING = ("year", "body", "source", "nature", "area")


@dataclass(frozen=True, slots=True)
class LineFacts:
    """What a line says of itself. ``task`` is a task's id; empty texts: not told apart."""

    year: int
    title: str
    body: Organisation
    source: str = ""
    nature: str = ""
    area: str = ""
    programme: Programme | None = None
    project: Project | None = None
    task: int | None = None
    chapter_code: str = ""
    sector_code: str = ""
    item_code: str = ""
    programme_code: str = ""


@transaction.atomic
def open_line(*, by: Actor, facts: LineFacts) -> BudgetLine:
    """Open a line of a year's budget; its amounts come with its steps.

    Errors: PermissionRefused; BudgetError title_missing, year_out_of_range, body_closed, and
    one for each code that is none.
    """
    author = by.require(RECORD, at=facts.body.pk)
    check_facts(facts)
    line = BudgetLine(created_by_id=by.user_id, created_at=clock.now())
    fill_line(line, facts)
    line.save(force_insert=True)
    record(by=author, action="budget.open_line", target=line, after=_told(facts))
    return line


@transaction.atomic
def edit_line(*, by: Actor, line: BudgetLine, facts: LineFacts) -> BudgetLine:
    """Change what a line says; what sums are told apart by is kept once it has money.

    Errors: PermissionRefused; BudgetError has_money and those of opening one.
    """
    author = by.require(RECORD, at=line.body_id)
    by.require(RECORD, at=facts.body.pk)
    check_facts(facts)
    related = ("body", "programme", "project")
    locked = BudgetLine.objects.select_for_update(of=("self",)).select_related(*related)
    current = locked.get(pk=line.pk)
    before = facts_of(current)
    moved = any(getattr(before, name) != getattr(facts, name) for name in _SORTING)
    if moved and _has_money(current):
        raise BudgetError("has_money")
    fill_line(current, facts)
    current.save()
    old, new = _told(before), _told(facts)
    changed = [name for name in new if new[name] != old[name]]
    record(
        by=author,
        action="budget.edit_line",
        target=current,
        before={name: old[name] for name in changed},
        after={name: new[name] for name in changed},
    )
    return current


def facts_of(line: BudgetLine) -> LineFacts:
    """What a line says now."""
    names = [name for name in LineFacts.__slots__ if name != "task"]
    return LineFacts(**{name: getattr(line, name) for name in names}, task=line.task_id)


def check_facts(facts: LineFacts) -> None:
    """Refuse what no line may say. Errors: BudgetError."""
    if not facts.title.strip():
        raise BudgetError("title_missing")
    if not _FIRST_YEAR <= facts.year <= _LAST_YEAR:
        raise BudgetError("year_out_of_range", year=str(facts.year))
    since, until = facts.body.validity.lower, facts.body.validity.upper
    begins_late = since is not None and since.year > facts.year
    if begins_late or (until is not None and until.year < facts.year):
        raise BudgetError("body_closed", body=facts.body.name, year=str(facts.year))
    for name in CODES:
        code, shape = getattr(facts, name).strip(), code_shape(name, facts.year)
        if code and not shape.fits(code):
            rule = rule_words([shape.rule])
            raise BudgetError(f"{name}_malformed", code=code, digits=shape.digits, rule=rule)


def _has_money(line: BudgetLine) -> bool:
    models = (BudgetStep, Commitment, Disbursement)
    return any(model._default_manager.filter(line=line).exists() for model in models)


def fill_line(line: BudgetLine, facts: LineFacts) -> None:
    """Write what is said of a line on it."""
    for name in LineFacts.__slots__:
        value = getattr(facts, name)
        if name == "task":
            line.task_id = value
        else:
            setattr(line, name, value.strip() if isinstance(value, str) else value)


def _told(facts: LineFacts) -> dict[str, Value]:
    """The facts as the trail keeps them: bodies, programmes and projects by their ids."""
    told: dict[str, Value] = {"year": facts.year, "title": facts.title.strip()}
    related = {"organisation": facts.body, "programme": facts.programme, "project": facts.project}
    told |= {name: row.pk if row is not None else None for name, row in related.items()}
    told["task"] = facts.task
    return told | {_NAMES.get(name, name): getattr(facts, name) for name in _TEXTS}


_TEXTS = (
    "source",
    "nature",
    "area",
    "chapter_code",
    "sector_code",
    "item_code",
    "programme_code",
)
# "source" is the ground of a rule elsewhere in the trail.
_NAMES = {"source": "money_source"}
