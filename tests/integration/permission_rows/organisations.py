"""Who may reach the pages of urls/organisations.py."""

from tests.integration.permission_rows import ADMINISTRATORS, WITH_POST, Row

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
}
