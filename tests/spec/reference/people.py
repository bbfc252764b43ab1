"""The page of roles and permissions, and the page of the lifecycle."""

from __future__ import annotations

from collections.abc import Iterator

from tests.spec.reference.markdown import code, page, section, table
from tiendo.accounts.models import RoleCode
from tiendo.accounts.roles import (
    LEADING,
    OF_LEADERS,
    PERMISSIONS,
    PROVINCE_WIDE,
    PROVINCE_WIDE_BY_ROLE,
    ROLES,
)
from tiendo.domain.lifecycle import TRANSITIONS, Side, State, Transition
from tiendo.tasks.messages import ACTIONS
from tiendo.tasks.models import Lifecycle
from tiendo.workspace.task_words import STEP_BUTTONS

SIDES: dict[Side, str] = {
    Side.COORDINATING: "the coordinating body of the programme",
    Side.LEAD: "the lead body",
    Side.CONFIRMER: "the confirming body, never the lead body",
    Side.PROVINCE: "the province",
}


def write_permissions() -> str:
    """Who may do what."""
    return page(
        "Roles and permissions",
        "A role is a named list of permissions (`tiendo.accounts.roles`); code asks for a"
        " permission, never for a role. A person may hold several posts, each with its days, and"
        " may act for another by a dated delegation.",
        section("Roles", table(["code", "word on screen"], _roles())),
        section(
            "Permissions by role",
            "●: at every body. ○: at the body of the post, and at the body its division belongs"
            " to. ◌: at the body of the post and its divisions, never upwards. Leaders hold ○ at"
            " the divisions of their body too. Empty: not allowed.",
            table(["permission", "means", *(str(role.label) for role in RoleCode)], _matrix()),
        ),
    )


def _roles() -> Iterator[tuple[str, str]]:
    for role in RoleCode:
        yield code(role.value), str(role.label)


def _matrix() -> Iterator[list[str]]:
    for name, meaning in PERMISSIONS.items():
        yield [code(name), meaning, *(_mark(role.value, name) for role in RoleCode)]


def _mark(role: str, permission: str) -> str:
    if permission not in ROLES[role]:
        return ""
    everywhere = PROVINCE_WIDE | PROVINCE_WIDE_BY_ROLE.get(role, frozenset())
    if permission in everywhere:
        return "●"
    return "◌" if role in LEADING and permission in OF_LEADERS else "○"


def write_lifecycle() -> str:
    """From which state which action leads where, and who may take it."""
    return page(
        "Lifecycle of a task",
        "Stored states change by these actions alone (`tiendo.domain.lifecycle`); a trigger of the"
        " database enforces the same table. The status that people read is computed from them:"
        " [status.md](status.md).",
        section("States", table(["code", "word on screen"], _states())),
        section(
            "Actions",
            table(
                ["from", "action", "button", "to", "permission", "asked at", "reason"],
                map(_transition, TRANSITIONS),
            ),
        ),
        section(
            "What else is asked",
            table(["action", "needs"], _NEEDS),
        ),
    )


_NEEDS = (
    ("`go_live`", "nothing missing of stage 1 of “6 rõ”"),
    ("`claim`", "the day of the product, not in the future; a file or the number of a document"),
    (
        "`confirm`",
        "a person without a post in the lead body or in the body that claimed, who neither claimed"
        " nor approved",
    ),
    ("`suspend`, `cancel`, `supersede`", "the number of the document that decided it"),
)


def _states() -> Iterator[tuple[str, str]]:
    for state in State:
        yield code(state), str(Lifecycle(state).label)


def _transition(row: Transition) -> tuple[str, ...]:
    return (
        ", ".join(code(source) for source in row.sources),
        code(row.action),
        str(STEP_BUTTONS.get(row.action, ACTIONS[row.action])),
        code(row.target),
        code(row.permission),
        SIDES[row.side],
        "needed" if row.needs_reason else "",
    )
