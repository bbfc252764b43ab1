"""Who may reach the pages of urls/outlines.py and urls/regime_files.py: who manages regimes."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, Row
from tests.regime_factories import make_regime
from tests.task_factories import make_programme
from tiendo.reporting.models import Outline
from tiendo.reporting.outlines.actions import OutlineFacts, add_outline, revise_outline
from tiendo.reporting.outlines.reading import starter_content


def _outline(world: World) -> tuple[object, ...]:
    facts = OutlineFacts(starter_content("general"), "Quy định của tỉnh")
    made = add_outline(by=actor(world.coordinator), title="Báo cáo quý", facts=facts)
    return (made.outline_id,)


def _version(world: World) -> tuple[object, ...]:
    return (*_outline(world), 1)


def _older_version(world: World) -> tuple[object, ...]:
    (pk,) = _outline(world)
    outline = Outline.objects.get(pk=pk)
    facts = OutlineFacts(starter_content("tong-hop"), "Quy định mới")
    by = actor(world.coordinator)
    revise_outline(by=by, outline=outline, number=1, facts=facts, reason="Đổi đề cương")
    return (pk, 1)


def _regime(world: World) -> tuple[object, ...]:
    return (make_regime(world, make_programme(world)).pk,)


def _starter(world: World) -> tuple[object, ...]:
    make_programme(world)
    return ("nhiem-vu-thang",)


ROWS: dict[str, Row] = {
    "outline-list": Row(COORDINATORS),
    "outline-new": Row(COORDINATORS),
    "outline": Row(COORDINATORS, _outline),
    "outline-edit": Row(COORDINATORS, _outline),
    "outline-values": Row(COORDINATORS),
    "outline-restore": Row(COORDINATORS, _older_version, method="post", status=(302,)),
    "outline-file": Row(COORDINATORS, _version),
    "regime-files": Row(COORDINATORS),
    "regime-file-check": Row(COORDINATORS),
    "regime-starter": Row(COORDINATORS, _starter),
    "regime-file": Row(COORDINATORS, _regime),
}
