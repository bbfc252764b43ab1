"""GET: what pages show, by the same queries, for the key's body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Annotated, Any, TypeVar, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.api.service import KeyedRequest
from tiendo.api.shapes import IndicatorOut, Page, TargetOut, TaskOut, ValueOut
from tiendo.domain import clock
from tiendo.indicators.aims import targets_on
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.dictionary import definitions_on
from tiendo.indicators.known_values import figure_of, print_figure, values_on
from tiendo.indicators.models import IndicatorValue, IndicatorVersion, Target
from tiendo.tasks.models import Task
from tiendo.tasks.queries import TaskFilter, list_page

router = Router(tags=["reading"])
_MOST = 500
Row = TypeVar("Row")
Number = Annotated[int, Query(1, ge=1, le=100_000, alias="page", description="Trang, từ 1")]
Size = Annotated[int, Query(100, ge=1, le=_MOST, description="Số mục mỗi trang")]
Day = Annotated[dt.date | None, Query(None, description="Theo ngày này; trống là hôm nay")]


def who(request: HttpRequest, permission: str) -> Actor:
    """Who asks. Errors: PermissionRefused."""
    actor = cast(KeyedRequest, request).actor
    if not actor.may(permission):
        raise PermissionRefused(permission)
    return actor


def _page(
    rows: QuerySet[Any, Any], number: int, size: int, told: Callable[[list[Any]], Iterable[Any]]
) -> dict[str, object]:
    pages = Paginator(rows, size)
    found = list(pages.page(number).object_list) if number <= pages.num_pages else []
    return {
        "items": list(told(found)),
        "number": number,
        "pages": pages.num_pages,
        "total": pages.count,
    }


@router.get("/indicators", response=Page[IndicatorOut], summary="Danh mục chỉ tiêu")
def indicators(
    request: HttpRequest,
    number: Number,
    size: Size,
    on: Day,
    code: Annotated[str, Query("", max_length=40)],
) -> dict[str, object]:
    """The dictionary as it stands on a day."""
    who(request, "indicator.view")
    rows = definitions_on(on or clock.today()).select_related("indicator__owner", "subject")
    rows = rows.prefetch_related("dimensions").order_by("indicator__code")
    if code:
        rows = rows.filter(indicator__code=code)
    return _page(rows, number, size, lambda found: map(_indicator, found))


def _indicator(version: IndicatorVersion) -> dict[str, object]:
    names = ("name", "definition", "unit", "unit_base", "decimals", "direction", "frequency")
    return {
        **{name: getattr(version, name) for name in names},
        "code": version.indicator.code,
        "origin": version.origin,
        "owner": version.indicator.owner.slug,
        "subject": version.subject.slug if version.subject else None,
        "state": version.indicator.state,
        "is_verified": version.is_verified,
        "dimensions": [dimension.code for dimension in version.dimensions.all()],
    }


@router.get("/targets", response=Page[TargetOut], summary="Mục tiêu")
def targets(
    request: HttpRequest,
    number: Number,
    size: Size,
    on: Day,
    indicator: Annotated[str, Query("", max_length=40)],
    organisation: Annotated[str, Query("", max_length=120)],
) -> dict[str, object]:
    """The targets in force on a day."""
    who(request, "indicator.view")
    rows = targets_on(on or clock.today()).select_related("indicator", "organisation")
    rows = rows.filter(**_narrowed(indicator, organisation))
    rows = rows.order_by("indicator__code", "last_day", "pk")
    return _page(rows, number, size, lambda found: map(_target, found))


def _target(target: Target) -> dict[str, object]:
    names = ("id", "comparator", "wording", "last_day", "obligation", "source", "is_verified")
    return {
        **{name: getattr(target, name) for name in names},
        "indicator": target.indicator.code,
        "organisation": target.organisation.slug,
        "value": _plain(target.value),
        "high": _plain(target.high),
    }


def _narrowed(indicator: str, organisation: str) -> dict[str, str]:
    given = {"indicator__code": indicator, "organisation__slug": organisation}
    return {name: text for name, text in given.items() if text}


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")


@router.get("/values", response=Page[ValueOut], summary="Số liệu")
def values(
    request: HttpRequest,
    number: Number,
    size: Size,
    on: Day,
    indicator: Annotated[str, Query("", max_length=40)],
    organisation: Annotated[str, Query("", max_length=120)],
    since: Annotated[dt.date | None, Query(None, description="Kỳ bắt đầu từ ngày này")],
) -> dict[str, object]:
    """The values in force that the body may read, of data there on a day."""
    actor = who(request, "indicator.view")
    rows = values_on(actor, on or clock.today()).filter(**_narrowed(indicator, organisation))
    if since is not None:
        rows = rows.filter(period_start__gte=since)
    rows = rows.select_related("indicator", "organisation", "observation")
    rows = rows.order_by("indicator__code", "organisation__slug", "period_start", "breakdown")
    return _page(rows, number, size, _values)


def _values(rows: list[IndicatorValue]) -> Iterable[dict[str, object]]:
    definitions = Definitions.of({row.indicator_id for row in rows})
    for row in rows:
        figure = figure_of(row)
        version = definitions.on(row.indicator, figure.period)
        yield {
            "indicator": row.indicator.code,
            "organisation": row.organisation.slug,
            "period_start": row.period_start,
            "period_end": row.period_end,
            "breakdown": row.breakdown,
            "state": row.state,
            "value": _plain(row.value),
            "unit": version.unit,
            "printed": print_figure(figure, version),
            "qualifier": figure.qualifier,
            "as_of": row.as_of,
            "measured": row.measured,
            "counted": row.counted,
            "reliance": figure.reliance,
            "revision": row.observation.revision if row.observation else None,
        }


@router.get("/tasks", response=Page[TaskOut], summary="Nhiệm vụ")
def tasks(
    request: HttpRequest,
    number: Number,
    size: Size,
    on: Day,
    q: Annotated[str, Query("", max_length=200, description="Lời tìm")],
) -> dict[str, object]:
    """The tasks the body may see, in the order of the plan, as the list of tasks shows them."""
    actor = who(request, "task.view")
    found = list_page(actor, TaskFilter(text=q), on or clock.today(), number=number, size=size)
    return {
        "items": [_task(task) for task in found.tasks] if found.number == number else [],
        "number": number,
        "pages": found.pages,
        "total": found.counts.rows,
    }


def _task(task: Task) -> dict[str, object]:
    known = cast(Any, task)
    return {
        "id": task.pk,
        "code": task.code,
        "title": task.title,
        "product": task.product,
        "programme": known.programme_title if hasattr(known, "programme_title") else "",
        "status": str(known.status),
        "lead": known.lead_slug,
        "due_on": known.due_on,
    }
