"""Who may reach the pages of urls/organisations.py."""

from tests.factories import World, make_body, make_user
from tests.integration.permission_rows import ADMINISTRATORS, WITH_POST, Row
from tiendo.accounts.models import RoleCode
from tiendo.organisations.models import Kind, Level

# The head keeps the divisions of the own body.
STC_MANAGERS = ADMINISTRATORS | {"stc_head"}


def the_body(world: World) -> tuple[object, ...]:
    return (world.stc.slug,)


def a_post_in_a_division(world: World) -> tuple[object, ...]:
    division = make_body(
        "Phòng Ngân sách", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.stc
    )
    person = make_user("ngan_sach", (division, RoleCode.OFFICER))
    return (person.memberships.get().pk,)


ROWS: dict[str, Row] = {
    "organisation-list": Row(WITH_POST),
    "organisation": Row(WITH_POST, lambda world: (world.stc.slug,)),
    "organisation-add": Row(ADMINISTRATORS),
    "organisation-alias": Row(
        ADMINISTRATORS,
        lambda world: (world.stc.slug,),
        method="post",
        data={"name": "Sở TC"},
        status=(302,),
    ),
    "organisation-close": Row(
        ADMINISTRATORS,
        lambda world: (world.stc.slug,),
        method="post",
        data={"last_day": "31/12/2026", "reason": "Nghị quyết của HĐND tỉnh"},
        status=(302,),
    ),
    "division-list": Row(STC_MANAGERS, the_body),
    "division-add": Row(STC_MANAGERS, the_body, method="post", status=(422,)),
    "division-rename": Row(STC_MANAGERS, the_body, method="post", status=(422,)),
    "division-end": Row(STC_MANAGERS, the_body, method="post", status=(422,)),
    "division-place": Row(STC_MANAGERS, the_body, method="post", status=(422,)),
    "division-end-post": Row(STC_MANAGERS, a_post_in_a_division, method="post", status=(302,)),
}
