"""What people do with inspections. Each action is one transaction with its audit event inside."""

from tiendo.inspections.actions.findings import (
    NewFinding,
    explain_finding,
    judge_finding,
    record_finding,
    send_findings,
)
from tiendo.inspections.actions.moving import (
    cancel_inspection,
    conclude_inspection,
    decide_inspection,
    end_visits,
    resume_visits,
    start_visits,
)
from tiendo.inspections.actions.planning import (
    NewInspection,
    add_member,
    plan_inspection,
    remove_member,
    set_outline,
)
from tiendo.inspections.actions.recommending import adopt_recommendation, recommend
from tiendo.inspections.actions.visits import (
    Attached,
    NewVisit,
    answer_outline,
    record_visit,
    sign_visit,
)

__all__ = [
    "Attached",
    "NewFinding",
    "NewInspection",
    "NewVisit",
    "add_member",
    "adopt_recommendation",
    "answer_outline",
    "cancel_inspection",
    "conclude_inspection",
    "decide_inspection",
    "end_visits",
    "explain_finding",
    "judge_finding",
    "plan_inspection",
    "recommend",
    "record_finding",
    "record_visit",
    "remove_member",
    "resume_visits",
    "send_findings",
    "set_outline",
    "sign_visit",
    "start_visits",
]
