"""The views of money that leave as files."""

from tiendo.overview.asking import View
from tiendo.overview.sheets import (
    budget_lines,
    budget_overview,
    disbursements,
    money_and_work,
    projects,
    similar_investments,
    treasury_rows,
)

MONEY: tuple[View, ...] = (
    budget_lines.VIEW,
    budget_overview.VIEW,
    disbursements.VIEW,
    projects.VIEW,
    money_and_work.VIEW,
    similar_investments.VIEW,
    treasury_rows.VIEW,
)
