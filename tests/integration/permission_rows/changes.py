"""Who may reach the pages of urls/changes.py: the body that asks drafts, its head sends, the
coordinator appraises and applies, the leader decides."""

from __future__ import annotations

import datetime as dt

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, STAFF, Row
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.reporting.decision_papers.actions import draft_decision_paper
from tiendo.tasks.actions.change_deciding import Decision, appraise_change, decide_change
from tiendo.tasks.actions.changes import draft_change, send_change
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import ChangeRequest

ASKING = frozenset({"snv_officer", "snv_head"})
# Those who work on the task, confirm it, or see all.
READERS = ASKING | OVERSEERS | {"stc_officer", "stc_head", "skhcn_officer"}
ASKERS = STAFF - {"leader", "inspector", "clerk"}


def _draft(world: World) -> ChangeRequest:
    far = clock.today() + dt.timedelta(days=400)
    task = bring_to(
        world,
        make_task(world, make_programme(world), last_day=far, deadline_key=far.isoformat()),
        State.LIVE,
    )
    return draft_change(
        kind="extension",
        organisation=world.snv,
        programme=task.programme,
        task=task,
        proposed=Terms(last_day=far + dt.timedelta(days=30)),
        reason="Chờ hướng dẫn",
        by=actor(world.snv_officer),
    )


def a_draft(world: World) -> tuple[object, ...]:
    return (_draft(world).pk,)


def _sent(world: World) -> ChangeRequest:
    return send_change(change=_draft(world), by=actor(world.snv_head))


def a_sent_one(world: World) -> tuple[object, ...]:
    return (_sent(world).pk,)


def _appraised(world: World) -> ChangeRequest:
    row = _sent(world)
    return appraise_change(change=row, opinion="agree", by=actor(world.coordinator))


def an_appraised_one(world: World) -> tuple[object, ...]:
    return (_appraised(world).pk,)


def an_accepted_one(world: World) -> tuple[object, ...]:
    row = decide_change(
        change=_appraised(world), decision=Decision("accepted"), by=actor(world.leader)
    )
    return (row.pk,)


def a_decision_paper(world: World) -> tuple[object, ...]:
    row = _appraised(world)
    written = draft_decision_paper(
        by=actor(world.coordinator), programme=row.programme, changes=[row]
    )
    return (written.pk,)


def a_file(world: World) -> tuple[object, ...]:
    return (*a_decision_paper(world), 1)


PAPER = {"document": "5/QĐ-UBND", "document_date": "01/07/2025"}
ROWS: dict[str, Row] = {
    "change-list": Row(STAFF),
    "change-new": Row(ASKERS),
    "change-many": Row(COORDINATORS, method="post", data={"action": "appraise"}),
    "change": Row(READERS, a_sent_one),
    "change-edit": Row(ASKING, a_draft),
    "change-send": Row(
        frozenset({"snv_head"}), a_draft, method="post", data={"version": "2"}, status=(302,)
    ),
    "change-withdraw": Row(
        ASKING,
        a_sent_one,
        method="post",
        data={"version": "3", "reason": "Kịp hạn"},
        status=(302,),
    ),
    "change-return": Row(
        COORDINATORS,
        a_sent_one,
        method="post",
        data={"version": "3", "reason": "Thiếu căn cứ"},
        status=(302,),
    ),
    "change-appraise": Row(
        COORDINATORS,
        a_sent_one,
        method="post",
        data={"version": "3", "opinion": "agree"},
        status=(302,),
    ),
    "change-decide": Row(
        frozenset({"leader"}),
        an_appraised_one,
        method="post",
        data={"version": "4", "outcome": "accepted"},
        status=(302,),
    ),
    "change-apply": Row(
        COORDINATORS,
        an_accepted_one,
        method="post",
        data={"version": "5", **PAPER},
        status=(302,),
    ),
    "decision-paper-list": Row(OVERSEERS),
    "decision-paper-new": Row(COORDINATORS),
    "decision-paper": Row(OVERSEERS, a_decision_paper),
    "decision-paper-download": Row(OVERSEERS, a_file),
    "decision-paper-rewrite": Row(COORDINATORS, a_decision_paper),
    "decision-paper-decide": Row(
        frozenset({"leader"}),
        a_decision_paper,
        method="post",
        data={"version": "1", **PAPER},
        status=(302,),
    ),
}
