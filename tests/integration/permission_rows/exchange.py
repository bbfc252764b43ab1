"""Who may reach the pages of urls/exchange.py: those who exchange lists."""

from __future__ import annotations

from tests import exchange_factories as made
from tests.factories import World
from tests.integration.permission_rows import COORDINATORS, Row
from tests.task_factories import make_programme


def _programme(world: World) -> tuple[object, ...]:
    make_programme(world)
    return ()


def _delivery(world: World) -> tuple[object, ...]:
    return (made.take(world, make_programme(world), [made.said("QG.01", "Việc thứ nhất")]).pk,)


def _row(world: World) -> tuple[object, ...]:
    _delivery(world)
    return (made.row_of("QG.01").pk,)


def _listed(world: World) -> tuple[object, ...]:
    _delivery(world)
    return ()


ROWS: dict[str, Row] = {
    "exchange-list": Row(COORDINATORS, _listed),
    "exchange-take": Row(COORDINATORS, _programme),
    "exchange-delivery": Row(COORDINATORS, _delivery),
    "exchange-export": Row(COORDINATORS, _programme),
    "exchange-forms": Row(COORDINATORS),
    "exchange-form-new": Row(COORDINATORS),
    "exchange-match-many": Row(COORDINATORS, _programme),
    "exchange-mark": Row(COORDINATORS, method="post", data={"viec": "khong-phai"}, status=(302,)),
    "exchange-row": Row(COORDINATORS, _row),
    "exchange-choose": Row(
        COORDINATORS, _row, method="post", data={"chon": "not_ours"}, status=(302,)
    ),
}
