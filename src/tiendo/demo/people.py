"""The people of the demo: the accounts to sign in with, and the staff of the other bodies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from tiendo.accounts.actions import PersonData, create_user, grant_membership, set_password
from tiendo.accounts.actor import Actor
from tiendo.accounts.errors import AccountError
from tiendo.accounts.models import Membership, RoleCode, User
from tiendo.accounts.queries import load_actor
from tiendo.audit.trail import SYSTEM, Author, record
from tiendo.domain import clock
from tiendo.organisations.models import Organisation

COMMITTEE = "ubnd-tinh"
COORDINATOR = "so-khoa-hoc-va-cong-nghe"
OFFICE = "van-phong-ubnd-tinh"
DEPARTMENT = "so-noi-vu"
COMMUNE = "ubnd-phuong-buon-ma-thuot"


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the demo with its one post."""

    username: str
    full_name: str
    body: str
    role: RoleCode
    position: str


ADMINISTRATOR = Account(
    "quantri", "Phan Quốc Bảo", OFFICE, RoleCode.ADMINISTRATOR, "Quản trị hệ thống"
)
ACCOUNTS = (
    ADMINISTRATOR,
    Account("chuyenvien", "H'Nga Ayun", DEPARTMENT, RoleCode.OFFICER, "Chuyên viên"),
    Account("thutruong", "Trần Minh Khôi", DEPARTMENT, RoleCode.UNIT_HEAD, "Giám đốc"),
    Account("chuyenvienxa", "H'Linh Niê", COMMUNE, RoleCode.OFFICER, "Công chức Văn phòng"),
    Account("chutichxa", "Nguyễn Văn Thạch", COMMUNE, RoleCode.UNIT_HEAD, "Chủ tịch"),
    Account(
        "dieuphoi", "Lê Thị Thanh Xuân", COORDINATOR, RoleCode.COORDINATOR, "Chuyên viên điều phối"
    ),
    Account("vanphong", "Đặng Hữu Phước", OFFICE, RoleCode.OFFICE, "Chuyên viên theo dõi"),
    Account("lanhdao", "Y Sơn Kbuôr", COMMITTEE, RoleCode.LEADER, "Phó Chủ tịch"),
    Account("kiemtra", "Vũ Đình Toàn", COMMITTEE, RoleCode.INSPECTOR, "Tổ kiểm tra"),
    Account("vanthu", "Nguyễn Thị Kim Liên", OFFICE, RoleCode.CLERK, "Văn thư"),
)
_FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Y",
    "H'",
)
_MIDDLE = ("Văn", "Thị", "Minh", "Thanh", "Quang", "Ngọc", "Đức", "Thu", "Hữu", "Xuân")
_GIVEN = ("An", "Bình", "Cường", "Dung", "Giang", "Hạnh", "Khánh", "Linh", "Nam", "Phương", "Tuấn")
_GIVEN_EDE = ("Bhiu Niê", "Linh Mlô", "Thịnh Êban", "Nuên Ayun", "Khoa Byă", "Ngọc Kbuôr")


def account_name(number: int) -> str:
    """A full name, the same for the same number; each mixed otherwise than its neighbours."""
    family = _FAMILY[number * 5 % len(_FAMILY)]
    if family == "Y":
        return f"Y {_GIVEN_EDE[number % len(_GIVEN_EDE)]}"
    if family == "H'":
        return f"H'{_GIVEN_EDE[number % len(_GIVEN_EDE)]}"
    middle = _MIDDLE[number * 3 % len(_MIDDLE)]
    return f"{family} {middle} {_GIVEN[number * 7 % len(_GIVEN)]}"


@transaction.atomic
def make_accounts(password: str, since: dt.date) -> None:
    """Add the accounts of the demo that are not there yet, with posts from a day on."""
    bodies = Organisation.objects.in_bulk({account.body for account in ACCOUNTS}, field_name="slug")
    by: Actor | Author = SYSTEM
    for account in ACCOUNTS:
        user = User.objects.filter(username=account.username).first()
        if user is None:
            person = PersonData(account.username, account.full_name)
            user = create_user(person=person, password=None, by=by)
            _give(user, password, by)
        _post(user, bodies[account.body], account.role, account.position, since, by)
        if account is ADMINISTRATOR:
            by = load_actor(user, clock.today())


