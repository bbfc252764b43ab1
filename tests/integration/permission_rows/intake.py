"""Who may reach the pages of urls/intake.py: coordinators alone."""

from __future__ import annotations

from tests.document_factories import extract_plan, register_plan, text_of
from tests.factories import World
from tests.integration.permission_rows import COORDINATORS, Row


def _text(world: World) -> tuple[object, ...]:
    return (text_of(register_plan(world)).pk,)


def _run(world: World) -> tuple[object, ...]:
    return (extract_plan(world).pk,)


def _draft(world: World) -> tuple[object, ...]:
    return (extract_plan(world).drafts.all()[0].pk,)


def _post(data: dict[str, str], *status: int) -> Row:
    return Row(COORDINATORS, _run, method="post", data=data, status=status)


def _draft_post(data: dict[str, str], *status: int) -> Row:
    return Row(COORDINATORS, _draft, method="post", data=data, status=status)


ROWS: dict[str, Row] = {
    "intake-start": Row(COORDINATORS, _text, method="post", status=(302,)),
    "intake-review": Row(COORDINATORS, _run),
    # the reading is done, so the page leads on
    "intake-progress": Row(COORDINATORS, _run),
    "intake-decide": _post({"decision": "accept:0"}, 302),
    "intake-bulk": _post({"action": "accept"}, 302),
    "intake-body": _post({"name": "Trung tâm Kết nối Vùng cao"}, 302),
    # no such problem, which the page says
    "intake-problem": _post({"key": "none", "reason": "thử"}, 409),
    # no such citation
    "intake-citation": _post({"link": "0", "van-ban": "0"}, 404),
    "intake-approve": Row(COORDINATORS, _run),
    "intake-go-live": Row(COORDINATORS, _run),
    "intake-draft-edit": Row(COORDINATORS, _draft),
    "intake-draft-split": Row(COORDINATORS, _draft),
    # one duty, no later reading and no task: each page says so
    "intake-draft-split-offered": _draft_post({"version": "1"}, 409),
    "intake-draft-reading": _draft_post({"version": "1", "chon": "moi"}, 409),
    "intake-draft-supplement": _draft_post({}, 409),
    "intake-draft-restore": _draft_post({}, 302),
    # the lead of this draft is no group, which the page says
    "intake-draft-expand": Row(
        COORDINATORS, _draft, method="post", data={"version": "1"}, status=(409,)
    ),
    "intake-draft-link": Row(COORDINATORS, _draft),
    "intake-match": Row(COORDINATORS, _run),
    "intake-match-many": Row(COORDINATORS, _run),
    "intake-draft-match": Row(COORDINATORS, _draft),
    # nothing was decided about this draft, which the page says
    "intake-draft-unmatch": _draft_post({"version": "1"}, 409),
}
