"""What the demo shows besides tasks and their history: one module for each noun.

A scene plays a handful of records through the actions people use, on days after the plan was given
out, with ``clock.at``. It finds its tasks itself and does nothing where there are none: any plan is
played.
"""

from __future__ import annotations

from collections.abc import Callable

from tiendo.demo.people import Crew
from tiendo.demo.scenes.alerts import watch_nights
from tiendo.demo.scenes.analysing import leave_for_the_night
from tiendo.demo.scenes.budget import spend_money
from tiendo.demo.scenes.changes import ask_for_changes
from tiendo.demo.scenes.contributing import contribute
from tiendo.demo.scenes.dashboards import compose_dashboards
from tiendo.demo.scenes.difficulties import follow_difficulties
from tiendo.demo.scenes.drawing import draw_figures
from tiendo.demo.scenes.entering import talk_of_figures
from tiendo.demo.scenes.exchange import exchange_lists
from tiendo.demo.scenes.giving import give_on
from tiendo.demo.scenes.importing import bring_in_sheets
from tiendo.demo.scenes.issuing import issue_report
from tiendo.demo.scenes.judging import judge_years
from tiendo.demo.scenes.looks import keep_filters
from tiendo.demo.scenes.measure import measure
from tiendo.demo.scenes.meeting import meet
from tiendo.demo.scenes.minding import mind_late_work
from tiendo.demo.scenes.ordering import put_in_order
from tiendo.demo.scenes.people import staff_a_department
from tiendo.demo.scenes.rechecking import check_again
from tiendo.demo.scenes.replacing import replace_older_plan
from tiendo.demo.scenes.reporting_duties import report_by_duty
from tiendo.demo.scenes.spending import spend_on
from tiendo.programmes.models import Programme

Scene = Callable[[Crew, Programme], None]

SCENES: tuple[Scene, ...] = (
    ask_for_changes,
    follow_difficulties,
    give_on,
    put_in_order,
    replace_older_plan,
    check_again,
    judge_years,
    mind_late_work,
    staff_a_department,
    keep_filters,
    compose_dashboards,
    meet,
    exchange_lists,
    bring_in_sheets,
    spend_money,
    spend_on,
    measure,
    draw_figures,
    talk_of_figures,
    contribute,
    report_by_duty,
    issue_report,
    leave_for_the_night,
    # The last: it finds what the others left.
    watch_nights,
)


def play_scenes(crew: Crew, programme: Programme) -> None:
    """Play every scene, in order."""
    for scene in SCENES:
        scene(crew, programme)