def renew_password(password: str) -> bool:
    """Give all accounts of the demo the password where it is another one; whether it was."""
    administrator = User.objects.get(username=ADMINISTRATOR.username)
    if administrator.check_password(password):
        return False
    with transaction.atomic():
        by = load_actor(administrator, clock.today())
        names = [account.username for account in ACCOUNTS]
        for user in User.objects.filter(username__in=names).order_by("pk"):
            _give(user, password, by)
    return True


def _give(user: User, password: str, by: Actor | Author) -> None:
    """The operator's own choice stands, also where it is weaker than people may choose."""
    try:
        set_password(user=user, password=password, by=by, must_change=False)
    except AccountError:
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        record(by=SYSTEM, action="account.password_set", target=user)


def _post(
    user: User,
    body: Organisation,
    role: RoleCode,
    position: str,
    since: dt.date,
    by: Actor | Author,
) -> None:
    """The post from a day on; one that begins later gets an earlier term before it."""
    begins = max(since, body.validity.lower or since)
    held = Membership.objects.filter(user=user, organisation=body, role=role)
    terms = sorted(row.validity.lower for row in held if row.validity.lower is not None)
    until = terms[0] if terms else None
    if until is None or begins < until:
        grant_membership(
            user=user,
            organisation=body,
            role=role,
            since=begins,
            until=until,
            position=position,
            by=by,
        )


@dataclass(slots=True)
class Crew:
    """Who acts for which body. ``actor_of`` a body's officer or head; hired where there is none."""

    on: dt.date
    since: dt.date
    _actors: dict[tuple[int, str], Actor] = field(default_factory=dict)
    _named: dict[str, Actor] = field(default_factory=dict)

    def named(self, username: str) -> Actor:
        """An account of the demo as actions take it."""
        if username not in self._named:
            self._named[username] = load_actor(User.objects.get(username=username), self.on)
        return self._named[username]

    def hire(self, bodies: Iterable[Organisation]) -> None:
        """See that each body has an officer and a head. Cost: about 20 queries a new one."""
        wanted = {body.pk: body for body in bodies}
        held = Membership.objects.filter(
            organisation__in=wanted, role__in=(RoleCode.OFFICER, RoleCode.UNIT_HEAD)
        ).select_related("user")
        users = {(row.organisation_id, row.role): row.user for row in held.order_by("-pk")}
        for body in wanted.values():
            for role in (RoleCode.OFFICER, RoleCode.UNIT_HEAD):
                self._hire(body, role, users.get((body.pk, role.value)))

    def officer(self, body_id: int) -> Actor:
        """The officer of a body."""
        return self._actors[body_id, RoleCode.OFFICER.value]

    def head(self, body_id: int) -> Actor:
        """The head of a body."""
        return self._actors[body_id, RoleCode.UNIT_HEAD.value]

    def confirmer(self, body_id: int) -> Actor | None:
        """Who confirms for a body: its coordinator or its officer of the committee's office."""
        names = ("dieuphoi", "vanphong")
        actors = (self.named(name) for name in names)
        return next((actor for actor in actors if actor.may("task.confirm", at=body_id)), None)

    def _hire(self, body: Organisation, role: RoleCode, user: User | None) -> None:
        by = self.named(ADMINISTRATOR.username)
        is_head = role is RoleCode.UNIT_HEAD
        if user is None:
            username = f"{'tt' if is_head else 'cv'}.{body.slug}"[:150]
            person = PersonData(username, account_name(body.pk * 2 + is_head))
            user = create_user(person=person, password=None, by=by)
        _post(user, body, role, "Thủ trưởng" if is_head else "Chuyên viên", self.since, by)
        self._actors[body.pk, role.value] = load_actor(user, self.on)
