"""Queries of one shape that every page asks: compiled once, then only filled in.

Making SQL of a queryset takes longer than PostgreSQL takes to answer such a query.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# What a parameter may be.
Value = int | str | dt.date


class PreparedQuery:
    """A queryset of values, written with stand-ins where each run has its own values.

    The rows come as the database gives them: for columns that need no converter of Django.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Any]]) -> None:
        self._make = make
        self._compiled: tuple[str, tuple[Value, ...]] | None = None

    def run(self, values: Mapping[Value, Value]) -> list[tuple[Any, ...]]:
        """The rows, with a value for each stand-in. Cost: one query."""
        if self._compiled is None:
            self._compiled = self._make().query.sql_with_params()
        sql, params = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, [values.get(param, param) for param in params])
            return list(cursor.fetchall())
