"""Checking the rows of a workbook against the base, all at once: a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q
from django.db.models.functions import Lower

from tiendo.accounts.importing.cells import (
    BadCell,
    day_in,
    email_of,
    phone_of,
    text_of,
    username_of,
)
from tiendo.accounts.importing.columns import Field
from tiendo.accounts.importing.placing import place
from tiendo.accounts.importing.rows import BAD, HELD, POST, Draft, Row, kept
from tiendo.accounts.importing.workbook import Sheet, SheetRow
from tiendo.accounts.models import Membership, RoleCode, User
from tiendo.domain import clock
from tiendo.domain.collation import fold

_Value = TypeVar("_Value")
# Words that workbooks use for roles besides the labels on screen.
_ROLE_WORDS = {
    "thu truong": RoleCode.UNIT_HEAD,
    "thu truong co quan": RoleCode.UNIT_HEAD,
    "pho thu truong don vi": RoleCode.DEPUTY_HEAD,
    "truong phong": RoleCode.DIVISION_HEAD,
    "can bo": RoleCode.OFFICER,
    "chuyen vien tong hop": RoleCode.OFFICER,
    "dieu phoi vien": RoleCode.COORDINATOR,
    "van phong uy ban nhan dan": RoleCode.OFFICE,
    "lanh dao": RoleCode.LEADER,
}


def check_sheet(sheet: Sheet) -> list[Row]:
    """Every row with what it would bring, or what is wrong with it. Cost: at most ten queries."""
    drafts = [_read(sheet, row) for row in sheet.rows]
    place(sheet, drafts)
    known = _known_people(drafts)
    _check_people(sheet, drafts, known)
    _check_repeats(sheet, drafts)
    _check_posts(drafts, known)
    return [kept(draft) for draft in drafts]


def _read(sheet: Sheet, row: SheetRow) -> Draft:
    """The values of the cells, each bad one noted."""
    draft = Draft(row)
    offer = ""

    def take(at: Field, read: Callable[[object], _Value], empty: _Value) -> _Value:
        if at in row.formulas:
            draft.say("formula", sheet, at)
            return empty
        try:
            return read(row.values.get(at))
        except BadCell as bad:
            draft.say(bad.code, sheet, at, offer=offer)
            return empty

    draft.full_name = take(Field.FULL_NAME, lambda value: text_of(value, 150), "")
    offer = offered_username(draft.full_name)
    draft.username = take(Field.USERNAME, username_of, "")
    draft.email = take(Field.EMAIL, email_of, "")
    draft.phone = take(Field.PHONE, phone_of, "")
    draft.body_words = take(Field.BODY, lambda value: text_of(value, 250), "")
    draft.division_words = take(Field.DIVISION, lambda value: text_of(value, 250), "")
    draft.position = take(Field.POSITION, lambda value: text_of(value, 150), "")
    draft.role_words = take(Field.ROLE, lambda value: text_of(value, 80), "")
    today = clock.today()
    draft.since = take(Field.SINCE, lambda value: day_in(value, today), today)
    if not draft.full_name and Field.FULL_NAME not in row.formulas:
        draft.say("name_missing", sheet, Field.FULL_NAME)
    _find_role(sheet, draft)
    return draft


def offered_username(full_name: str) -> str:
    """A sign-in name made of a full name: "Nguyễn Văn An" → "nguyenvanan"."""
    return "".join(sign for sign in fold(full_name) if sign.isascii() and sign.isalnum())[:40]


def _find_role(sheet: Sheet, draft: Draft) -> None:
    if Field.ROLE in draft.row.formulas:
        return
    by_words = {fold(str(role.label)): role for role in RoleCode} | _ROLE_WORDS
    by_words |= {role.value: role for role in RoleCode}
    labels = ", ".join(str(role.label) for role in RoleCode if role != RoleCode.ADMINISTRATOR)
    if not draft.role_words:
        draft.say("role_missing", sheet, Field.ROLE, near=labels)
        return
    draft.role = by_words.get(" ".join(fold(draft.role_words).split()))
    if draft.role is None:
        draft.say("role_unknown", sheet, Field.ROLE, near=labels)
    elif draft.role == RoleCode.ADMINISTRATOR:
        draft.say("role_by_hand", sheet, Field.ROLE)


@dataclass(frozen=True, slots=True)
class _People:
    by_username: Mapping[str, User]
    username_by_email: Mapping[str, str]


def _known_people(drafts: Iterable[Draft]) -> _People:
    """The accounts there are with the names or addresses of the rows. Cost: one query."""
    rows = list(drafts)
    names = {row.username for row in rows if row.username}
    addresses = {row.email.casefold() for row in rows if row.email}
    users = User.objects.annotate(name=Lower("username"), address=Lower("email")).filter(
        Q(name__in=names) | Q(address__in=addresses)
    )
    people = list(users)
    return _People(
        {user.username.casefold(): user for user in people},
        {user.email.casefold(): user.username.casefold() for user in people if user.email},
    )


def _check_people(sheet: Sheet, drafts: Iterable[Draft], known: _People) -> None:
    """One name is one person, in the file and in the base; one address too."""
    first: dict[str, Draft] = {}
    owner = dict(known.username_by_email)
    for draft in drafts:
        if not draft.username:
            continue
        user = known.by_username.get(draft.username)
        before = first.setdefault(draft.username, draft)
        name = str(user) if user is not None else before.full_name
        if not _same_name(name, draft.full_name):
            offer = f"{offered_username(draft.full_name)}2"
            draft.say("username_of_another", sheet, Field.USERNAME, other=name, offer=offer)
        elif user is not None and not user.is_active:
            draft.say("username_closed", sheet, Field.USERNAME)
        if draft.email:
            held = owner.setdefault(draft.email.casefold(), draft.username)
            if held != draft.username:
                draft.say("email_taken", sheet, Field.EMAIL, other=held)


def _same_name(one: str, other: str) -> bool:
    """Whether two full names are one, whatever their case; an account without a name fits none."""
    return not other or one.casefold().split() == other.casefold().split()


def _check_repeats(sheet: Sheet, drafts: Iterable[Draft]) -> None:
    seen: dict[tuple[str, int, str], Draft] = {}
    for draft in drafts:
        if not draft.username or draft.body is None or draft.role is None:
            continue
        before = seen.setdefault((draft.username, draft.body.pk, draft.role), draft)
        if before is not draft:
            draft.say("repeated", sheet, Field.USERNAME, other=str(before.row.number))


def _check_posts(drafts: Iterable[Draft], known: _People) -> None:
    """Tell new accounts from new posts of people there are, and posts held already. One query."""
    rows = list(drafts)
    held = set(_held_posts(known.by_username.values()))
    for draft in rows:
        user = known.by_username.get(draft.username)
        if draft.problems:
            draft.status = BAD
        elif user is not None:
            key = (user.pk, draft.body.pk if draft.body else 0, str(draft.role))
            draft.status = HELD if key in held else POST


def _held_posts(users: Iterable[User]) -> Iterator[tuple[int, int, str]]:
    posts = Membership.objects.filter(user__in=[user.pk for user in users])
    posts = posts.filter(Q(validity__contains=clock.today()) | Q(validity__fully_gt=_until_today()))
    yield from posts.values_list("user_id", "organisation_id", "role")


def _until_today() -> tuple[None, dt.date]:
    return (None, clock.today())
