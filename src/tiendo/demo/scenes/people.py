"""People: a division with its head, and a head who hands the post to a deputy while away."""

from __future__ import annotations

import datetime as dt

from tiendo.accounts.actions import PersonData, create_user, delegate, grant_membership
from tiendo.accounts.models import Membership, RoleCode, User
from tiendo.accounts.queries import load_actor
from tiendo.demo.people import ADMINISTRATOR, DEPARTMENT, Crew
from tiendo.domain import clock
from tiendo.organisations.divisions import add_division
from tiendo.organisations.models import Kind, Organisation
from tiendo.programmes.models import Programme

_DIVISION = "Phòng Cải cách hành chính"
_DEPUTY = PersonData("phogiamdoc", "Hoàng Ngọc Linh")
_DAYS_AWAY = 4


def staff_a_department(crew: Crew, programme: Programme) -> None:
    """Give the department of the demo a division and a deputy, who acts for the head for days."""
    body = Organisation.objects.filter(slug=DEPARTMENT).first()
    post = Membership.objects.filter(user__username="thutruong", role=RoleCode.UNIT_HEAD).first()
    if body is None or post is None or body.children.filter(kind=Kind.DIVISION).exists():
        return
    day = clock.today()
    head = load_actor(post.user, day)
    manager = load_actor(User.objects.get(username=ADMINISTRATOR.username), day)
    division = add_division(parent=body, name=_DIVISION, by=head)
    officer = User.objects.get(username="chuyenvien")
    grant_membership(
        user=officer,
        organisation=division,
        role=RoleCode.OFFICER,
        position="Chuyên viên",
        by=head,
    )
    deputy = create_user(person=_DEPUTY, password=None, by=manager)
    grant_membership(
        user=deputy,
        organisation=body,
        role=RoleCode.DEPUTY_HEAD,
        position="Phó Giám đốc",
        field_of_work="cải cách hành chính, chuyển đổi số",
        by=manager,
    )
    delegate(
        membership=post,
        to=deputy,
        since=day,
        last_day=day + dt.timedelta(days=_DAYS_AWAY),
        reason="Dự hội nghị ngoài tỉnh",
        document_number="08/UQ-SNV",
        by=head,
    )
