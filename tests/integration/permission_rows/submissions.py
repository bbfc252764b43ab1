"""Who may reach the pages of urls/submissions.py: what Sở Nội vụ hands in, its own people write,
its head sends, overseers read, the coordinator receives."""

from __future__ import annotations

from collections.abc import Callable

from tests import submission_factories as made
from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, STAFF, Row
from tests.report_factories import approve_plan_report
from tests.submission_factories import PLACE, Owed
from tiendo.regimes.models import Submission

OWN = frozenset({"snv_officer", "snv_head"})
READERS = OVERSEERS | OWN
HEADS = frozenset({"snv_head"})
Args = Callable[[World], tuple[object, ...]]


def _owed(world: World) -> Owed:
    return made.make_owed(world)


def _open(world: World) -> Submission:
    return made.open_for(world, _owed(world))


def _sent(world: World) -> Submission:
    return made.send_for(world, _open(world))


def _returned(world: World) -> Submission:
    return made.return_for(world, _sent(world))


def duty(world: World) -> tuple[object, ...]:
    return (_owed(world).duties["snv"].pk,)


def opened(world: World) -> tuple[object, ...]:
    return (_open(world).pk,)


def sent(world: World) -> tuple[object, ...]:
    return (_sent(world).pk,)


def approved(world: World) -> tuple[object, ...]:
    submission = _open(world)
    approve_plan_report(submission.report, actor(world.leader))
    return (submission.pk,)


def returned(world: World) -> tuple[object, ...]:
    return (_returned(world).pk,)


def place(world: World) -> tuple[object, ...]:
    return (_open(world).pk, PLACE)


def version(world: World) -> tuple[object, ...]:
    submission = _open(world)
    made.write_for(world, submission, "Lần một")
    made.write_for(world, submission, "Lần hai")
    return (submission.pk, PLACE, 1)


def remark(world: World) -> tuple[object, ...]:
    return (made.open_remark(_returned(world)).pk,)


ROWS: dict[str, Row] = {
    "submission-list": Row(STAFF),
    "submission-queue": Row(OVERSEERS),
    "submission-accept-several": Row(COORDINATORS, method="post", status=(302,)),
    "submission-open": Row(OWN, duty, method="post", status=(302,)),
    "submission": Row(READERS, opened),
    "submission-fresh": Row(READERS, opened),
    "submission-changes": Row(READERS, opened),
    "submission-compose": Row(OWN, opened, method="post", data={"version": "1"}, status=(302,)),
    "submission-write": Row(OWN, place),
    "submission-keep": Row(OWN, place, method="post", data={"text": "Lời", "base_version": "0"}),
    "submission-words": Row(READERS, place),
    "submission-restore": Row(OWN, version, method="post", status=(302,)),
    "submission-ready": Row(OWN, opened, method="post", status=(302,)),
    "submission-send": Row(HEADS, opened),
    "submission-take-back": Row(HEADS, sent),
    "submission-reopen": Row(OWN, approved),
    "submission-rework": Row(OWN, returned, method="post", status=(302,)),
    "submission-accept": Row(COORDINATORS, sent),
    "submission-return": Row(COORDINATORS, sent),
    "remark-new": Row(COORDINATORS, sent),
    "remark-answer": Row(OWN, remark),
    "remark-settle": Row(COORDINATORS, remark, method="post", status=(302,)),
}
