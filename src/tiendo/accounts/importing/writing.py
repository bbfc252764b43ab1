"""Bringing checked rows in: accounts, posts, invitations and events, a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.functions import Lower

from tiendo.accounts.actions.inviting import new_invitation
from tiendo.accounts.actions.posts import post_state
from tiendo.accounts.importing.rows import Row
from tiendo.accounts.models import AccountImport, ImportedPost, Invitation, Membership, User
from tiendo.audit.trail import Author, State, record_many
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit


def bring_in(current: AccountImport, rows: Sequence[Row], author: Author) -> State:
    """Make the accounts and posts of some rows; what came about meanwhile is left as it is.

    A body that ended, a post given by hand, a name taken by somebody else since the check: such a
    row brings nothing. Cost: about fifteen queries.
    """
    people = _people([row["username"] for row in rows])
    ends = _ends_of_bodies(rows)
    usable = [row for row in rows if _still_fits(row, people, ends)]
    new = _make_accounts(usable, people)
    posts = _make_posts(usable, people, new, ends)
    ImportedPost.objects.bulk_create(
        ImportedPost(
            account_import=current,
            row=row["row"],
            user=post.user,
            membership=post,
            is_new_account=post.user.username in new,
        )
        for row, post in posts
    )
    invitations = _invite(current, list(new.values()))
    created: State = {"has_password": False, "import": current.pk}
    made = [(author, user, None, created) for user in new.values()]
    record_many(action="account.created", rows=made)
    granted = [(author, post, None, post_state(post)) for _row, post in posts]
    record_many(action="membership.granted", rows=granted)
    _tell(current, invitations)
    return {"rows": len(rows), "accounts": len(new), "posts": len(posts)}


def _people(usernames: Sequence[str]) -> dict[str, User]:
    users = User.objects.annotate(name=Lower("username")).filter(name__in=set(usernames))
    return {user.username.casefold(): user for user in users}


def _ends_of_bodies(rows: Sequence[Row]) -> dict[int, DateRange]:
    ids = {row["organisation_id"] for row in rows if row["organisation_id"] is not None}
    bodies = Organisation.objects.filter(pk__in=ids).values_list("pk", "validity")
    return dict(bodies)


def _still_fits(row: Row, people: dict[str, User], bodies: dict[int, DateRange]) -> bool:
    user = people.get(row["username"])
    is_same = user is None or (
        user.is_active and str(user).casefold() == row["full_name"].casefold()
    )
    since = dt.date.fromisoformat(row["since"])
    return is_same and since in bodies.get(row["organisation_id"] or 0, DateRange(empty=True))


def _make_accounts(rows: Sequence[Row], people: dict[str, User]) -> dict[str, User]:
    """The accounts that are not there yet, made; ``people`` then holds everybody of the rows."""
    new: dict[str, User] = {}
    for row in rows:
        if row["username"] in people:
            continue
        user = User(
            username=row["username"],
            full_name=row["full_name"],
            email=row["email"],
            phone=row["phone"],
            password=make_password(None),
        )
        people[row["username"]] = new[row["username"]] = user
    User.objects.bulk_create(new.values())
    return new


def _make_posts(
    rows: Sequence[Row],
    people: dict[str, User],
    new: dict[str, User],
    bodies: dict[int, DateRange],
) -> list[tuple[Row, Membership]]:
    ids = [people[row["username"]].pk for row in rows]
    held: dict[tuple[int, int, str], list[DateRange]] = {}
    with_post: set[int] = set()
    for post in Membership.objects.filter(user__in=ids):
        key = (post.user_id, post.organisation_id, post.role)
        held.setdefault(key, []).append(post.validity)
        with_post.add(post.user_id)
    made: list[tuple[Row, Membership]] = []
    for row in rows:
        user, body_id = people[row["username"]], row["organisation_id"] or 0
        days = DateRange(dt.date.fromisoformat(row["since"]), bodies[body_id].upper)
        own = held.setdefault((user.pk, body_id, row["role"]), [])
        if any(_overlap(days, other) for other in own):
            continue
        own.append(days)
        post = Membership(
            user=user,
            organisation_id=body_id,
            role=row["role"],
            position=row["position"],
            validity=days,
            is_primary=user.pk not in with_post,
        )
        with_post.add(user.pk)
        made.append((row, post))
    Membership.objects.bulk_create(post for _row, post in made)
    return made


def _overlap(one: DateRange, other: DateRange) -> bool:
    starts = max(one.lower or dt.date.min, other.lower or dt.date.min)
    ends = min(one.upper or dt.date.max, other.upper or dt.date.max)
    return starts < ends


def _invite(current: AccountImport, users: Sequence[User]) -> list[Invitation]:
    rows = [new_invitation(user, current.created_by_id) for user in users]
    for row in rows:
        row.account_import = current
    return Invitation.objects.bulk_create(rows)


def _tell(current: AccountImport, invitations: Sequence[Invitation]) -> None:
    """One event for the channels, for those who can be reached by mail."""
    reached = [row for row in invitations if row.user.email]
    if reached:
        emit(
            "account.invited",
            target=current,
            users=[row.user_id for row in reached],
            payload={"invitations": [row.pk for row in reached]},
        )
