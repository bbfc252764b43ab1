"""Bodies, accounts and the trail in a browser: accessible, within the screen, under the policy."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.factories import PASSWORD, actor, make_user
from tests.unit.accounts.workbooks import person, workbook
from tiendo.accounts.actions import delegate, grant_membership
from tiendo.accounts.importing import running
from tiendo.accounts.invitations import code_of
from tiendo.accounts.models import AccountImport, Invitation, RoleCode, User
from tiendo.audit.sealer import seal_pending
from tiendo.audit.trail import SYSTEM
from tiendo.domain import clock
from tiendo.organisations.actions import add_alias
from tiendo.organisations.divisions import add_division
from tiendo.organisations.loading import load_province
from tiendo.organisations.models import Organisation

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = dt.date(2025, 11, 10)


def body(slug: str) -> Organisation:
    return Organisation.objects.get(slug=slug)


@pytest.fixture
def administrator(tmp_path: Path, settings: Any) -> User:
    """Somebody who manages accounts and sees the whole trail, with some history behind."""
    settings.DATA_DIR = tmp_path
    with clock.at(clock.local_noon(TODAY)):
        load_province(by=SYSTEM)
        office, science = body("van-phong-ubnd-tinh"), body("so-khoa-hoc-va-cong-nghe")
        user = make_user("quantri", (office, RoleCode.ADMINISTRATOR), (office, RoleCode.INSPECTOR))
        head = make_user("thutruong", (science, RoleCode.UNIT_HEAD))
        officer = make_user("chuyenvien")
        grant_membership(
            user=officer,
            organisation=science,
            role=RoleCode.OFFICER,
            position="Phòng Chuyển đổi số",
            by=actor(user),
        )
        seal_pending()
        add_alias(organisation=science, name="Sở Khoa học, Công nghệ", by=actor(user))
        delegate(
            membership=head.memberships.get(),
            to=officer,
            since=TODAY,
            last_day=dt.date(2027, 11, 14),
            reason="Giấy ủy quyền 12/GUQ-SKHCN",
            by=actor(head),
        )
        office = add_division(parent=science, name="Phòng Chuyển đổi số", by=actor(head))
        grant_membership(
            user=officer, organisation=office, role=RoleCode.DIVISION_HEAD, by=actor(head)
        )
    bring_people(user)
    return user


def bring_people(administrator: User) -> None:
    """A workbook brought in, its invitations waiting, and one with errors still to decide."""
    by = actor(administrator)
    good = workbook([person(number, ngay=None) for number in range(1, 6)])
    row = running.check_import(file_name="can-bo-so-noi-vu.xlsx", raw=good, by=by)
    running.start_import(row=row, by=by, only_good=False)
    running.run_import(row.pk)
    bad = [person(number, ngay=None) for number in range(7, 12)]
    bad += [person(12, "Sở KHCNN"), person(13, vai_tro="Sếp", may="gọi sau")]
    running.check_import(file_name="can-bo-con-loi.xlsx", raw=workbook(bad), by=by)


def addresses() -> dict[str, str]:
    """The pages, by the name of their picture."""
    officer = User.objects.get(username="chuyenvien")
    done, checked = AccountImport.objects.order_by("pk")
    invited = Invitation.objects.order_by("pk")[0]
    return {
        "divisions": "/co-quan/so-khoa-hoc-va-cong-nghe/phong/",
        "my-posts": "/can-bo/toi/",
        "person": f"/can-bo/{officer.pk}/",
        "hand-over": f"/can-bo/{officer.pk}/ban-giao/",
        "imports": "/tai-khoan/nhap/",
        "import": f"/tai-khoan/nhap/{checked.pk}/",
        "import-done": f"/tai-khoan/nhap/{done.pk}/",
        "import-invitations": f"/tai-khoan/nhap/{done.pk}/thu-moi/",
        "invitation": f"/loi-moi/{code_of(invited)}/",
        "account-invited": f"/tai-khoan/{invited.user_id}/",
        "organisations": "/co-quan/",
        "organisations-of-a-day": "/co-quan/?ngay=2025-01-31&q=so",
        "organisation": "/co-quan/so-khoa-hoc-va-cong-nghe/",
        "organisation-add": "/co-quan/them/",
        "accounts": "/tai-khoan/",
        "account": f"/tai-khoan/{officer.pk}/",
        "account-add": "/tai-khoan/them/",
        "trail": "/nhat-ky/",
        "trail-of": f"/nhat-ky/tai-khoan/{officer.pk}/",
    }


def test_the_pages_are_accessible_and_fit_the_screen(
    page: Any,
    live_server: Any,
    administrator: User,
    assert_page_is_sound: Callable[..., None],
) -> None:
    page.goto(f"{live_server.url}/accounts/login/?next=/co-quan/")
    page.get_by_label("Tên đăng nhập").fill("quantri")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".frame")
    for name, address in addresses().items():
        assert_page_is_sound(page, f"{live_server.url}{address}", name)
