"""Where a notice leads. A reminder of a task opens the form of its update; no address holds a
secret, and none signs anybody in.

Screens stand above this app, so their addresses are named as people type them; a test compares
them with the addresses of the workspace.
"""

from __future__ import annotations

from collections.abc import Mapping

from tiendo.alerts.models import Alert
from tiendo.domain.alerts import Rule

UPDATE_FORM = "/nhiem-vu/{id}/cap-nhat/"
PAGES: Mapping[str, str] = {
    "tasks.task": "/nhiem-vu/{id}/",
    "tasks.difficulty": "/vuong-mac/{id}/",
    "tasks.directive": "/chi-dao/{id}/",
    "tasks.changerequest": "/dieu-chinh/{id}/",
    "inspections.inspection": "/kiem-tra/{id}/",
    "meetings.meeting": "/giao-ban/{id}/",
    "documents.document": "/van-ban/{id}/",
    "regimes.submission": "/bao-cao-ky/{id}/",
    "regimes.cycle": "/che-do/ky/{id}/",
    "regimes.packageoffer": "/che-do/goi/cho-xac-nhan/",
    "reporting.report": "/bao-cao/{id}/",
    "indicators.observation": "/so-lieu/{id}/",
    "overview.export": "/xuat/{id}/",
    "imports.sheetimport": "/nhap-excel/{id}/",
    "indicators.figurefile": "/so-lieu/tep/{id}/",
    "alerts.webhookendpoint": "/canh-bao/diem-nhan/",
}
LIST_OF_ALERTS = "/canh-bao/"
# A silent body updates its own work; others see which work that is.
MY_REPORTS = "/bao-cao-ky/"
MY_WORK, TASKS_OF_BODY = "/viec-cua-toi/", "/nhiem-vu/?chu_tri={id}"
MY_ALERTS = f"{LIST_OF_ALERTS}?xem=cua-toi"
# What an officer answers by an update.
_BY_UPDATE = frozenset({Rule.DUE_SOON, Rule.OVERDUE, Rule.NO_UPDATE, Rule.BEHIND, Rule.NO_EVIDENCE})

# What a body answers by its report of the cycle.
_OF_REPORTS = frozenset({Rule.REPORT_DUE_SOON, Rule.REPORT_LATE})

# The figure of an alert that names the object whose page helps.
_BY_FACT: Mapping[str, str] = {
    "by_document": "documents.document",
    "directive": "tasks.directive",
    "cycle": "regimes.cycle",
}


def path_of_alert(alert: Alert, *, reports: bool) -> str:
    """The page on which something can be done about an alert, by a person who ``reports`` on its
    task or by one who only sees it."""
    if alert.task_id is not None:
        form = UPDATE_FORM if reports and Rule(alert.rule) in _BY_UPDATE else PAGES["tasks.task"]
        return form.format(id=alert.task_id)
    if Rule(alert.rule) is Rule.SILENT_BODY and alert.organisation_id is not None:
        return MY_WORK if reports else TASKS_OF_BODY.format(id=alert.organisation_id)
    if Rule(alert.rule) in _OF_REPORTS and reports:
        return MY_REPORTS
    for fact, kind in _BY_FACT.items():
        if (other := alert.facts.get(fact)) is not None:
            return PAGES[kind].format(id=other)
    return path_of(alert.object_type, alert.object_id) or f"{LIST_OF_ALERTS}?quy_tac={alert.rule}"


def path_of(object_type: str, object_id: int | str) -> str:
    """The page of an object; empty where it has none of its own."""
    pattern = PAGES.get(object_type, "")
    return pattern.format(id=object_id)
