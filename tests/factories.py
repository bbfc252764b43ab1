"""The same named bodies and people in every test.

``make_world()`` makes them in four queries; ``actor(world.snv_officer)`` is the person as actions
take it. Names and slugs of bodies agree with the province's own list.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import Membership, RoleCode, User
from tiendo.accounts.queries import load_actor
from tiendo.domain import clock
from tiendo.domain.collation import fold, sort_key
from tiendo.organisations.models import Branch, Kind, Level, Organisation
from tiendo.organisations.names import match_key

PASSWORD = "mật khẩu của người thử"  # noqa: S105
MERGER = dt.date(2025, 7, 1)
DEPARTMENTS_SINCE = dt.date(2025, 3, 1)
POSTS_SINCE = dt.date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class World:
    """Bodies: ubnd (UBND tỉnh), vp (its office), skhcn (coordinates), snv, stc, congan, a commune
    and a ward. People are named after body and post; ``stc_officer`` is the stranger."""

    ubnd: Organisation
    vp: Organisation
    skhcn: Organisation
    snv: Organisation
    stc: Organisation
    congan: Organisation
    ea_trang: Organisation
    tan_an: Organisation
    skhcn_officer: User
    skhcn_head: User
    coordinator: User
    snv_officer: User
    snv_head: User
    stc_officer: User
    stc_head: User
    congan_officer: User
    ea_trang_officer: User
    ea_trang_head: User
    office: User
    leader: User
    inspector: User
    clerk: User
    administrator: User
    postless: User


# attribute → name, short name, slug, kind, branch, level, first day
_BODIES: dict[str, tuple[str, str, str, Kind, Branch, Level, dt.date]] = {
    "ubnd": (
        "Ủy ban nhân dân tỉnh Đắk Lắk",
        "UBND tỉnh",
        "ubnd-tinh",
        Kind.PEOPLES_COMMITTEE,
        Branch.STATE,
        Level.PROVINCE,
        MERGER,
    ),
    "vp": (
        "Văn phòng Ủy ban nhân dân tỉnh",
        "VP UBND tỉnh",
        "van-phong-ubnd-tinh",
        Kind.COMMITTEE_OFFICE,
        Branch.STATE,
        Level.PROVINCE,
        DEPARTMENTS_SINCE,
    ),
    "skhcn": (
        "Sở Khoa học và Công nghệ",
        "Sở KH&CN",
        "so-khoa-hoc-va-cong-nghe",
        Kind.DEPARTMENT,
        Branch.STATE,
        Level.PROVINCE,
        DEPARTMENTS_SINCE,
    ),
    "snv": (
        "Sở Nội vụ",
        "SNV",
        "so-noi-vu",
        Kind.DEPARTMENT,
        Branch.STATE,
        Level.PROVINCE,
        DEPARTMENTS_SINCE,
    ),
    "stc": (
        "Sở Tài chính",
        "STC",
        "so-tai-chinh",
        Kind.DEPARTMENT,
        Branch.STATE,
        Level.PROVINCE,
        DEPARTMENTS_SINCE,
    ),
    "congan": (
        "Công an tỉnh",
        "CA tỉnh",
        "cong-an-tinh",
        Kind.POLICE,
        Branch.STATE,
        Level.PROVINCE,
        DEPARTMENTS_SINCE,
    ),
    "ea_trang": (
        "Ủy ban nhân dân xã Ea Trang",
        "UBND xã Ea Trang",
        "ubnd-xa-ea-trang",
        Kind.COMMUNE,
        Branch.STATE,
        Level.COMMUNE,
        MERGER,
    ),
    "tan_an": (
        "Ủy ban nhân dân phường Tân An",
        "UBND phường Tân An",
        "ubnd-phuong-tan-an",
        Kind.WARD,
        Branch.STATE,
        Level.COMMUNE,
        MERGER,
    ),
}
_UNIT_CODES = {"ea_trang": "24445", "tan_an": "24163"}

# attribute → full name, posts (body, role)
_PEOPLE: dict[str, tuple[str, tuple[tuple[str, RoleCode], ...]]] = {
    "skhcn_officer": ("Hồ Khánh Chi", (("skhcn", RoleCode.OFFICER),)),
    "skhcn_head": (
        "Y Bhiu Niê",
        (("skhcn", RoleCode.UNIT_HEAD), ("skhcn", RoleCode.COORDINATOR)),
    ),
    "coordinator": ("Trần Điều Phối", (("skhcn", RoleCode.COORDINATOR),)),
    "snv_officer": ("Lê Nội Vụ", (("snv", RoleCode.OFFICER),)),
    "snv_head": ("Phạm Thủ Trưởng", (("snv", RoleCode.UNIT_HEAD),)),
    "stc_officer": ("Đỗ Tài Chính", (("stc", RoleCode.OFFICER),)),
    "stc_head": ("Võ Ngân Sách", (("stc", RoleCode.UNIT_HEAD),)),
    "congan_officer": ("Đặng An Ninh", (("congan", RoleCode.OFFICER),)),
    "ea_trang_officer": ("H'Linh Mlô", (("ea_trang", RoleCode.OFFICER),)),
    "ea_trang_head": ("Y Thịnh Êban", (("ea_trang", RoleCode.UNIT_HEAD),)),
    "office": ("Bùi Văn Phòng", (("vp", RoleCode.OFFICE),)),
    "leader": ("Nguyễn Lãnh Đạo", (("ubnd", RoleCode.LEADER),)),
    "inspector": ("Trương Kiểm Tra", (("ubnd", RoleCode.INSPECTOR),)),
    "clerk": ("Ngô Văn Thư", (("vp", RoleCode.CLERK),)),
    "administrator": ("Quản Trị Viên", (("vp", RoleCode.ADMINISTRATOR),)),
    "postless": ("Chưa Có Chức Vụ", ()),
}


def make_world(bodies: dict[str, Organisation] | None = None) -> World:
    """The bodies and people, saved, or people of the bodies given. All sign in with
    ``PASSWORD``."""
    bodies = bodies or _make_bodies()
    people = _make_people()
    Membership.objects.bulk_create(
        Membership(
            user=people[person],
            organisation=bodies[body],
            role=role,
            validity=DateRange(POSTS_SINCE, None),
            is_primary=index == 0,
        )
        for person, (_name, posts) in _PEOPLE.items()
        for index, (body, role) in enumerate(posts)
    )
    return World(**bodies, **people)  # type: ignore[arg-type]


def make_body(
    name: str,
    *,
    kind: Kind = Kind.DEPARTMENT,
    level: Level = Level.PROVINCE,
    since: dt.date = DEPARTMENTS_SINCE,
    until: dt.date | None = None,
    parent: Organisation | None = None,
    short_name: str = "",
) -> Organisation:
    """One more body, saved. ``until`` is the first day it no longer exists."""
    body = Organisation(
        name=name,
        short_name=short_name,
        slug=f"{fold(name).replace(' ', '-')}-{since:%Y%m%d}",
        kind=kind,
        branch=Branch.STATE,
        level=level,
        parent=parent,
        validity=DateRange(since, until),
        source="tests",
        sort_key=sort_key(name),
        folded=match_key(name),
    )
    body.save()
    return body


def make_user(
    username: str, *posts: tuple[Organisation, RoleCode], since: dt.date = POSTS_SINCE
) -> User:
    """One more person who holds the given posts, saved."""
    user = User(username=username, full_name=username, password=_hashed_password())
    user.save()
    Membership.objects.bulk_create(
        Membership(user=user, organisation=body, role=role, validity=DateRange(since, None))
        for body, role in posts
    )
    return user


def actor(user: User, on: dt.date | None = None) -> Actor:
    """The person as actions take it, with the posts of a day (default: today)."""
    return load_actor(user, on or clock.today())


def _make_bodies() -> dict[str, Organisation]:
    rows = {
        key: Organisation(
            name=name,
            short_name=short_name,
            slug=slug,
            kind=kind,
            branch=branch,
            level=level,
            validity=DateRange(since, None),
            unit_code=_UNIT_CODES.get(key),
            source="tests",
            sort_key=sort_key(name),
            folded=match_key(name),
        )
        for key, (name, short_name, slug, kind, branch, level, since) in _BODIES.items()
    }
    Organisation.objects.bulk_create(rows.values())
    return rows


def _make_people() -> dict[str, User]:
    rows = {
        key: User(username=key, full_name=full_name, password=_hashed_password())
        for key, (full_name, _posts) in _PEOPLE.items()
    }
    User.objects.bulk_create(rows.values())
    return rows


@cache
def _hashed_password() -> str:
    return make_password(PASSWORD)
