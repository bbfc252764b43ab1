"""Who may reach the pages of urls/accounts.py: those who manage accounts, nobody else."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from tests.factories import PASSWORD, World
from tests.integration.permission_rows import ADMINISTRATORS, Row
from tiendo.accounts.models import AccountImport, Delegation, RoleCode


def an_account(world: World) -> tuple[object, ...]:
    return (world.snv_officer.pk,)


def a_post(world: World) -> tuple[object, ...]:
    return (world.snv_officer.memberships.get().pk,)


def a_delegation(world: World) -> tuple[object, ...]:
    row = Delegation.objects.create(
        membership=world.snv_head.memberships.get(),
        delegate=world.snv_officer,
        validity=DateRange(dt.date(2025, 7, 1), None),
        reason="đi công tác",
        created_by=world.snv_head,
        created_at=timezone.now(),
    )
    return (row.pk,)


def posted(data: dict[str, object], args=an_account, status: int = 302) -> Row:
    return Row(ADMINISTRATORS, args, method="post", data=data, status=(status,))


def an_import(world: World) -> tuple[object, ...]:
    row = AccountImport.objects.create(
        file_name="danh-sach.xlsx", created_by=world.administrator, created_at=timezone.now()
    )
    return (row.pk,)


ROWS: dict[str, Row] = {
    "account-list": Row(ADMINISTRATORS),
    "account-add": Row(ADMINISTRATORS),
    "account": Row(ADMINISTRATORS, an_account),
    "account-imports": Row(ADMINISTRATORS),
    "account-import-template": Row(ADMINISTRATORS),
    "account-import": Row(ADMINISTRATORS, an_import),
    # an import without rows brings nothing and has nothing to take back
    "account-import-start": posted({}, an_import, status=422),
    "account-import-cancel": posted({}, an_import),
    "account-import-undo": posted({}, an_import, status=422),
    "account-import-invitations": Row(ADMINISTRATORS, an_import),
    "account-invite": posted({}),
    "account-withdraw": posted({}, status=422),
    "account-unlock": posted({"reason": "gọi điện xác minh"}, status=422),
    "account-second-step": posted({"reason": "mất điện thoại"}, status=422),
    "membership-edit": posted({"since": "01/01/2025"}, a_post),
    # what is missing in the form is said on the page
    "account-grant": posted({"role": RoleCode.OFFICER}, status=422),
    "account-delegate": posted({}, status=422),
    "account-password": posted({"password": PASSWORD + " khác"}),
    "account-switch": posted({}),
    "membership-end": posted({"last_day": "31/12/2027"}, a_post),
    "delegation-revoke": posted({}, a_delegation),
}
