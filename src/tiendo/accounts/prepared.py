"""Queries that pages ask again and again: compiled once, then only filled in.

Making SQL of a queryset takes longer than PostgreSQL takes to answer such a query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Aggregate, Lookup, Model, QuerySet
from django.db.models import Value as Constant

# What a parameter may be.
Value = int | str | dt.date | UUID
Given = Value | list[int] | list[str]
Compiled = tuple[str, tuple[Any, ...]]
_KEPT = 512
M = TypeVar("M", bound=Model)


class ModelRows(Generic[M]):
    """Which fields of a model a kept query asks for, and the instances made of its rows.

    A field that is not asked for costs a query of its own.
    """

    def __init__(self, model: type[M], *fields: str) -> None:
        # In the order of the model, which ``from_db`` takes them in.
        every = (each.attname for each in model._meta.concrete_fields)
        self._model = model
        self.columns = tuple(name for name in every if name in fields)

    def instance(self, row: Sequence[Any]) -> M:
        """The instance of a row of ``columns``."""
        return self._model.from_db(DEFAULT_DB_ALIAS, self.columns, row)


class AnyOf(Lookup):
    """``filter(AnyOf(F("task"), "?tasks"))``: one of a list, given for the stand-in by each run."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """``column = ANY(list)``: of one shape, however long the list is."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, self.rhs)


class PreparedQuery:
    """A queryset of values, written with stand-ins where each run has its own values.

    The rows come as the database gives them: for columns that need no converter of Django.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._compiled: Compiled | None = None

    def run(self, values: Mapping[Value, Given]) -> list[tuple[Any, ...]]:
        """The rows, with a value for each stand-in. Cost: one query."""
        if self._compiled is None:
            self._compiled = self._make().query.sql_with_params()
        return _fetch(self._compiled, values)


class KeptQueries:
    """Querysets of values by all they are made from: a person's posts, a day, what is asked.

    The same key must always stand for the same query. Those asked last are kept. Rows come as
    those of ``PreparedQuery``.
    """

    def __init__(self, most: int = _KEPT) -> None:
        self._most = most
        self._kept: dict[Hashable, Compiled | None] = {}

    def rows(
        self,
        key: Hashable,
        make: Callable[[], QuerySet[Any, Any]],
        values: Mapping[Value, Given] | None = None,
    ) -> list[tuple[Any, ...]]:
        """The rows of the query of a key, made where it is not kept. Cost: one query."""
        compiled = self._kept.pop(key) if key in self._kept else _compile(make())
        self._kept[key] = compiled
        if len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return _fetch(compiled, values or {}) if compiled else []


def totals(rows: QuerySet[Any, Any], **aggregates: Aggregate) -> QuerySet[Any, Any]:
    """One row with the aggregates over all rows, as a query that can be kept."""
    every = rows.order_by().annotate(every=Constant(1)).values("every")
    found: QuerySet[Any, Any] = every.annotate(**aggregates).values_list(*aggregates)
    return found


def _compile(rows: QuerySet[Any, Any]) -> Compiled | None:
    """None for a query that can find nothing."""
    try:
        sql, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(params)


def _fetch(compiled: Compiled, values: Mapping[Value, Given]) -> list[tuple[Any, ...]]:
    sql, params = compiled
    with connection.cursor() as cursor:
        cursor.execute(sql, [values.get(param, param) for param in params] if values else params)
        return list(cursor.fetchall())
