"""Who may reach the pages of urls/compilations.py: who compiles reports."""

from __future__ import annotations

from tests.compiling_factories import compile_for, make_handed_in
from tests.factories import World
from tests.integration.permission_rows import COORDINATORS, Row
from tiendo.reporting.models import Compilation

PLACE = "assessment"


def handed_in(world: World) -> tuple[object, ...]:
    return (make_handed_in(world).cycle.pk, world.skhcn.pk)


def compiled(world: World) -> tuple[object, ...]:
    return (compile_for(world, make_handed_in(world)).pk,)


def a_place(world: World) -> tuple[object, ...]:
    return (*compiled(world), PLACE)


def a_compiling(world: World) -> tuple[object, ...]:
    compiled(world)
    return (Compilation.objects.get().pk,)


ROWS: dict[str, Row] = {
    "compilation-list": Row(COORDINATORS),
    "compilation": Row(COORDINATORS, handed_in, method="post", status=(302,)),
    "compilation-progress": Row(COORDINATORS, a_compiling),
    "compilation-choose": Row(COORDINATORS, compiled),
    "compilation-merge": Row(COORDINATORS, a_place),
    # Nothing is ticked.
    "compilation-pick": Row(
        COORDINATORS,
        a_place,
        method="post",
        data={"picking": "used", "version": "0"},
        status=(422,),
    ),
}
