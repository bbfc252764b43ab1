"""GET: what pages show, by the same queries, for the key's body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, TypeVar, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.api.errors import ApiError
from tiendo.api.service import KeyedRequest
from tiendo.api.shapes import IndicatorOut, Page, TargetOut, TaskOut, ValueOut
from tiendo.domain import clock
from tiendo.indicators.aims import targets_on
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.dictionary import definitions_on
from tiendo.indicators.known_values import (
    Figure,
    entries_known,
    figure_known,
    figure_of,
    print_figure,
    values_on,
)
from tiendo.indicators.models import (
    Indicator,
    IndicatorValue,
    IndicatorVersion,
    Observation,
    Target,
)
from tiendo.indicators.recomputing import figures_apart
from tiendo.organisations.models import Organisation
from tiendo.tasks.models import Task
from tiendo.tasks.queries import TaskFilter, list_page

router = Router(tags=["reading"])
_MOST = 500
_ORDER = ("indicator__code", "organisation__slug", "period_start", "breakdown")
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
    rows: QuerySet[Any, Any] | list[Any],
    number: int,
    size: int,
    told: Callable[[list[Any]], Iterable[Any]],
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
    known: Annotated[
        dt.date | None, Query(None, description="Như đã biết đến hết ngày này; cần indicator")
    ],
) -> dict[str, object]:
    """The values that the body may read, of data there on a day; those in force now, or as they
    were known at the end of another day."""
    actor, day = who(request, "indicator.view"), on or clock.today()
    asked = _narrowed(indicator, organisation)
    begun = {} if since is None else {"period_start__gte": since}
    if known is None:
        rows = values_on(actor, day).filter(**asked, **begun).order_by(*_ORDER)
        rows = rows.select_related("indicator", "organisation", "observation")
        return _page(rows, number, size, _values)
    if not indicator:
        raise ApiError("known_of_one")
    known_at = clock.end_of(known)
    entries = entries_known(actor, day, known_at).filter(**asked, **begun).order_by(*_ORDER)
    computed = figures_apart(
        actor,
        day,
        known_at,
        indicators=Indicator.objects.filter(code=indicator),
        bodies=Organisation.objects.filter(slug=organisation) if organisation else None,
    )
    later = [each for each in computed if since is None or each.period.start >= since]
    later.sort(key=lambda each: (each.organisation.slug, each.period.start))
    found = entries.select_related("indicator", "organisation")
    told = partial(_known, known_at=known_at)
    return _page([*found, *later] if later else found, number, size, told)


def _values(rows: list[IndicatorValue]) -> Iterable[dict[str, object]]:
    definitions = Definitions.of({row.indicator_id for row in rows})
    for row in rows:
        yield _told(figure_of(row), row.observation, definitions)


def _known(rows: list[Observation | Figure], known_at: dt.datetime) -> Iterable[dict[str, object]]:
    """Entries and computed figures of one indicator as they were known at a moment."""
    definitions = Definitions.of(
        {row.indicator if isinstance(row, Figure) else row.indicator_id for row in rows}
    )
    for row in rows:
        if isinstance(row, Figure):
            yield _told(row, None, definitions)
        else:
            yield _told(figure_known(row, known_at), row, definitions)


def _told(figure: Figure, entry: Observation | None, definitions: Definitions) -> dict[str, object]:
    indicator = definitions.versions[figure.indicator][0].indicator
    version = definitions.on(indicator, figure.period)
    return {
        "indicator": indicator.code,
        "organisation": figure.organisation.slug,
        "period_start": figure.period.start,
        "period_end": figure.period.end,
        "breakdown": figure.breakdown,
        "state": figure.state,
        "value": _plain(figure.value),
        "unit": version.unit,
        "printed": print_figure(figure, version),
        "qualifier": figure.qualifier,
        "as_of": figure.as_of,
        "measured": figure.measured,
        "counted": figure.counted,
        "reliance": figure.reliance,
        "revision": entry.revision if entry else None,
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
