"""The rows of a workbook: under check, and as an import keeps them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TypedDict

from tiendo.accounts.importing.columns import Field
from tiendo.accounts.importing.workbook import Sheet, SheetRow
from tiendo.accounts.models import RoleCode
from tiendo.organisations.models import Organisation

NEW, POST, HELD, BAD = "new", "post", "held", "bad"


class Problem(TypedDict):
    """What is wrong with a cell: the code of ``importing.messages`` and what fills its words."""

    code: str
    params: dict[str, str]


class Row(TypedDict):
    """One checked row, as ``AccountImport.rows`` keeps it.

    ``status``: a new account, a new post of an account there is, a post held already, or bad.
    """

    row: int
    status: str
    username: str
    full_name: str
    email: str
    phone: str
    body: str
    organisation_id: int | None
    role: str
    position: str
    since: str
    problems: list[Problem]


@dataclass(slots=True)
class Draft:
    """A row under check."""

    row: SheetRow
    username: str = ""
    full_name: str = ""
    email: str = ""
    phone: str = ""
    body_words: str = ""
    division_words: str = ""
    role_words: str = ""
    position: str = ""
    since: dt.date = dt.date.min
    role: RoleCode | None = None
    body: Organisation | None = None
    status: str = NEW
    problems: list[Problem] = field(default_factory=list)

    def say(self, code: str, sheet: Sheet, at: Field, **params: str) -> None:
        """Note a problem of a cell."""
        value = str(self.row.values.get(at) or "")[:80]
        cell = sheet.cell(at, self.row.number)
        row = str(self.row.number)
        self.problems.append(
            {"code": code, "params": {"cell": cell, "row": row, "value": value, **params}}
        )


def kept(draft: Draft) -> Row:
    return {
        "row": draft.row.number,
        "status": draft.status,
        "username": draft.username,
        "full_name": draft.full_name,
        "email": draft.email,
        "phone": draft.phone,
        "body": draft.body.name if draft.body else draft.body_words,
        "organisation_id": draft.body.pk if draft.body else None,
        "role": draft.role.value if draft.role else draft.role_words,
        "position": draft.position,
        "since": draft.since.isoformat(),
        "problems": draft.problems,
    }
