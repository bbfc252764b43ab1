"""Imports of accounts: checked, started, brought in by a job, stopped, taken back.

The job brings in some rows at a time, each time with its events and its progress in one
transaction: stopped anywhere, it goes on where it was, and nothing comes twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import ProtectedError, Q
from procrastinate.contrib.django import app

from tiendo.accounts.actor import Actor
from tiendo.accounts.errors import AccountError
from tiendo.accounts.importing.checking import check_sheet
from tiendo.accounts.importing.rows import BAD, NEW, POST, Row
from tiendo.accounts.importing.workbook import read_sheet
from tiendo.accounts.importing.writing import bring_in
from tiendo.accounts.models import (
    OPEN_IMPORT,
    AccountImport,
    ImportState,
    Invitation,
    Membership,
    User,
)
from tiendo.audit.trail import SYSTEM, Author, State, record
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on

IMPORT_JOB = "accounts.import"
CHUNK = 500
MANAGE = "account.manage"


@transaction.atomic
def check_import(*, file_name: str, raw: bytes, by: Actor) -> AccountImport:
    """Read a workbook and check every row; nothing is brought in yet.

    Errors: PermissionRefused; AccountError for a file that is no workbook of accounts.
    """
    author = by.require(MANAGE)
    sheet = read_sheet(raw, parameter_on("import_most_rows", clock.today()))
    rows = check_sheet(sheet)
    row = AccountImport.objects.create(
        file_name=file_name[:255],
        created_by_id=by.user_id,
        created_at=clock.now(),
        rows=rows,
        read_count=len(rows),
        error_count=sum(kept["status"] == BAD for kept in rows),
        total=sum(kept["status"] in (NEW, POST) for kept in rows),
    )
    after: State = {"rows": row.read_count, "issues": row.error_count}
    record(by=author, action="accountimport.checked", target=row, after=after)
    return row


@transaction.atomic
def start_import(*, row: AccountImport, by: Actor, only_good: bool) -> AccountImport:
    """Have the good rows brought in by a job; all or none unless ``only_good``.

    Errors: PermissionRefused; AccountError (bad rows, none good, decided before).
    """
    author = by.require(MANAGE)
    current = locked(row.pk)
    if current.state != ImportState.CHECKED:
        raise AccountError("import_decided")
    if current.error_count and not only_good:
        raise AccountError("import_has_errors", count=str(current.error_count))
    if not current.total:
        raise AccountError("import_brings_nothing")
    current.state = ImportState.WAITING
    current.save(update_fields=["state"])
    record(by=author, action="accountimport.started", target=current)
    app.configure_task(IMPORT_JOB).defer(import_id=current.pk)
    return current


@transaction.atomic
def cancel_import(*, row: AccountImport, by: Actor) -> AccountImport:
    """Stop an import, or throw a checked one away; what was brought in stays until taken back.

    Errors: PermissionRefused; AccountError where it has ended.
    """
    author = by.require(MANAGE)
    current = locked(row.pk)
    if current.state not in (ImportState.CHECKED, *OPEN_IMPORT):
        raise AccountError("import_decided")
    _end(current, ImportState.CANCELLED)
    after: State = {"rows": current.done}
    record(by=author, action="accountimport.cancelled", target=current, after=after)
    return current


@transaction.atomic
def undo_import(*, row: AccountImport, by: Actor) -> AccountImport:
    """Take back all that an import brought, while none of its people signed in.

    Errors: PermissionRefused; AccountError (under way, somebody signed in, work in their names).
    """
    author = by.require(MANAGE)
    current = locked(row.pk)
    if current.state not in (ImportState.DONE, ImportState.CANCELLED) or not current.done:
        raise AccountError("import_not_undoable")
    _check_nobody_came(current)
    posts = list(current.posts.values_list("user_id", "membership_id", "is_new_account"))
    new = {user for user, _post, is_new in posts if is_new}
    try:
        Invitation.objects.filter(account_import=current).delete()
        Membership.objects.filter(pk__in=[post for _user, post, _new in posts]).delete()
        User.objects.filter(pk__in=new).delete()
    except ProtectedError as error:
        raise AccountError("import_in_use") from error
    _end(current, ImportState.UNDONE)
    after: State = {"accounts": len(new), "posts": len(posts)}
    record(by=author, action="accountimport.undone", target=current, after=after)
    return current


def run_import(import_id: int) -> None:
    """Bring in the rows of an import that waits or was left; safe to repeat, stops when told."""
    while _run_chunk(import_id):
        pass


@transaction.atomic
def _run_chunk(import_id: int) -> bool:
    """Bring in the next rows; whether there may be more."""
    current = locked(import_id)
    if current.state not in OPEN_IMPORT:
        return False
    waiting = _to_bring(current.rows)[current.done : current.done + CHUNK]
    author = Author(current.created_by_id)
    brought = bring_in(current, waiting, author)
    record(by=author, action="account.imported", target=current, after=brought)
    current.done += len(waiting)
    current.heard_at = clock.now()
    current.state = ImportState.RUNNING
    current.save(update_fields=["done", "heard_at", "state"])
    if current.done < current.total:
        return True
    _end(current, ImportState.DONE)
    record(by=SYSTEM, action="accountimport.done", target=current, after={"rows": current.done})
    return False


def _to_bring(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["status"] in (NEW, POST)]


def _end(row: AccountImport, state: ImportState) -> None:
    """End an import; what people typed is forgotten, as the accounts hold it."""
    row.state, row.ended_at, row.rows = state, clock.now(), _only_problems(row.rows)
    row.save(update_fields=["state", "ended_at", "rows"])


def _only_problems(rows: Iterable[Row]) -> list[Row]:
    """The bad rows, which somebody still mends in the workbook."""
    return [row for row in rows if row["status"] == BAD]


def _check_nobody_came(row: AccountImport) -> None:
    came = row.posts.filter(
        Q(user__last_login__isnull=False, is_new_account=True)
        | Q(user__last_login__gte=row.created_at)
    ).select_related("user")
    first = came.first()
    if first is not None:
        raise AccountError("import_signed_in", person=str(first.user))
    if Invitation.objects.filter(account_import=row, used_at__isnull=False).exists():
        raise AccountError("import_signed_in", person=row.file_name)


def locked(pk: int) -> AccountImport:
    """An import locked until the end of the transaction."""
    return AccountImport.objects.select_for_update().get(pk=pk)
