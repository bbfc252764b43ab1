"""Who may reach the pages of urls/api.py: heads for their own bodies, and the administrator."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import Row
from tiendo.api.keys import issue_key
from tiendo.domain import clock

ISSUERS = frozenset({"skhcn_head", "snv_head", "stc_head", "ea_trang_head", "administrator"})


def _key(world: World) -> tuple[object, ...]:
    key, _secret = issue_key(
        by=actor(world.snv_head),
        organisation=world.snv,
        responsible=world.snv_officer,
        name="Kho dữ liệu của sở",
        last_day=clock.today(),
        may_write=True,
    )
    return (key.pk,)


ROWS: dict[str, Row] = {
    "api-key-list": Row(ISSUERS, not_delegated=frozenset({"administrator"})),
    "api-key-revoke": Row(
        frozenset({"snv_head", "administrator"}),
        _key,
        not_delegated=frozenset({"administrator"}),
        method="post",
        status=(302,),
    ),
}
