"""Who may reach the pages of urls/papers.py: a paper of UBND tỉnh, numbered in its office."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from tests.certificate_factories import root_pem
from tests.factories import World, actor
from tests.integration.permission_rows import ADMINISTRATORS, COORDINATORS, OVERSEERS, STAFF, Row
from tests.issuing_factories import paper_in, waiting_report
from tiendo.issuing.models import FileKind
from tiendo.issuing.rendering import newest
from tiendo.issuing.trusting import add_trust

CLERKS = frozenset({"clerk"})
# A head numbers for a body whose clerk has no account.
HEADS = frozenset({"skhcn_head", "snv_head", "stc_head", "ea_trang_head"})
LEADERS = frozenset({"leader"})
Args = Callable[[World], tuple[object, ...]]


@cache
def _in(state: str) -> Args:
    return lambda world: (paper_in(world, state).pk,)


def _report(world: World) -> tuple[object, ...]:
    return (waiting_report(world).pk,)


def _file(world: World) -> tuple[object, ...]:
    paper = paper_in(world, "numbered")
    file = newest(paper, FileKind.FINAL_PDF)
    return (paper.pk, file.pk if file else 0)


def _trust(world: World) -> tuple[object, ...]:
    held = add_trust(by=actor(world.administrator), content=root_pem(), source="Nơi cấp thử")
    return (held[0].pk,)


ROWS: dict[str, Row] = {
    "trust-list": Row(ADMINISTRATORS),
    "trust-drop": Row(ADMINISTRATORS, _trust),
    "trust-file": Row(ADMINISTRATORS, _trust),
    "paper-list": Row(STAFF),
    "paper-register": Row(STAFF),
    "number-books": Row(CLERKS | HEADS),
    "paper-open": Row(COORDINATORS, _report, method="post", status=(302,)),
    "paper": Row(OVERSEERS | CLERKS, _in("draft")),
    "paper-file": Row(OVERSEERS | CLERKS, _file),
    "paper-review": Row(COORDINATORS, _in("draft")),
    "paper-submit": Row(COORDINATORS, _in("reviewed")),
    "paper-sign": Row(LEADERS, _in("submitted")),
    "paper-send-back": Row(LEADERS, _in("submitted")),
    "paper-number": Row(CLERKS, _in("signed")),
    "paper-drop-number": Row(CLERKS, _in("numbered")),
    "paper-seal": Row(CLERKS, _in("numbered")),
    "paper-seal-here": Row(CLERKS, _in("numbered")),
    "paper-issue": Row(CLERKS, _in("numbered")),
}
