"""The dictionary as a workbook that can be edited and brought back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from tiendo.composer.sheet_xlsx import write_workbook
from tiendo.composer.sheets import Sheet, Value
from tiendo.domain import clock
from tiendo.indicators.loading.columns import COLUMNS, TITLES, sheet_columns
from tiendo.indicators.loading.comparing import Present, shown
from tiendo.indicators.loading.rows import Subject
from tiendo.indicators.models import IndicatorState, IndicatorVersion, Target


def write_dictionary(
    target: IO[bytes] | str, zone: dt.tzinfo, known_at: dt.datetime | None = None
) -> None:
    """Write indicators, targets in force, and dimensions, a worksheet each; as they are, or as they
    were known at a moment, so that they can be brought back. Cost: six queries."""
    sheets = dictionary_sheets(Present.load(known_at), known_at)
    write_workbook(_("Danh mục chỉ tiêu"), sheets, target, zone, clock.now())


def dictionary_sheets(present: Present, known_at: dt.datetime | None = None) -> list[Sheet]:
    """The three sheets."""
    rows = {
        Subject.INDICATOR: _indicator_rows(present),
        Subject.TARGET: _target_rows(present, known_at),
        Subject.DIMENSION: _dimension_rows(present),
    }
    stated = ((_("Ngày xuất"), f"{clock.today():%d/%m/%Y}"),)
    return [
        Sheet(
            subject.value, str(TITLES[subject]), sheet_columns(subject), rows[subject], None, stated
        )
        for subject in COLUMNS
    ]


def _indicator_rows(present: Present) -> Iterator[tuple[Value, ...]]:
    for code, version in sorted(present.versions.items()):
        if version.indicator.state == IndicatorState.ACTIVE:
            given = {**_own(version), "code": code}
            yield tuple(given[key] for key, *_rest in COLUMNS[Subject.INDICATOR])


def _own(version: IndicatorVersion) -> dict[str, Value]:
    plain = ("name", "definition", "unit", "unit_base", "closing", "formula", "register")
    worded = ("direction", "frequency", "reporters", "subject", "data_source", "source")
    return {
        **{name: getattr(version, name) for name in plain},
        **{name: shown(name, getattr(version, name)) for name in (*worded, "is_verified")},
        "decimals": version.decimals,
        "dimensions": "; ".join(sorted(each.code for each in version.dimensions.all())),
        "owner": version.indicator.owner.name,
    }


def _target_rows(present: Present, known_at: dt.datetime | None) -> Iterator[tuple[Value, ...]]:
    """Those that nothing revised by the moment: a revised one is kept, and no longer edited."""
    for code, targets in sorted(present.targets.items()):
        for target in targets:
            if not _is_revised(target, known_at) and not target.is_withdrawn:
                given = _of_target(code, target, present.versions[code].unit)
                yield tuple(given[key] for key, *_rest in COLUMNS[Subject.TARGET])


def _is_revised(target: Target, known_at: dt.datetime | None) -> bool:
    if not hasattr(target, "revised_by"):
        return False
    return known_at is None or target.revised_by.set_at < known_at


def _last_of(target: Target) -> Target:
    """What stands in the place of a target now."""
    while hasattr(target, "revised_by"):
        target = target.revised_by
    return target


def _of_target(code: str, target: Target, unit: str) -> dict[str, Value]:
    """Its cells, with the number of the target that they would revise: none that was given up."""
    held = _last_of(target)
    worded = ("comparator", "value", "high", "wording", "obligation", "source", "is_verified")
    return {
        **{name: shown(name, getattr(target, name), unit) for name in (*worded, "baseline")},
        "target": "" if held.is_withdrawn else str(held.pk),
        "code": code,
        "organisation": target.organisation.name,
        "last_day": target.last_day,
        "baseline_day": target.baseline_day,
    }


def _dimension_rows(present: Present) -> Iterator[tuple[Value, ...]]:
    for dimension in present.dimensions.values():
        for item in dimension.items.all():
            retired = shown("is_retired", item.is_retired)
            yield dimension.code, dimension.name, item.code, item.name, item.order, retired
