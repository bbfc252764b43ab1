"""Several ranges of days in one column: PostgreSQL's ``datemultirange``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

if TYPE_CHECKING:
    _Base = models.Field[tuple[DateRange, ...] | None, tuple[DateRange, ...] | None]
    _Lookup = models.Lookup[bool]
else:
    _Base, _Lookup = models.Field, models.Lookup


class DayRangesField(_Base):
    """Ranges of days in order; the database joins those that touch. ``__contains`` takes a day.

    Missing: null stands for no range at all.
    """

    def db_type(self, connection: Any) -> str:
        """The type of the column."""
        return "datemultirange"

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """A literal is cast, for a parameter bears no type."""
        return "%s::datemultirange"

    def get_prep_value(self, value: Any) -> str | None:
        """The literal of ranges."""
        if not value:
            return None
        return "{" + ",".join(_literal(row) for row in value) + "}"

    def from_db_value(
        self, value: Iterable[Any] | None, _expression: Any, _connection: Any
    ) -> tuple[DateRange, ...] | None:
        """The ranges of a row."""
        return None if value is None else tuple(DateRange(row.lower, row.upper) for row in value)


def _literal(row: Any) -> str:
    return f"[{row.lower.isoformat()},{row.upper.isoformat() if row.upper else ''})"


@DayRangesField.register_lookup
class ContainsDay(_Lookup):
    """Whether a day lies in one of the ranges."""

    lookup_name = "contains"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The test by PostgreSQL's own operator."""
        ranges, of_ranges = self.process_lhs(compiler, connection)
        return f"{ranges} @> %s::date", (*of_ranges, self.rhs)
