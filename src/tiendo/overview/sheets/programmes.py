"""The programmes a person may see, those in force first, each with the official counts."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.overview.filters import PROGRAMME
from tiendo.overview.sheets.counting import count_columns, count_values
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.queries import OfficialCounts, TaskFilter, counts_by_programme, select_tasks
from tiendo.tasks.queries.visibility import own_programmes

IMPLEMENTS = "thuc_hien"
CONDITIONS = (those.programme(IMPLEMENTS, _("Thực hiện")),)


def build(asked: Asked) -> Sheet:
    """The programmes of the filter. Cost: two queries."""
    rows = list(_rows(asked))
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many programmes there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "chuong-trinh",
    _("Các chương trình, kế hoạch"),
    "task.view",
    build,
    count,
    conditions=CONDITIONS,
)


def listed_programmes(actor: Actor, implemented: int | None = None) -> QuerySet[Programme]:
    """The programmes of the province, and those of bodies a person sees; of them those that
    implement one."""
    listed = list_programmes().select_related("implements")
    if not actor.may("task.view_all"):
        own = own_programmes(actor.bodies_for("task.view"))
        listed = listed.filter(~Q(owner_id=F("coordinator_id")) | Q(pk__in=own.values("pk")))
    return listed if implemented is None else listed.filter(implements_id=implemented)


def _found(asked: Asked) -> QuerySet[Programme]:
    return listed_programmes(asked.actor, those.id_in(asked.values, IMPLEMENTS))


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("short", _g("Chương trình"), width=26),
        SheetColumn("title", _g("Tên đầy đủ"), width=50),
        SheetColumn("implements", _g("Thực hiện"), width=22),
        SheetColumn("owner", _g("Ban hành"), width=26),
        SheetColumn("coordinator", _g("Điều phối"), width=26),
        SheetColumn("starts_on", _g("Từ ngày"), CellKind.DAY, 12),
        SheetColumn("ends_on", _g("Đến ngày"), CellKind.DAY, 12),
        SheetColumn("state", _g("Trạng thái"), width=16),
        *count_columns(),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    programmes = list(_found(asked))
    tasks = select_tasks(asked.actor, TaskFilter(), asked.day, asked.known_at)
    counts = counts_by_programme(tasks.filter(programme__in=programmes))
    for row in programmes:
        yield (
            row.short_title,
            row.title,
            row.implements.short_title if row.implements else "",
            row.owner.name,
            row.coordinator.name,
            row.starts_on,
            row.ends_on,
            row.get_state_display(),
            *count_values(counts.get(row.pk, OfficialCounts({})), {PROGRAMME: str(row.pk)}),
        )
