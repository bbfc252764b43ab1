"""The lists of the navigation that are none of tasks, each with its own filter."""

from tiendo.overview.asking import View
from tiendo.overview.sheets import (
    alerts,
    change_requests,
    difficulties,
    directives,
    documents,
    figures,
    filings,
    indicators,
    inspections,
    my_work,
    organisations,
    programmes,
    rechecks,
    reports,
)

LISTS: tuple[View, ...] = (
    my_work.VIEW,
    difficulties.VIEW,
    change_requests.VIEW,
    directives.VIEW,
    programmes.VIEW,
    filings.VIEW,
    indicators.VIEW,
    figures.VIEW,
    alerts.VIEW,
    documents.VIEW,
    reports.VIEW,
    inspections.VIEW,
    rechecks.VIEW,
    organisations.VIEW,
)
